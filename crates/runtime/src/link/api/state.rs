//! Where a program stands between its calls, and who may answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, mpsc};
use web::Shares;

use super::Work;
use crate::answer::Answer;

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) work: tokio::sync::Mutex<mpsc::Receiver<Work>>,
    pub(super) answers: mpsc::Sender<Answer>,
    state: Mutex<State>,
    /// What the answer to the last call counts against.
    shares: Mutex<Option<Shares>>,
    /// Rung when the program asks for an event.
    pub(super) asking: Notify,
    /// Held by who reports that loading failed.
    pub(super) failing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
pub(super) enum State {
    /// Before the first `next`.
    Loading,
    /// Answered, and not asking for more yet.
    Idle,
    /// Waiting in `next`.
    Asking,
    Working(Arc<str>),
    /// The answer to this call is being read. There is no second one.
    Answering(Arc<str>),
}

impl Shared {
    pub(super) fn new(
        state: State,
        work: mpsc::Receiver<Work>,
        answers: mpsc::Sender<Answer>,
    ) -> Self {
        let (work, state) = (tokio::sync::Mutex::new(work), Mutex::new(state));
        let (shares, failing) = (Mutex::default(), Default::default());
        Self { work, answers, state, shares, asking: Notify::new(), failing }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // One word, whole at any time.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A call begins.
    pub(super) fn begin(&self, call: Arc<str>, shares: Shares) {
        *self.shares.lock().unwrap_or_else(PoisonError::into_inner) = Some(shares);
        *self.state() = State::Working(call);
    }

    /// What an answer counts against, if there has been a call.
    pub(super) fn shares(&self) -> Option<Shares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The program asks for an event. Returns what it was doing before.
    pub(super) fn ask(&self) -> State {
        let mut state = self.state();
        let before = state.clone();
        if matches!(before, State::Loading | State::Idle) {
            *state = State::Asking;
        }
        before
    }

    /// The right to answer the call with this id, which one answer has at a time.
    pub(super) fn turn(&self, id: &str) -> Option<Turn<'_>> {
        let mut state = self.state();
        let State::Working(current) = &*state else { return None };
        let id = Some(current.clone()).filter(|current| **current == *id)?;
        *state = State::Answering(id.clone());
        Some(Turn { shared: self, id, may_be_taken_again: true })
    }
}

/// The right to answer a call. It is given back when the answer broke off before it counted.
pub(super) struct Turn<'a> {
    pub(super) shared: &'a Shared,
    id: Arc<str>,
    may_be_taken_again: bool,
}

impl Turn<'_> {
    /// What the caller hears cannot be taken back.
    pub(super) async fn begin(&mut self, answer: Answer) {
        self.may_be_taken_again = false;
        let _ = self.shared.answers.send(answer).await;
    }

    pub(super) async fn end(self, answer: Answer) {
        *self.shared.state() = State::Idle;
        let _ = self.shared.answers.send(answer).await;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        if self.may_be_taken_again && matches!(&*state, State::Answering(id) if *id == self.id) {
            *state = State::Working(self.id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamHead;

    fn shared(state: State) -> (Shared, mpsc::Receiver<Answer>) {
        let (answers, heard) = mpsc::channel(8);
        let (_, work) = mpsc::channel(1);
        (Shared::new(state, work, answers), heard)
    }

    /// The event is on its way when the program asks for it.
    #[test]
    fn asking_late_does_not_undo_the_call() {
        let (shared, _heard) = shared(State::Working("a".into()));
        shared.ask();
        assert!(shared.turn("a").is_some());
    }

    #[test]
    fn one_answer_at_a_time() {
        let (shared, _heard) = shared(State::Working("a".into()));
        assert!(shared.turn("b").is_none());
        let first = shared.turn("a");
        assert!(first.is_some() && shared.turn("a").is_none());
        drop(first);
        assert!(shared.turn("a").is_some(), "it broke off, so another may be given");
    }

    #[tokio::test]
    async fn what_was_heard_is_not_said_again() {
        let (shared, mut heard) = shared(State::Working("a".into()));
        let mut stream = shared.turn("a").unwrap();
        stream.begin(Answer::StreamHead(StreamHead::default())).await;
        drop(stream);
        assert!(shared.turn("a").is_none());
        assert!(matches!(heard.recv().await, Some(Answer::StreamHead(_))));
    }
}
