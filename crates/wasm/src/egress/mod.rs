//! Where a guest may reach: nowhere, unless it was granted.

mod address;
mod connect;
mod outside;
mod send;

use std::net::SocketAddr;
use std::sync::Arc;

use http::{Request, Response, Uri};
use tokio::sync::Semaphore;
use wasmtime_wasi_http::p2::bindings::http::types::ErrorCode;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use crate::program::Plan;
pub(crate) use outside::Outside;

/// Connections of one instance. Further requests wait for one to end.
const CONNECTIONS_MAX: usize = 32;

/// The most of a body that is on its way at once. It is in the platform's memory, not the guest's.
const CHUNK_BYTES_MAX: usize = 64 * 1024;

/// Where a guest's requests may go. Nowhere by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Egress {
    pub beyond: Beyond,
    /// The platform itself.
    pub platform: Option<Endpoint>,
}

/// What may be reached beside the platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Beyond {
    #[default]
    Nothing,
    /// The public internet: never this machine, its networks or what else is not public.
    Internet,
    /// Whatever this machine reaches, itself included.
    Anything,
}

/// A name and the address that requests for it go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// As in a URL: `localhost:4566`.
    pub authority: String,
    pub address: SocketAddr,
}

/// Where one request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Route {
    Platform(SocketAddr),
    /// To an address of this name: a public one, or any.
    Named {
        host: String,
        port: u16,
        tls: bool,
        any: bool,
    },
}

impl Egress {
    fn route(&self, uri: &Uri) -> Result<Route, Error> {
        let authority = uri.authority().ok_or(Error::HttpRequestUriInvalid)?;
        let tls = uri.scheme_str() == Some("https");
        let platform = self.platform.as_ref();
        let platform = platform.filter(|it| authority.as_str().eq_ignore_ascii_case(&it.authority));
        if let Some(platform) = platform.filter(|_| !tls) {
            return Ok(Route::Platform(platform.address));
        }
        if self.beyond == Beyond::Nothing {
            return Err(Error::HttpRequestDenied);
        }
        if authority.as_str().contains('@') {
            return Err(Error::HttpRequestUriInvalid);
        }
        let host = authority.host();
        // An IPv6 address stands in brackets.
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let any = self.beyond == Beyond::Anything;
        Ok(Route::Named { host: bare.unwrap_or(host).to_owned(), port, tls, any })
    }
}

/// An instance's way to elsewhere.
pub(crate) struct Reach {
    plan: Arc<Plan>,
    connections: Option<Arc<Semaphore>>,
}

impl Reach {
    pub(crate) fn new(plan: Arc<Plan>) -> Self {
        Self { plan, connections: None }
    }
}

type Sent = Box<dyn Future<Output = Result<(), Error>> + Send>;

impl WasiHttpHooks for Reach {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _sent: Sent,
    ) -> Box<dyn Future<Output = Result<(Response<WasiBody>, Sent), Error>> + Send> {
        let route = match self.plan.settings.egress.route(request.uri()) {
            Ok(route) => route,
            Err(error) => return Box::new(std::future::ready(Err(error))),
        };
        let own = self.connections.get_or_insert_with(|| Arc::new(Semaphore::new(CONNECTIONS_MAX)));
        let sending = send::Sending {
            route,
            request,
            options: options.unwrap_or_default(),
            body_bytes_max: self.plan.settings.limits.egress_bytes,
            connections: [own.clone(), self.plan.component.engine().outside().connections()],
            outside: self.plan.component.engine().outside().clone(),
        };
        Box::new(sending.send())
    }

    fn p2_outgoing_body_chunk_size(&mut self) -> usize {
        CHUNK_BYTES_MAX
    }

    fn p2_error_from_hyper(&mut self, _error: &hyper::Error) -> ErrorCode {
        ErrorCode::HttpProtocolError
    }

    fn p2_error_from_connect(&mut self, _error: &std::io::Error) -> ErrorCode {
        ErrorCode::ConnectionRefused
    }

    fn p2_error_from_tls(&mut self, _error: &std::io::Error) -> ErrorCode {
        ErrorCode::TlsProtocolError
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn egress(beyond: Beyond) -> Egress {
        let address = ([127, 0, 0, 1], 4566).into();
        let platform = Some(Endpoint { authority: "mayfly:4566".to_owned(), address });
        Egress { beyond, platform }
    }

    #[track_caller]
    fn check(egress: &Egress, uri: &str, expected: &str) {
        let route = egress.route(&uri.parse().unwrap());
        let route = match route {
            Ok(Route::Platform(address)) => format!("platform {address}"),
            Ok(Route::Named { host, port, tls, any }) => {
                format!("{} {host} {port} {tls}", if any { "any" } else { "internet" })
            }
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(route, expected);
    }

    #[test]
    fn requests_go_where_they_may() {
        let all = egress(Beyond::Internet);
        check(&all, "http://Mayfly:4566/x", "platform 127.0.0.1:4566");
        check(&all, "https://mayfly:4566/x", "internet mayfly 4566 true");
        check(&all, "http://mayfly/", "internet mayfly 80 false");
        check(&all, "https://example.com", "internet example.com 443 true");
        check(&all, "http://[2001:db8::1]:8080/", "internet 2001:db8::1 8080 false");
        check(&all, "http://a@example.com/", "HttpRequestUriInvalid");
        check(&all, "/x", "HttpRequestUriInvalid");
        let none = egress(Beyond::Nothing);
        check(&none, "http://mayfly:4566/", "platform 127.0.0.1:4566");
        check(&none, "http://example.com/", "HttpRequestDenied");
        let any = egress(Beyond::Anything);
        check(&any, "http://10.0.0.1/", "any 10.0.0.1 80 false");
        check(&Egress::default(), "http://127.0.0.1:4566/", "HttpRequestDenied");
    }
}
