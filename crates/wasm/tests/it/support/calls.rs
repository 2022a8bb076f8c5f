//! Calling programs, and what came of it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use tokio::sync::oneshot;
use wasm::{AnswerBody, Call, Engine, Finish, Line, Options, Program, Settings, Source};

/// Long enough for anything that works, on a busy machine too.
pub(crate) const PLENTY: Duration = Duration::from_secs(60);

pub(crate) fn options() -> Options {
    // Others compiled the same: that saves minutes, and is what the cache is for.
    options_in(super::target().join("guests/code"))
}

pub(crate) fn options_in(dir: PathBuf) -> Options {
    // Few places, as many engines share this process's address space.
    Options { instances_max: 20, ..Options::new(dir) }
}

pub(crate) fn engine() -> Engine {
    Engine::new(options()).expect("an engine")
}

pub(crate) async fn program(bytes: Bytes, settings: Settings) -> Program {
    program_of(&engine(), bytes, settings).await
}

pub(crate) async fn program_of(engine: &Engine, bytes: Bytes, settings: Settings) -> Program {
    engine.compile(bytes).await.expect("a component").program(settings)
}

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<(Source, String)>>>);

impl Log {
    pub(crate) fn lines(&self) -> Vec<(Source, String)> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn call(&self, timeout: Duration) -> Call {
        let lines = self.0.clone();
        let sink = move |line: Line<'_>| {
            lines.lock().unwrap().push((line.source, line.text.to_owned()));
        };
        Call {
            request_id: "request-1".into(),
            trace_id: "trace-1".into(),
            function: "function-1".into(),
            timeout,
            log: Arc::new(sink),
        }
    }
}

pub(crate) fn call() -> Call {
    Log::default().call(PLENTY)
}

pub(crate) fn within(timeout: Duration) -> Call {
    Log::default().call(timeout)
}

pub(crate) fn get(path: &str) -> Request<Full<Bytes>> {
    Request::get(path).body(Full::default()).expect("a request")
}

/// What the caller of a function sees.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Nothing,
    Whole(u16, String),
    BrokenOff(u16, usize),
}

/// Sends a request and reads the whole answer.
pub(crate) async fn ask(
    program: &Program,
    request: Request<Full<Bytes>>,
    call: Call,
) -> (Seen, Finish) {
    let (head, response) = oneshot::channel();
    let calling = program.call_http(request, call, |response| {
        let _ = head.send(response);
    });
    let reading = async {
        match response.await {
            Ok(response) => read(response).await,
            Err(_) => Seen::Nothing,
        }
    };
    let (finish, seen) = tokio::join!(calling, reading);
    (seen, finish)
}

async fn read(response: Response<AnswerBody>) -> Seen {
    let status = response.status().as_u16();
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => bytes.extend(frame.into_data().unwrap_or_default()),
            Err(_) => return Seen::BrokenOff(status, bytes.len()),
        }
    }
    Seen::Whole(status, String::from_utf8(bytes).expect("text"))
}

/// Others are not harmed by what happened before: they are answered, and at once.
pub(crate) async fn is_well(program: &Program) {
    let (seen, finish) = ask(program, get("/hello"), call()).await;
    assert_eq!(seen, Seen::Whole(200, "hello\n".into()));
    assert_eq!(finish.failure, None);
}
