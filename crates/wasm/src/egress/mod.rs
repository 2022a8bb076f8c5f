//! Where a guest may reach.

use std::net::SocketAddr;
use std::sync::Arc;

use http::{Request, Response};
use tokio::sync::Semaphore;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

/// Where a guest's requests may go. Nowhere by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Egress {
    /// The public internet: never this machine, its networks or what else is not public.
    pub internet: bool,
    /// The platform itself.
    pub platform: Option<Endpoint>,
}

/// A name and the address that requests for it go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// As in a URL: `localhost:4566`.
    pub authority: String,
    pub address: SocketAddr,
}

pub(crate) struct Reach {}

impl Reach {
    pub(crate) fn new(_egress: &Egress, _connections: &Arc<Semaphore>) -> Self {
        Self {}
    }
}

impl WasiHttpHooks for Reach {
    fn send_request(
        &mut self,
        _request: Request<WasiBody>,
        _options: Option<RequestOptions>,
        _sent: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<
        dyn Future<
                Output = Result<
                    (Response<WasiBody>, Box<dyn Future<Output = Result<(), Error>> + Send>),
                    Error,
                >,
            > + Send,
    > {
        Box::new(std::future::ready(Err(Error::HttpRequestDenied)))
    }
}
