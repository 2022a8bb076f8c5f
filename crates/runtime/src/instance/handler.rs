//! A call of a handler: send the event, follow the answer, watch the clock and the process.

use std::time::Duration;

use bytes::Bytes;

use super::{Ended, Instance, exit_failure, takes_events};
use crate::answer::Answer;
use crate::link::{Link, LinkError};
use crate::{
    BodyError, Call, ChunkSender, Chunks, Deadline, Failure, Finish, Input, Output,
    PAYLOAD_BYTES_MAX,
};

/// How long answers that were on their way when the program ended are waited for.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How long a program may take after its answer to ask for the next event. A slower one is taken
/// to be alive all the same: it gets its event when it asks.
const ASKING: Duration = Duration::from_millis(200);

impl Instance {
    pub(super) async fn handle(
        &self,
        link: &mut Link,
        call: Call,
        deadline: Deadline,
        timeout: Duration,
        head: impl FnOnce(Output) + Send,
    ) -> (Ended, Finish) {
        let Call { info, input, shares } = call;
        let event = match input {
            Input::Event(event) => event,
            Input::Http(_) => return Ended::failed(takes_events(), true),
        };
        let mut talk = Talk::new(head);
        let watched = !link.ends_with_program();
        let result = {
            let conversation = async {
                // What was sent is not kept while the function works.
                link.send(&info, event, shares, deadline).await?;
                talk.listen(link, None).await
            };
            tokio::select! {
                biased;
                result = conversation => Some(result),
                () = tokio::time::sleep_until(deadline.at) => None,
                _ = self.process.wait(), if watched => Some(Err(LinkError::Closed)),
            }
        };
        let result = match result {
            Some(Ok(done)) => done,
            Some(Err(LinkError::Broken(what))) => {
                self.process.kill();
                Done::Failed(Failure::Broken(what))
            }
            Some(Err(LinkError::Closed)) => self.last_words(&mut talk, link, deadline).await,
            None => {
                self.process.kill();
                let after_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
                Done::Failed(Failure::Timeout { after_ms })
            }
        };
        // A host says beforehand when an answer is its last.
        talk.leaving |= watched && self.is_leaving(link).await;
        talk.end(result, &info.request_id)
    }

    /// Whether the program ended rather than ask for more, as clients of the Runtime API do after
    /// an error they cannot go on from.
    async fn is_leaving(&self, link: &mut Link) -> bool {
        let asked = tokio::time::timeout(ASKING, link.asks_for_more());
        tokio::select! {
            biased;
            _ = self.process.wait() => true,
            _ = asked => false,
        }
    }

    /// The program closed its connection or ended. What it said before that still counts.
    async fn last_words<H: FnOnce(Output) + Send>(
        &self,
        talk: &mut Talk<H>,
        link: &mut Link,
        deadline: Deadline,
    ) -> Done {
        let words = talk.listen(link, Some(LAST_WORDS));
        if let Ok(Ok(done)) = tokio::time::timeout_at(deadline.at, words).await {
            return done;
        }
        // A program that closes the connection and lives on cannot be talked to any more.
        let ended = tokio::time::timeout(LAST_WORDS, self.process.wait()).await;
        Done::Failed(match ended {
            Ok(exit) => exit_failure(&exit),
            Err(_) => {
                self.process.kill();
                Failure::Broken("the function closed the platform's connection".into())
            }
        })
    }
}

enum Done {
    Value(Bytes),
    Streamed,
    Failed(Failure),
}

/// One call's conversation. Its state is outside the futures that advance it, so that the clock or
/// the process may interrupt and nothing is lost.
struct Talk<H> {
    head: Option<H>,
    chunks: Option<ChunkSender>,
    /// The piece of a stream that was heard last, until there is room for it.
    piece: Option<Bytes>,
    bytes_out: u64,
    leaving: bool,
}

impl<H: FnOnce(Output) + Send> Talk<H> {
    fn new(head: H) -> Self {
        Self { head: Some(head), chunks: None, piece: None, bytes_out: 0, leaving: false }
    }

    /// Listens to the end of the answer; with a patience, until nothing was said for that long.
    async fn listen(
        &mut self,
        link: &mut Link,
        patience: Option<Duration>,
    ) -> Result<Done, LinkError> {
        loop {
            self.pass_on().await;
            let answer = match patience {
                Some(patience) => tokio::time::timeout(patience, link.next())
                    .await
                    .unwrap_or(Err(LinkError::Closed)),
                None => link.next().await,
            };
            match answer? {
                Answer::StreamChunk(_) | Answer::StreamEnd if self.chunks.is_none() => {
                    return Err(broken("goes on with a stream it has not begun"));
                }
                Answer::Value(_) if self.chunks.is_some() => {
                    return Err(broken("answers twice, with a stream and with a value"));
                }
                Answer::Value(value) if value.len() > PAYLOAD_BYTES_MAX => {
                    return Ok(Done::Failed(Failure::ResponseTooLarge));
                }
                Answer::Value(value) => {
                    self.bytes_out = value.len() as u64;
                    return Ok(Done::Value(value));
                }
                Answer::Error(json) | Answer::StreamError(json) => {
                    return Ok(Done::Failed(Failure::Function(json)));
                }
                Answer::InitError(json) => {
                    self.leaving = true;
                    return Ok(Done::Failed(Failure::Function(json)));
                }
                Answer::StreamHead(head) => {
                    let (sender, chunks) = Chunks::channel();
                    if let Some(reply) = self.head.take() {
                        reply(Output::Stream(head, chunks));
                        self.chunks = Some(sender);
                    }
                }
                Answer::StreamChunk(bytes) => {
                    self.bytes_out += bytes.len() as u64;
                    self.piece = Some(bytes);
                }
                Answer::StreamEnd => return Ok(Done::Streamed),
                Answer::Leaving => self.leaving = true,
                Answer::Ready => {}
            }
        }
    }

    /// Gives the last piece to the reader. One that is slow is waited for; one that went away does
    /// not stop the function: it runs to its end.
    async fn pass_on(&mut self) {
        if let (Some(chunks), Some(piece)) = (&self.chunks, &self.piece) {
            let room = chunks.reserve(piece.len()).await;
            if let (Some(piece), Ok(room)) = (self.piece.take(), room) {
                room.send(Ok(piece));
            }
        }
    }

    fn end(self, done: Done, request_id: &str) -> (Ended, Finish) {
        let Self { head, chunks, bytes_out, leaving, .. } = self;
        let finish = |failure: Option<Failure>| {
            let alive =
                matches!(failure, None | Some(Failure::Function(_) | Failure::ResponseTooLarge));
            let reusable = alive && !leaving;
            Finish { failure, bytes_out, reusable, usage: None }
        };
        match done {
            Done::Value(value) => (Ended::Value(value), finish(None)),
            Done::Streamed => (Ended::Streamed, finish(None)),
            Done::Failed(failure) if head.is_none() => {
                if let Some(chunks) = chunks {
                    let json = failure.json(request_id);
                    chunks.break_off(BodyError(String::from_utf8_lossy(&json).into_owned()));
                }
                (Ended::Streamed, finish(Some(failure)))
            }
            Done::Failed(failure) => (Ended::Failed(failure.clone()), finish(Some(failure))),
        }
    }
}

fn broken(what: &str) -> LinkError {
    LinkError::Broken(format!("the function {what}"))
}
