//! Answers, good and bad.

use wasip2::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};
use wasip2::io::streams::StreamError;

fn begin(out: ResponseOutparam, status: u16, headers: &[(&str, &str)]) -> OutgoingBody {
    let fields = Fields::new();
    for (name, value) in headers {
        fields.append(name, value.as_bytes()).expect("a good header");
    }
    let response = OutgoingResponse::new(fields);
    response.set_status_code(status).expect("a good status");
    let body = response.body().expect("the first body");
    ResponseOutparam::set(out, Ok(response));
    body
}

fn write(body: &OutgoingBody, mut bytes: &[u8]) -> Result<(), StreamError> {
    let stream = body.write().expect("the first stream");
    while !bytes.is_empty() {
        let (now, later) = bytes.split_at(bytes.len().min(4096));
        stream.blocking_write_and_flush(now)?;
        bytes = later;
    }
    Ok(())
}

pub fn answer(out: ResponseOutparam, status: u16, text: &str) {
    let body = begin(out, status, &[("content-type", "text/plain")]);
    write(&body, text.as_bytes()).expect("a reader");
    OutgoingBody::finish(body, None).expect("a whole body");
}

pub fn echo(request: IncomingRequest, out: ResponseOutparam) {
    let incoming = request.consume().expect("the first body");
    let reader = incoming.stream().expect("the first stream");
    let body = begin(out, 200, &[]);
    let writer = body.write().expect("the first stream");
    while let Ok(bytes) = reader.blocking_read(4096) {
        writer.blocking_write_and_flush(&bytes).expect("a reader");
    }
    drop(writer);
    OutgoingBody::finish(body, None).expect("a whole body");
}

pub fn endless(out: ResponseOutparam) {
    let body = begin(out, 200, &[]);
    let stream = body.write().expect("the first stream");
    // Whether there is a reader or not.
    loop {
        let _ = stream.blocking_write_and_flush(&[b'x'; 4096]);
    }
}

pub fn trap(out: ResponseOutparam) {
    let body = begin(out, 200, &[]);
    write(&body, &[b'x'; 10_000]).expect("a reader");
    panic!("in the middle of it");
}

pub fn unfinished(out: ResponseOutparam) {
    let body = begin(out, 200, &[]);
    write(&body, b"half").expect("a reader");
}

pub fn short(out: ResponseOutparam) {
    let body = begin(out, 200, &[("content-length", "100")]);
    write(&body, b"half").expect("a reader");
    let _ = OutgoingBody::finish(body, None);
}

pub fn handles() {
    let mut all = Vec::new();
    loop {
        all.push(Fields::new());
    }
}

pub fn headers(out: ResponseOutparam) {
    let fields = Fields::new();
    while fields.append("name", &[b'x'; 1000]).is_ok() {}
    answer(out, 200, "so many");
}
