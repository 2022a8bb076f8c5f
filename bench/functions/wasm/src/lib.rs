//! Answers as `examples/wasm-rust` does, after as many milliseconds as `?ms=` says: long enough that
//! many calls run at once, each in an instance of its own.

use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

const NS_IN_MS: u64 = 1_000_000;

struct Sleeper;

impl wasip2::exports::http::incoming_handler::Guest for Sleeper {
    fn handle(request: IncomingRequest, answer: ResponseOutparam) {
        let ms = request.path_with_query().and_then(|path| path.split_once("?ms=")?.1.parse().ok());
        subscribe_duration(ms.unwrap_or(0) * NS_IN_MS).block();
        let headers = Fields::new();
        let _ = headers.append("content-type", b"text/plain");
        let response = OutgoingResponse::new(headers);
        let Ok(body) = response.body() else { return };
        ResponseOutparam::set(answer, Ok(response));
        if let Ok(stream) = body.write() {
            let _ = stream.blocking_write_and_flush(b"hello from wasm\n");
        }
        let _ = OutgoingBody::finish(body, None);
    }
}

wasip2::http::proxy::export!(Sleeper);
