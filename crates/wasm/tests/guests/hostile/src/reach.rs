//! Reaching for what is not ours.

use wasip2::http::outgoing_handler::handle;
use wasip2::http::types::{Fields, OutgoingRequest, ResponseOutparam, Scheme};
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::network::{IpAddressFamily, IpSocketAddress, Ipv4SocketAddress};
use wasip2::sockets::tcp_create_socket::create_tcp_socket;

use crate::streams::answer;

/// The status of the answer at `http://…`, and its length; or what went wrong.
fn get(url: &str) -> Result<(u16, usize), String> {
    let (scheme, rest) = url.split_once("://").ok_or("no URL")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let request = OutgoingRequest::new(Fields::new());
    let scheme = if scheme == "https" { Scheme::Https } else { Scheme::Http };
    request.set_scheme(Some(&scheme)).map_err(|()| "scheme")?;
    request.set_authority(Some(authority)).map_err(|()| "authority")?;
    request.set_path_with_query(Some(path)).map_err(|()| "path")?;
    let future = handle(request, None).map_err(|error| format!("{error:?}"))?;
    future.subscribe().block();
    let answer = future.get().ok_or("not ready")?.map_err(|()| "taken")?;
    let response = answer.map_err(|error| format!("{error:?}"))?;
    let body = response.consume().map_err(|()| "body")?;
    let stream = body.stream().map_err(|()| "stream")?;
    let mut length = 0;
    loop {
        match stream.blocking_read(64 * 1024) {
            Ok(bytes) => length += bytes.len(),
            Err(wasip2::io::streams::StreamError::Closed) => break,
            Err(error) => return Err(format!("after {length} bytes: {error:?}")),
        }
    }
    Ok((response.status(), length))
}

pub fn fetch(url: &str, out: ResponseOutparam) {
    answer(out, 200, &format!("{:?}", get(url)));
}

/// Asks a hundred times without waiting, and says how many were let through.
pub fn flood(url: &str, out: ResponseOutparam) {
    let authority = url.trim_start_matches("http://");
    let futures: Vec<_> = (0..100)
        .filter_map(|_| {
            let request = OutgoingRequest::new(Fields::new());
            request.set_scheme(Some(&Scheme::Http)).ok()?;
            request.set_authority(Some(authority)).ok()?;
            request.set_path_with_query(Some("/wait")).ok()?;
            handle(request, None).ok()
        })
        .collect();
    let answered = futures.iter().filter(|future| {
        future.subscribe().block();
        matches!(future.get(), Some(Ok(Ok(_))))
    });
    answer(out, 200, &answered.count().to_string());
}

pub fn connect(port: &str, out: ResponseOutparam) {
    let outcome = create_tcp_socket(IpAddressFamily::Ipv4).and_then(|socket| {
        let address = (127, 0, 0, 1);
        let port = port.parse().unwrap_or(80);
        let address = IpSocketAddress::Ipv4(Ipv4SocketAddress { port, address });
        socket.start_connect(&instance_network(), address)
    });
    answer(out, 200, &format!("{outcome:?}"));
}
