//! One call from its start to its end.

use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use tokio::select;
use tokio::sync::oneshot;
use tokio::time::sleep;
use wasmtime_wasi_http::p2::body::HyperIncomingBody;

use crate::answer::{AnswerBody, BodyEnd, Shared};
use crate::call::{Call, Ended, Finish};
use crate::failure::Failure;
use crate::guest::Guest;
use crate::instance::{Answered, Input};
use crate::meter::Meter;
use crate::program::Plan;

pub(crate) async fn event(plan: &Arc<Plan>, event: Bytes, call: Call) -> Ended {
    whole(plan, Input::Event(event), call).await
}

/// Makes an instance and calls nothing of it.
pub(crate) async fn instance(plan: &Arc<Plan>, call: Call) -> Result<(), Failure> {
    whole(plan, Input::Nothing, call).await.answer.map(drop)
}

async fn whole(plan: &Arc<Plan>, input: Input, call: Call) -> Ended {
    let meter = Arc::<Meter>::default();
    let timeout = call.timeout;
    let mut guest = Guest::new(plan, call, input, &meter, &Arc::default());
    let answer = select! {
        biased;
        answer = &mut guest => answer,
        () = sleep(timeout) => Err(Failure::Timeout { after: timeout }),
    };
    guest.stop().await;
    Ended { answer, usage: meter.usage() }
}

pub(crate) async fn http(
    plan: &Arc<Plan>,
    request: Request<HyperIncomingBody>,
    call: Call,
    head: impl FnOnce(Response<AnswerBody>) + Send,
) -> Finish {
    let meter = Arc::<Meter>::default();
    let shared = Arc::<Shared>::default();
    let timeout = call.timeout;
    let to_head = request.method() == Method::HEAD;
    let (answered, answer) = oneshot::channel();
    let input = Input::Http(Box::new(request), answered);
    let mut guest = Guest::new(plan, call, input, &meter, &shared);
    let most = plan.settings.limits.answer_bytes;
    let answer = Answer { shared: &shared, answer, to_head, most };
    let failure = select! {
        biased;
        failure = answer.pass_on(&mut guest, head) => failure,
        () = sleep(timeout) => Some(Failure::Timeout { after: timeout }),
    };
    guest.stop().await;
    Finish { failure, bytes_out: shared.bytes_out(), usage: meter.usage() }
}

/// The answer to a request, on its way from the guest to the caller.
struct Answer<'a> {
    shared: &'a Arc<Shared>,
    answer: oneshot::Receiver<Answered>,
    to_head: bool,
    most: u64,
}

impl Answer<'_> {
    async fn pass_on(
        mut self,
        guest: &mut Guest,
        head: impl FnOnce(Response<AnswerBody>),
    ) -> Option<Failure> {
        let mut over = None;
        let answer = select! {
            biased;
            end = &mut *guest => {
                over = Some(end);
                self.answer.try_recv().ok()
            }
            answer = &mut self.answer => answer.ok(),
        };
        let response = match answer {
            Some(Ok(response)) => response,
            none => {
                // Nothing will come; how the guest ends says why.
                let end = match over {
                    Some(end) => end,
                    None => guest.await,
                };
                let error = none.and_then(Result::err).map(|code| format!("{code:?}"));
                return Some(
                    end.err().unwrap_or(error.map_or(Failure::NoAnswer, Failure::BadAnswer)),
                );
            }
        };
        let has_body = !self.to_head && may_have_body(response.status());
        let (response, mut read) = AnswerBody::of(response, self.shared.clone(), self.most);
        let unread = if has_body {
            head(response);
            None
        } else {
            // Nobody will read it, but the guest writes it all the same.
            let (parts, body) = response.into_parts();
            head(Response::from_parts(parts, AnswerBody::none(self.shared.clone())));
            Some(body)
        };
        let mut unread = pin!(read_out(unread));
        let mut end = None;
        loop {
            select! {
                biased;
                ended = &mut *guest, if over.is_none() => over = Some(ended),
                how = &mut read, if end.is_none() => end = Some(how.ok()),
                never = &mut unread, if end.is_none() => match never {},
            }
            match (&over, end) {
                (Some(Err(failure)), _) => return Some(failure.clone()),
                (_, Some(None)) => return Some(Failure::CallerGone),
                (_, Some(Some(BodyEnd::TooLarge))) => {
                    return Some(Failure::AnswerTooLarge { limit_bytes: self.most });
                }
                (Some(Ok(_)), Some(Some(BodyEnd::Read))) => return None,
                (Some(Ok(_)), Some(Some(BodyEnd::BrokenOff))) => {
                    return Some(Failure::BadAnswer("the body broke off".to_owned()));
                }
                (None, _) | (_, None) => {}
            }
        }
    }
}

fn may_have_body(status: StatusCode) -> bool {
    let bodiless = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED];
    !status.is_informational() && !bodiless.contains(&status)
}

async fn read_out(body: Option<AnswerBody>) -> std::convert::Infallible {
    if let Some(mut body) = body {
        while let Some(Ok(_)) = body.frame().await {}
    }
    std::future::pending().await
}
