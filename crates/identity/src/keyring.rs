//! The keys this platform knows: the owner's, kept in the data directory; one for each running
//! instance, kept in memory and gone with it; and those of the directory's users and sessions.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use functions::Function;
use http::request::Parts;
use serde::{Deserialize, Serialize};

use crate::claim::Proof;
use crate::directory::{Directory, Lent, RoleSession, UserPrincipal, granted_session};
use crate::{Claim, Credentials, Passes, PayloadHash, Refused, files, random};

/// Who a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// The owner of the platform: may do everything.
    Admin,
    /// A user of the directory, by a key of their own.
    User(Arc<UserPrincipal>),
    /// A role of the directory that someone assumed.
    AssumedRole(Arc<RoleSession>),
}

#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error(
        "cannot read or write {path}: {source}; check that the directory is yours and has room"
    )]
    File { path: PathBuf, source: io::Error },
    #[error(
        "{path} is not a credentials file: {problem}; restore it from a backup, or delete it to get new keys"
    )]
    Broken { path: PathBuf, problem: String },
    #[error("the kernel's random generator failed: {0}")]
    Random(io::Error),
}

#[derive(Serialize, Deserialize)]
struct Saved {
    account: String,
    #[serde(flatten)]
    admin: Credentials,
}

#[derive(Debug)]
pub struct Keyring {
    account: String,
    admin: Credentials,
    sessions: Arc<Mutex<Sessions>>,
    directory: OnceLock<Arc<Directory>>,
    open: bool,
}

#[derive(Debug, Clone)]
struct Known {
    credentials: Credentials,
    principal: Principal,
    until: Option<SystemTime>,
}

type Sessions = HashMap<String, Known>;

/// Keys that stop working when this is dropped, as those of one running instance.
#[derive(Debug)]
pub struct Session {
    credentials: Credentials,
    sessions: Arc<Mutex<Sessions>>,
}

impl Session {
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        lock(&self.sessions).remove(&self.credentials.access_key);
    }
}

impl Keyring {
    /// Opens the keys at `path`, or makes them on the first start.
    pub fn open(path: &Path) -> Result<Self, KeyringError> {
        let file = |source| KeyringError::File { path: path.to_owned(), source };
        let saved = match files::read(path) {
            Ok(text) => toml::from_str::<Saved>(&text).map_err(|problem| {
                let problem = problem.message().to_owned();
                KeyringError::Broken { path: path.to_owned(), problem }
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let admin = fresh("AKIA", false).map_err(KeyringError::Random)?;
                let saved = Saved { account: "000000000000".into(), admin };
                // Three plain strings always have a TOML form.
                let text = toml::to_string(&saved).expect("plain strings");
                files::replace(path, &text).map_err(file)?;
                saved
            }
            Err(error) => return Err(file(error)),
        };
        Ok(Self {
            account: saved.account,
            admin: saved.admin,
            sessions: Arc::default(),
            directory: OnceLock::new(),
            open: false,
        })
    }

    /// Lets everybody in as the owner, whatever they signed with. For throw-away environments.
    #[must_use]
    pub fn opened(self) -> Self {
        Self { open: true, ..self }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// From now on, users of this directory are let in as well. Only the first one given counts.
    pub fn connect(&self, directory: Arc<Directory>) {
        let _ = self.directory.set(directory);
    }

    pub fn account(&self) -> &str {
        &self.account
    }

    pub fn admin(&self) -> &Credentials {
        &self.admin
    }

    /// For addresses that open without keys.
    pub fn passes(&self) -> Passes {
        Passes::new(&self.admin.secret_key)
    }

    /// Keys for one instance, valid until the session is dropped.
    pub fn session(&self, principal: Principal) -> Result<Session, KeyringError> {
        self.lend(principal, None)
    }

    /// Keys for an instance of a function: with the rights of its role where it has one that trusts
    /// Lambda, else with what its manifest grants.
    pub fn session_of_function(&self, function: &Function) -> Result<Session, KeyringError> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        let role = match self.directory.get() {
            Some(directory) => directory.acting(function, now_ms),
            None => granted_session(&self.account, &function.name, now_ms),
        };
        self.session(Principal::AssumedRole(Arc::new(role)))
    }

    /// Keys that are valid until then, or until the session is dropped. In between they are told
    /// apart from keys that never were.
    pub fn session_until(
        &self,
        principal: Principal,
        until: SystemTime,
    ) -> Result<Session, KeyringError> {
        self.lend(principal, Some(until))
    }

    fn lend(
        &self,
        principal: Principal,
        until: Option<SystemTime>,
    ) -> Result<Session, KeyringError> {
        let credentials = fresh("ASIA", true).map_err(KeyringError::Random)?;
        let known = Known { credentials: credentials.clone(), principal, until };
        lock(&self.sessions).insert(credentials.access_key.clone(), known);
        Ok(Session { credentials, sessions: self.sessions.clone() })
    }

    /// Whether the claimed key exists at all.
    pub(crate) fn knows(&self, claim: &Claim) -> bool {
        self.find(claim).is_some()
    }

    /// Whether the claimed key is one of a running instance's.
    pub(crate) fn is_of_a_function(&self, claim: &Claim) -> bool {
        lock(&self.sessions).contains_key(&claim.access_key)
    }

    /// Whose the claimed key is. Nothing of the claim has been checked yet.
    pub fn claimed(&self, claim: &Claim) -> Option<Principal> {
        self.find(claim).map(|lent| lent.principal)
    }

    /// Who signed this request, given the hash of the body that came with it.
    pub fn check(
        &self,
        claim: &Claim,
        parts: &Parts,
        body: PayloadHash,
    ) -> Result<Principal, Refused> {
        Ok(self.prove(claim, parts, body)?.0)
    }

    pub(crate) fn prove(
        &self,
        claim: &Claim,
        parts: &Parts,
        body: PayloadHash,
    ) -> Result<(Principal, Proof), Refused> {
        let Lent { credentials, principal, until } = self.find(claim).ok_or(Refused::UnknownKey)?;
        let bytes = |token: &Option<String>| token.clone().unwrap_or_default().into_bytes();
        if !same(&bytes(&claim.token), &bytes(&credentials.session_token)) {
            return Err(Refused::WrongToken);
        }
        let proof = claim.check(parts, &credentials.secret_key, body)?;
        // Only whoever has the secret is told that it is too late.
        if until.is_some_and(|until| until <= claim.read_at()) {
            return Err(Refused::TokenExpired);
        }
        Ok((principal, proof))
    }

    /// The keys that are claimed: the owner's, an instance's, or those of the directory.
    fn find(&self, claim: &Claim) -> Option<Lent> {
        if claim.access_key == self.admin.access_key {
            let (credentials, principal) = (self.admin.clone(), Principal::Admin);
            return Some(Lent { credentials, principal, until: None });
        }
        if let Some(known) = lock(&self.sessions).get(&claim.access_key) {
            let Known { credentials, principal, until } = known.clone();
            return Some(Lent { credentials, principal, until });
        }
        self.directory.get()?.lent(&claim.access_key, claim.token.as_deref())
    }
}

/// Compares in a time that does not depend on where the two differ.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).fold(0, |different, (l, r)| different | (l ^ r)) == 0
}

fn fresh(prefix: &str, token: bool) -> io::Result<Credentials> {
    Ok(Credentials {
        access_key: format!("{prefix}{}", random::text(16, random::KEY_ID)?),
        secret_key: random::text(40, random::SECRET)?,
        session_token: if token { Some(random::text(64, random::SECRET)?) } else { None },
    })
}

/// The map is whole between any two statements, so a panic elsewhere does not spoil it.
fn lock(sessions: &Mutex<Sessions>) -> std::sync::MutexGuard<'_, Sessions> {
    sessions.lock().unwrap_or_else(PoisonError::into_inner)
}
