//! A server with Lambda's interface, and how many functions it has been given.

use std::cell::Cell;
use std::net::SocketAddr;

use anyhow::{Context, ensure};

use crate::bench::aws::{self, Keys, Page, Signer};
use crate::bench::http::Connection;
use crate::bench::others::Other;
use crate::bench::platform::Platform;

pub(super) struct Side {
    pub(super) name: String,
    pub(super) address: SocketAddr,
    pub(super) pid: u32,
    keys: Keys,
    /// The full name of the role that all functions have.
    pub(super) role: String,
    pub(super) made: Cell<usize>,
}

impl Side {
    pub(super) fn ours(platform: &Platform<'_>) -> anyhow::Result<Self> {
        let (server, keys) = (&platform.server, platform.keys()?);
        Self::new("mayfly", server.address, server.pid(), keys)
    }

    /// It looks at no signature.
    pub(super) fn theirs(moto: &Other) -> anyhow::Result<Self> {
        let keys = Keys { access_key: "anybody".into(), secret_key: "anything".into() };
        Self::new(&moto.name, moto.server.address, moto.server.pid(), keys)
    }

    fn new(name: &str, address: SocketAddr, pid: u32, keys: Keys) -> anyhow::Result<Self> {
        let making = aws::create_role(&Signer::new(&keys, address)?);
        let reply = Connection::open(address)?.call(&making)?;
        let text = reply.text();
        ensure!(reply.status == 200, "no role is made: answer {}: {text}", reply.status);
        let role = aws::role(&text).context("the role that was made has no name")?.to_owned();
        Ok(Self { name: name.into(), address, pid, keys, role, made: Cell::default() })
    }

    pub(super) fn made(&self) -> usize {
        self.made.get()
    }

    pub(super) fn signer(&self) -> anyhow::Result<Signer<'_>> {
        Signer::new(&self.keys, self.address)
    }

    /// All functions, page by page; gives the seconds that were spent waiting for answers.
    pub(super) fn list_all(&self, connection: &mut Connection) -> anyhow::Result<f64> {
        let signer = self.signer()?;
        let (mut marker, mut found, mut waited) = (None::<String>, 0, 0.0);
        loop {
            let reply = connection.call(&aws::list(&signer, marker.as_deref()))?;
            ensure!(reply.status == 200, "answer {}: {}", reply.status, reply.text());
            waited += reply.took.as_secs_f64();
            let page: Page = serde_json::from_slice(&reply.body)?;
            found += page.functions.len();
            marker = page.next_marker;
            let made = self.made();
            ensure!(found <= made, "{found} functions are listed, {made} were made");
            if marker.is_none() {
                ensure!(found == made, "{found} functions are listed, {made} were made");
                return Ok(waited);
            }
        }
    }
}

pub(super) fn name(number: usize) -> String {
    format!("function-{number:05}")
}
