//! What all guests share on their way to elsewhere.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::{ClientConfig, Error, RootCertStore};

pub(crate) struct Outside {
    connections: Arc<Semaphore>,
    pub(super) tls: TlsConnector,
    /// Where names are looked up: the system's way to do that holds a thread, perhaps for long.
    pub(super) lookups: Handle,
}

impl Outside {
    pub(crate) fn new(connections_max: usize, lookups: Handle) -> Result<Self, Error> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let tls = TlsConnector::from(Arc::new(config));
        Ok(Self { connections: Arc::new(Semaphore::new(connections_max)), tls, lookups })
    }

    pub(super) fn connections(&self) -> Arc<Semaphore> {
        self.connections.clone()
    }
}
