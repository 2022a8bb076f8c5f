//! The thread that looks around while the platform runs: whether the host's network has changed, and,
//! while slots cannot be made, whether they can again.

use crate::network::News;
use crate::shared::Shared;
use crate::{Error, trial};
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Weak};
use std::thread::sleep;
use std::time::Duration;

/// What nobody tells about is seen after so long.
const CALM: Duration = Duration::from_secs(10);
/// While something is wrong, this long at first.
const UNEASY: Duration = Duration::from_secs(1);
/// Changes come several at once.
const A_MOMENT: Duration = Duration::from_millis(50);

/// The thread ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    wake: Arc<OwnedFd>,
}

impl Watch {
    pub(crate) fn start(shared: &Arc<Shared>) -> Result<Watch, Error> {
        let failed = |source| Error::Machine { doing: "watch the machine", source };
        let flags = EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK;
        let wake = Arc::new(eventfd(0, flags).map_err(|errno| failed(errno.into()))?);
        // Without news it is seen later.
        let news = (!shared.way.is_hopeless()).then(|| News::subscribe().ok()).flatten();
        let (shared, woken) = (Arc::downgrade(shared), Arc::clone(&wake));
        let thread = std::thread::Builder::new().name("mayfly-watch".into());
        thread.spawn(move || run(&shared, news.as_ref(), &woken)).map_err(failed)?;
        Ok(Watch { wake })
    }

    /// Has it look now.
    pub(crate) fn look(&self) {
        let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.look();
    }
}

fn run(shared: &Weak<Shared>, news: Option<&News>, wake: &OwnedFd) {
    let mut pause = UNEASY;
    loop {
        if wait(news, wake, pause) {
            sleep(A_MOMENT);
        }
        if let Some(news) = news {
            news.forget();
        }
        let Some(shared) = shared.upgrade().filter(|shared| !shared.is_closed()) else { return };
        pause = match look_around(&shared) {
            true => CALM,
            false => (pause * 2).clamp(UNEASY, CALM),
        };
    }
}

/// Whether something was told before the time was over.
fn wait(news: Option<&News>, wake: &OwnedFd, pause: Duration) -> bool {
    let limit = Timespec { tv_sec: pause.as_secs() as i64, tv_nsec: 0 };
    let mut polled = vec![PollFd::new(wake, PollFlags::IN)];
    let news = news.map(AsFd::as_fd);
    polled.extend(news.as_ref().map(|news| PollFd::new(news, PollFlags::IN)));
    let told = poll(&mut polled, Some(&limit)).is_ok_and(|ready| ready > 0);
    let _ = rustix::io::read(wake, &mut [0; 8]);
    told
}

/// Whether all is well.
fn look_around(shared: &Arc<Shared>) -> bool {
    if shared.way.is_behind() {
        shared.on_bench(|shared, bench| shared.follow_network(bench));
    }
    if shared.starts.failing().is_some() {
        trial::run(shared);
    }
    !shared.way.is_behind() && shared.starts.failing().is_none()
}
