//! The end of what a call logged, which its caller may ask for.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use telemetry::{Query, Telemetry};

const LOG_TAIL_BYTES: usize = 4 * 1024;

/// The end of what the call logged, as Lambda gives it: 4 KB, base64.
pub(super) async fn log_tail(
    telemetry: &Telemetry,
    function: Arc<str>,
    request: &Arc<str>,
    since_us: u64,
) -> String {
    let mut query = Query { request: Some(request.clone()), since_us, ..Query::of(function) };
    let mut text = String::new();
    loop {
        let page = telemetry.logs(query.clone()).await.unwrap_or_default();
        for event in page.events {
            text.push_str(&event.text);
            text.push('\n');
        }
        let from = text.ceil_char_boundary(text.len().saturating_sub(LOG_TAIL_BYTES));
        text.drain(..from);
        if !page.more {
            return BASE64_STANDARD.encode(text);
        }
        query.after = page.last;
    }
}

#[cfg(test)]
mod tests {
    use telemetry::LogEvent;

    use super::*;

    /// However much a call logged, its end is what is shown.
    #[tokio::test]
    async fn the_tail_of_a_log_is_its_end() {
        let store = store::Store::in_memory(store::Options::default()).unwrap();
        let telemetry = Telemetry::open(store, telemetry::Options::default()).unwrap();
        let request: Arc<str> = "r".into();
        for n in 0..12_000_u64 {
            let event =
                LogEvent::platform("f".into(), "s".into(), 1_000 + n, format!("line {n} é"));
            telemetry.log(event.of_request(request.clone()));
        }
        let tail = log_tail(&telemetry, "f".into(), &request, 0).await;
        let text = String::from_utf8(BASE64_STANDARD.decode(tail).unwrap()).unwrap();
        assert!(text.ends_with("line 11998 é\nline 11999 é\n"), "{text}");
        assert!(text.len() <= LOG_TAIL_BYTES && text.len() > LOG_TAIL_BYTES - 20);
    }
}
