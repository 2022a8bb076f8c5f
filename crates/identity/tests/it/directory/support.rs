use std::sync::Arc;
use std::time::SystemTime;

use functions::{AppName, FunctionConfig, FunctionName, Registry, Spec};
use http::Request;
use identity::directory::{Directory, DirectoryError, NewPolicy, NewRole, NewUser, Role, Tag};
use identity::policy::{Context, Policies, Policy, evaluate};
use identity::{Claim, Credentials, Keyring, PayloadHash, Principal, Refused, Scope, policy, sign};
use store::{Faults, Options, Store};

pub(crate) const NOW: u64 = 1_700_000_000_000;
pub(crate) const ACCOUNT: &str = "000000000000";

/// A directory in memory, its keyring, and the disk behind it.
pub(crate) struct House {
    pub(crate) directory: Arc<Directory>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) keys: Keyring,
    pub(crate) faults: Faults,
    folder: tempfile::TempDir,
}

impl House {
    pub(crate) fn new() -> Self {
        Self::on(Faults::new(), tempfile::tempdir().unwrap())
    }

    fn on(faults: Faults, folder: tempfile::TempDir) -> Self {
        let store = Store::in_memory_with(Options::default(), faults.clone()).unwrap();
        let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap();
        let registry = Arc::new(Registry::open(store.clone()).unwrap());
        let directory = Arc::new(Directory::open(store, registry.clone(), &keys).unwrap());
        keys.connect(directory.clone());
        Self { directory, registry, keys, faults, folder }
    }

    /// What a restart after a crash finds.
    pub(crate) fn restart(self) -> Self {
        self.faults.crash();
        Self::on(self.faults, self.folder)
    }

    pub(crate) async fn user(&self, name: &str) {
        self.directory.create_user(named(name), NOW).await.unwrap();
    }

    pub(crate) async fn group(&self, name: &str) {
        self.directory.create_group(name, None, NOW).await.unwrap();
    }

    pub(crate) async fn role(&self, name: &str, principal: &str) -> Arc<Role> {
        let new = NewRole { name: name.into(), trust: trusting(principal), ..NewRole::default() };
        self.directory.create_role(new, NOW).await.unwrap()
    }

    /// The ARN of a new policy.
    pub(crate) async fn policy(&self, name: &str, action: &str) -> String {
        let new =
            NewPolicy { name: name.into(), document: allowing(action), ..NewPolicy::default() };
        let policy = self.directory.create_policy(new, NOW).await.unwrap();
        self.directory.policy_arn(&policy)
    }

    /// A user with a key, let in by it.
    pub(crate) async fn let_in(&self, name: &str) -> Principal {
        self.user(name).await;
        let key = self.directory.create_access_key(name, NOW).await.unwrap();
        self.ask(&credentials(&key.id, &key.secret)).unwrap()
    }

    /// Who a request signed with these comes from.
    pub(crate) fn ask(&self, credentials: &Credentials) -> Result<Principal, Refused> {
        let mut parts = Request::get("http://h/").body(()).unwrap().into_parts().0;
        let scope = Scope { region: "us-east-1", service: "lambda" };
        let now = SystemTime::now();
        sign(&mut parts, PayloadHash::of(b""), credentials, scope, now).unwrap();
        let claim = Claim::read(&parts, now)?;
        self.keys.check(&claim, &parts, PayloadHash::of(b""))
    }

    /// An app of these functions, with what each uses.
    pub(crate) async fn deploy(&self, functions: &[(&str, &[&str])]) {
        let spec = |(name, uses): &(&str, &[&str])| {
            let mut config = FunctionConfig::new("provided".parse().unwrap(), "h");
            config.uses = uses.iter().map(|one| one.parse().unwrap()).collect();
            let (name, package) = (FunctionName::parse(name).unwrap(), blob::Hash::of(b""));
            Spec { name, config, package, package_bytes: 0, notes: Vec::new() }
        };
        let specs = functions.iter().map(spec).collect();
        self.registry.deploy(&AppName::parse("app").unwrap(), specs, NOW).await.unwrap();
    }

    /// Whether a principal may do something, by its own policies.
    pub(crate) fn may(&self, principal: &Principal, action: &str) -> bool {
        self.may_with(principal, action, "*")
    }

    pub(crate) fn may_with(&self, principal: &Principal, action: &str, resource: &str) -> bool {
        let policies = self.directory.policies_of(principal);
        let caller = principal.caller(self.directory.account());
        let context = Context::new();
        let request = policy::Request { caller: &caller, action, resource, context: &context };
        evaluate(&request, &policies).is_allowed()
    }
}

pub(crate) fn names_of(policies: &Policies) -> Vec<&str> {
    policies.identity.iter().map(|Policy { name, .. }| &**name).collect()
}

pub(crate) fn credentials(id: &str, secret: &str) -> Credentials {
    Credentials { access_key: id.into(), secret_key: secret.into(), session_token: None }
}

pub(crate) fn named(name: &str) -> NewUser {
    NewUser { name: name.into(), ..NewUser::default() }
}

pub(crate) fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.into(), value: value.into() }
}

pub(crate) fn allowing(action: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*"}}}}"#
    )
}

/// A trust policy; the principal is written like `"AWS":"…"`.
pub(crate) fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{{principal}}},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}}}"#
    )
}

/// `NoSuchEntity: The user with name bob cannot be found.`
pub(crate) fn told<T>(result: Result<T, DirectoryError>) -> String {
    match result {
        Ok(_) => "fine".into(),
        Err(error) => format!("{}: {error}", error.code()),
    }
}

/// Sessions are checked by the clock, so they begin now.
pub(crate) fn now() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(now.as_millis()).unwrap()
}
