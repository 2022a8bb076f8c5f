//! How a component's failures look beside those of programs.

use sandbox::Status;

use crate::Failure;
use crate::failure::error_json;

/// None when the caller went away: that is its own affair.
pub(super) fn failure(of: wasm::Failure) -> Option<Failure> {
    use wasm::Failure as Of;
    let text = of.to_string();
    Some(match of {
        Of::CallerGone => return None,
        Of::Function { kind, message } => Failure::Function(error_json(&kind, &message)),
        Of::Trap(_) => Failure::Trap(text),
        Of::OutOfMemory { .. } | Of::NoMemoryLeft => Failure::OutOfMemory,
        Of::Timeout { after } => {
            Failure::Timeout { after_ms: u64::try_from(after.as_millis()).unwrap_or(u64::MAX) }
        }
        Of::Exit { code } => Failure::Exit(Status::Code(code)),
        Of::AnswerTooLarge { .. } => Failure::ResponseTooLarge,
        Of::WrongInput("requests") => Failure::Broken(
            "this component answers requests and this is an event: call it by its URL \
             (`url = true`), or export `wasi:cli/run` or `mayfly:function/handler`"
                .to_owned(),
        ),
        Of::NoAnswer | Of::BadAnswer(_) | Of::Crowded | Of::WrongInput(_) | Of::Broken(_) => {
            Failure::Broken(text)
        }
    })
}
