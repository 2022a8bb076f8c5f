//! What reaches us of strangers first: heads, and the paths in them.

use std::convert::Infallible;

use bytes::Bytes;
use fuzzer::fuzz;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    Budget, Sizes, detour, empty_body, host, names_two_hosts, speaks, take_off_hop_by_hop,
};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A connection's bytes, served with the limits of the port.
#[test]
fn head() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let budget = Budget::open(Sizes::in_dir(dir.path().join("spool"))).unwrap();
    fuzz(HERE, "head", |bytes| {
        runtime.block_on(async {
            let (mut client, server) = tokio::io::duplex(256 * 1024);
            let shared = budget.clone();
            let served = service_fn(move |request: Request<Incoming>| {
                let shared = shared.clone();
                async move { Ok::<_, Infallible>(answer(&shared, request).await) }
            });
            let builder = speaks();
            let serving = builder.serve_connection(TokioIo::new(server), served);
            let client = async {
                let _ = client.write_all(bytes).await;
                let _ = client.shutdown().await;
                let mut told = Vec::new();
                let _ = client.read_to_end(&mut told).await;
            };
            let _ = tokio::join!(serving, client);
            assert_eq!(budget.held(), (0, 0));
        });
    });
}

async fn answer(budget: &Budget, request: Request<Incoming>) -> Response<crate::Body> {
    let (mut parts, body) = request.into_parts();
    let head: usize =
        parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    assert!(head <= crate::speak::HEAD_BYTES_MAX as usize, "a head of {head} bytes");
    if let Some(host) = host(&parts).filter(|_| !names_two_hosts(&parts)) {
        assert!(host.is_ascii());
    }
    let _ = detour(parts.uri.path(), true);
    take_off_hop_by_hop(&mut parts.headers);
    for name in ["connection", "transfer-encoding", "upgrade", "keep-alive", "te"] {
        assert!(!parts.headers.contains_key(name), "{name}");
    }
    let shares = budget.shares_of(&parts);
    if let Ok(arrived) = shares.read(body, 100_000, |_| {}).await {
        assert!(arrived.size() <= 100_000);
    }
    Response::new(empty_body())
}

/// What has one reading has the same for whoever decodes it, or takes its detours out.
#[test]
fn path() {
    fuzz(HERE, "path", |bytes| {
        let Ok(uri) = http::Uri::from_maybe_shared(Bytes::copy_from_slice(bytes)) else { return };
        let path = uri.path();
        if detour(path, true).is_some() {
            return;
        }
        let mut reading = path.to_owned();
        for _ in 0..2 {
            let parts: Vec<&str> = reading.split(['/', '\\']).collect();
            assert!(!parts.contains(&"..") && !parts.contains(&"."), "{path} is also {reading}");
            reading =
                percent_encoding::percent_decode_str(&reading).decode_utf8_lossy().into_owned();
        }
        assert!(!path.contains("//"), "{path}");
        assert_eq!(detour(path, false), None, "{path}: less is asked of who signed it");
    });
}
