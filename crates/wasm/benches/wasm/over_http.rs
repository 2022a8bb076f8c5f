//! The same over HTTP: a thread for the server, a process for the client, one connection and sixteen.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rustix::time::{ClockId, clock_gettime};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use wasm::{BrokenOff, Program};

use crate::client::{Load, load};
use crate::inside::call;
use crate::{ROUNDS, median};

pub(crate) fn run(fresh: &Program, kept: &Program, calls: usize) {
    let servers = [
        ("bare hyper", Server::start(None)),
        ("fresh instance", Server::start(Some(fresh.clone()))),
        ("kept instance", Server::start(Some(kept.clone()))),
    ];
    let mut alone: Vec<Vec<f64>> = vec![Vec::new(); servers.len()];
    let (mut rates, mut cpu) = (alone.clone(), alone.clone());
    for _ in 0..ROUNDS {
        for (which, (_, server)) in servers.iter().enumerate() {
            alone[which].push(load(server.address, 1, calls).median_us);
            let before = server.cpu_us();
            let Load { seconds, .. } = load(server.address, 16, calls);
            rates[which].push(calls as f64 / seconds);
            cpu[which].push((server.cpu_us() - before) / calls as f64);
        }
    }
    println!(
        "\nover HTTP                       p50 µs, 1   over hyper     /s, 16   CPU µs    /s/core"
    );
    let base = median(&mut alone[0]);
    for (which, (name, _)) in servers.iter().enumerate() {
        let [p50, rate, cpu] =
            [&mut alone, &mut rates, &mut cpu].map(|all| median(&mut all[which]));
        let over = p50 - base;
        println!("  {name:28} {p50:10.1} {over:12.1} {rate:10.0} {cpu:8.1} {:10.0}", 1e6 / cpu);
    }
}

struct Server {
    address: SocketAddr,
    /// Asks the server's thread for the time it took.
    ask: tokio::sync::mpsc::UnboundedSender<mpsc::Sender<f64>>,
}

impl Server {
    fn start(program: Option<Program>) -> Self {
        let (started, address) = mpsc::channel();
        let (ask, mut asked) = tokio::sync::mpsc::unbounded_channel::<mpsc::Sender<f64>>();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("runtime");
            runtime.spawn(async move {
                while let Some(answer) = asked.recv().await {
                    let time = clock_gettime(ClockId::ThreadCPUTime);
                    let _ = answer.send(time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3);
                }
            });
            serve(&runtime, program, &started);
        });
        Self { address: address.recv().expect("a server"), ask }
    }

    fn cpu_us(&self) -> f64 {
        let (answer, time) = mpsc::channel();
        self.ask.send(answer).expect("a server");
        time.recv().expect("a server")
    }
}

fn serve(runtime: &Runtime, program: Option<Program>, started: &mpsc::Sender<SocketAddr>) {
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        started.send(listener.local_addr().expect("its address")).expect("a listener");
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).expect("a connection");
            let program = program.clone();
            let service = service_fn(move |request| answer(program.clone(), request));
            let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::spawn(serving);
        }
    });
}

type Body = UnsyncBoxBody<Bytes, BrokenOff>;

async fn answer(
    program: Option<Program>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let Some(program) = program else {
        let body = Full::from("hello from hyper").map_err(|never| match never {});
        return Ok(Response::new(body.boxed_unsync()));
    };
    let (head, response) = oneshot::channel();
    tokio::spawn(async move {
        let finish = program.call_http(request, call(), |response| {
            let _ = head.send(response);
        });
        assert_eq!(finish.await.failure, None);
    });
    Ok(response.await.expect("an answer").map(BodyExt::boxed_unsync))
}
