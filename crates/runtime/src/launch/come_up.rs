//! An instance's first word.

use std::time::Duration;

use crate::answer::Answer;
use crate::instance::{Speaker, exit_failure};
use crate::link::{Link, LinkError};
use crate::{Failure, Instance};

/// How often a server's port is tried until it listens.
const KNOCK: Duration = Duration::from_millis(3);

impl Instance {
    /// Waits for the program's first word.
    pub(super) async fn come_up(&self) -> Result<(), Failure> {
        // Once it is up it rests, until it is called.
        let _busy = self.process.busy();
        match &self.speaker {
            Speaker::Handler(link) => {
                let mut link = link.lock().await;
                let first = tokio::select! {
                    biased;
                    first = link.next() => first,
                    _ = self.process.wait() => Err(LinkError::Closed),
                };
                match first {
                    Ok(Answer::Ready) => Ok(()),
                    Ok(Answer::InitError(json)) => Err(Failure::Init(json)),
                    Ok(_) => {
                        Err(Failure::Broken("the function answered before it was asked".into()))
                    }
                    Err(LinkError::Broken(what)) => Err(Failure::Broken(what)),
                    Err(LinkError::Closed) => Err(self.early_exit(&mut link).await),
                }
            }
            Speaker::Server(server) => loop {
                if server.is_up(&self.process).await {
                    return Ok(());
                }
                tokio::select! {
                    biased;
                    exit = self.process.wait() => return Err(exit_failure(&exit)),
                    () = tokio::time::sleep(KNOCK) => {}
                }
            },
        }
    }

    /// The program ended while loading: what it said last counts, else how it ended.
    async fn early_exit(&self, link: &mut Link) -> Failure {
        let moment = Duration::from_millis(500);
        if let Ok(Ok(Answer::InitError(json))) = tokio::time::timeout(moment, link.next()).await {
            return Failure::Init(json);
        }
        match tokio::time::timeout(moment, self.process.wait()).await {
            Ok(exit) => exit_failure(&exit),
            Err(_) => Failure::Broken("the function closed the platform's connection".into()),
        }
    }
}
