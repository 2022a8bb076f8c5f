//! Work that runs to its end even when whoever asked for it goes away.

use std::pin::Pin;
use std::task::{Context, Poll};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs where it is awaited, which costs no task and no wake-up, and goes on in a task of its own
/// from the moment this is dropped.
pub(crate) struct ToTheEnd(Option<Work>);

impl ToTheEnd {
    pub(crate) fn new(work: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(Some(Box::pin(work)))
    }
}

impl Future for ToTheEnd {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(work) = &mut self.0 else { return Poll::Ready(()) };
        let done = work.as_mut().poll(cx);
        if done.is_ready() {
            self.0 = None;
        }
        done
    }
}

impl Drop for ToTheEnd {
    fn drop(&mut self) {
        // Without a runtime the platform is being torn down, and nothing goes on.
        if let Some(work) = self.0.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(work);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn dropped_half_way_it_goes_on() {
        let (steps, go_on, over) =
            (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let work = {
            let (steps, go_on, over) = (steps.clone(), go_on.clone(), over.clone());
            async move {
                steps.fetch_add(1, SeqCst);
                go_on.notified().await;
                steps.fetch_add(1, SeqCst);
                over.notify_one();
            }
        };
        let mut work = ToTheEnd::new(work);
        tokio::select! {
            biased;
            () = &mut work => panic!("it waits"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(steps.load(SeqCst), 1, "it began where it was awaited");
        drop(work);
        go_on.notify_one();
        over.notified().await;
        assert_eq!(steps.load(SeqCst), 2);
    }
}
