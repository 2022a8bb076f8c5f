//! The Lambda Runtime API, served to one instance on a listener of its own.

mod careful;
mod door;
mod gather;
mod reply;
mod state;
mod stream;

use std::sync::Arc;

use bytes::Bytes;
use sandbox::Insider;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use web::Shares;

use self::state::{Shared, State};
use super::LinkError;
use crate::answer::Answer;
use crate::{CallInfo, Deadline};

#[derive(Debug)]
pub(crate) struct ApiLink {
    work: mpsc::Sender<Work>,
    answers: mpsc::Receiver<Answer>,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

/// What `next` hands out.
#[derive(Debug)]
struct Work {
    request_id: Arc<str>,
    deadline_ms: u64,
    arn: Arc<str>,
    trace_id: Arc<str>,
    client_context: Option<Arc<str>>,
    event: Bytes,
}

impl ApiLink {
    /// To the program in a slot, and to nobody else.
    pub(crate) fn serve(listener: TcpListener, insider: Insider) -> Self {
        let (work, work_in) = mpsc::channel(1);
        let (answers_out, answers) = mpsc::channel(8);
        let shared = Arc::new(Shared::new(State::Loading, work_in, answers_out));
        let server = tokio::spawn(door::accept(listener, insider, shared.clone()));
        Self { work, answers, shared, server }
    }

    pub(super) async fn send(
        &mut self,
        info: &CallInfo,
        event: Bytes,
        shares: Shares,
        deadline: Deadline,
    ) -> Result<(), LinkError> {
        let work = Work {
            request_id: info.request_id.clone(),
            deadline_ms: deadline.epoch_ms,
            arn: info.arn.clone(),
            trace_id: info.trace_id.clone(),
            client_context: info.client_context.clone(),
            event,
        };
        self.shared.begin(info.request_id.clone(), shares);
        self.work.send(work).await.map_err(|_| LinkError::Closed)
    }

    pub(super) async fn asks_for_more(&self) {
        loop {
            let asked = self.shared.asking.notified();
            if matches!(*self.shared.state(), State::Asking) {
                return;
            }
            asked.await;
        }
    }

    pub(super) async fn next(&mut self) -> Result<Answer, LinkError> {
        self.answers.recv().await.ok_or(LinkError::Closed)
    }
}

impl Drop for ApiLink {
    fn drop(&mut self) {
        self.server.abort();
    }
}
