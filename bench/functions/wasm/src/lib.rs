//! Counts the calls of its instance, and answers after as many milliseconds as `?ms=` says: long
//! enough that many calls run at once, each in an instance of its own.

use std::sync::atomic::{AtomicU32, Ordering};

use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

const NS_IN_MS: u64 = 1_000_000;

static CALLS: AtomicU32 = AtomicU32::new(0);

struct Sleeper;

impl wasip2::exports::http::incoming_handler::Guest for Sleeper {
    fn handle(request: IncomingRequest, answer: ResponseOutparam) {
        let ms = request.path_with_query().and_then(|path| path.split_once("?ms=")?.1.parse().ok());
        subscribe_duration(ms.unwrap_or(0) * NS_IN_MS).block();
        let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
        let headers = Fields::new();
        let _ = headers.append("content-type", b"application/json");
        let response = OutgoingResponse::new(headers);
        let Ok(body) = response.body() else { return };
        ResponseOutparam::set(answer, Ok(response));
        if let Ok(stream) = body.write() {
            let _ = stream.blocking_write_and_flush(format!("{{\"calls\": {calls}}}").as_bytes());
        }
        let _ = OutgoingBody::finish(body, None);
    }
}

wasip2::http::proxy::export!(Sleeper);
