//! Which interpreters' programs can be copied on this machine.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::selftest::{Tested, try_copying};
use crate::{Hosts, Interpreter};

/// All of them have been tried by then.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether instances shall start as copies, and where they can. Clones are handles to the same.
#[derive(Debug, Clone)]
pub struct Copying {
    wanted: bool,
    /// Why nothing is copied although that is wanted.
    refused: Option<Arc<str>>,
    tried: Arc<watch::Sender<HashMap<PathBuf, Tested>>>,
}

impl Copying {
    pub fn new(wanted: bool) -> Self {
        Self { wanted, refused: None, tried: Arc::new(watch::Sender::default()) }
    }

    /// As on a machine where no interpreter's programs can be copied.
    pub fn refused(why: &str) -> Self {
        Self { refused: Some(why.into()), ..Self::new(true) }
    }

    pub(crate) fn wanted(&self) -> bool {
        self.wanted
    }

    /// Tries each interpreter. Blocking, and long: nothing is copied before.
    pub fn try_all(&self, hosts: &Hosts) {
        if self.refused.is_some() {
            return;
        }
        for interpreter in crate::all().iter().filter(|one| self.wanted && one.supported()) {
            let tested = try_copying(hosts, interpreter);
            self.tried.send_modify(|tried| {
                tried.insert(interpreter.path.clone(), tested);
            });
        }
    }

    pub(crate) async fn tried(&self, interpreter: &Interpreter) -> Tested {
        if let Some(why) = &self.refused {
            return Err(why.to_string());
        }
        let mut tried = self.tried.subscribe();
        let known = tried.wait_for(|tried| tried.contains_key(&interpreter.path));
        let known = tokio::time::timeout(PATIENCE, known).await.ok().and_then(Result::ok);
        match known.as_ref().and_then(|tried| tried.get(&interpreter.path)) {
            Some(tested) => tested.clone(),
            None => Err("its interpreter has not been tried out".into()),
        }
    }
}
