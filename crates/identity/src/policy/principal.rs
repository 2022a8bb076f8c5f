//! Whom a policy of a resource names.

use super::Malformed;
use super::malformed::cut;
use super::raw::RawPrincipal;
use super::shapes::{Many, Pairs};
use super::{Caller, Grant};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Principals {
    /// `"*"`.
    Everyone,
    Listed(Vec<Name>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    kind: Kind,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Everybody, under the word `AWS`.
    Everyone,
    /// The text is an account's root; its number is what counts.
    Account,
    /// A user, a role, or one session of a role.
    Arn,
    /// `AIDA…` or `AROA…`: what is left of a name when its owner was deleted.
    Id,
    Service,
    Federated,
    /// S3's old way to write an account; nobody here has one.
    Canonical,
}

/// Whom the name in a trust policy belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pinned {
    To(String),
    Nobody,
    /// It is not for us to say: a session, or another account.
    Free,
}

const WORDS: &[&str] = &["AWS", "Service", "Federated", "CanonicalUser"];

impl Principals {
    pub(super) fn parse(raw: RawPrincipal) -> Result<Self, Malformed> {
        let pairs = match raw {
            RawPrincipal::Text(text) if text == "*" => return Ok(Self::Everyone),
            RawPrincipal::Text(text) => return Err(invalid("AWS", &text)),
            RawPrincipal::Listed(pairs) => pairs,
        };
        let mut names = Vec::new();
        for (word, texts) in pairs.0 {
            for text in texts.0 {
                let kind = kind(&word, &text).ok_or_else(|| invalid(&word, &text))?;
                names.push(Name { kind, text });
            }
        }
        if names.is_empty() { Err(Malformed::PrincipalEmpty) } else { Ok(Self::Listed(names)) }
    }

    pub(super) fn raw(&self) -> RawPrincipal {
        let Self::Listed(names) = self else { return RawPrincipal::Text("*".into()) };
        let texts = |word: &&str| {
            let of_word = names.iter().filter(|name| name.kind.word() == *word);
            let texts: Vec<String> = of_word.map(|name| name.text.clone()).collect();
            (!texts.is_empty()).then(|| ((*word).to_owned(), Many(texts)))
        };
        RawPrincipal::Listed(Pairs(WORDS.iter().filter_map(texts).collect()))
    }

    /// Puts ids in the place of the names of users and roles, so that whoever gets such a name later
    /// is not meant. A name nobody has is a mistake.
    pub(super) fn pin(&mut self, id: &impl Fn(&str) -> Pinned) -> Result<(), Malformed> {
        let Self::Listed(names) = self else { return Ok(()) };
        for name in names.iter_mut().filter(|name| name.kind == Kind::Arn) {
            match id(&name.text) {
                Pinned::To(id) => *name = Name { kind: Kind::Id, text: id },
                Pinned::Nobody => return Err(invalid("AWS", &name.text)),
                Pinned::Free => {}
            }
        }
        Ok(())
    }

    /// How closely the caller is meant, if at all.
    pub(super) fn names(&self, caller: &Caller) -> Option<Grant> {
        match self {
            Self::Everyone => Some(Grant::Direct),
            Self::Listed(names) => names.iter().filter_map(|name| name.means(caller)).max(),
        }
    }

    /// Whether `NotPrincipal` leaves the caller out. To be left out, an account must be named
    /// together with its user, and with the role and its session.
    pub(super) fn spares(&self, caller: &Caller) -> bool {
        let Self::Listed(names) = self else { return true };
        let listed = |kind: Kind, text: &str| {
            names.iter().any(|name| name.kind == kind && name.text == text)
        };
        // A name, or the id it was pinned to.
        let known = |arn: &str, id: &str| listed(Kind::Arn, arn) || listed(Kind::Id, id);
        let account = |number: &str| {
            names.iter().any(|name| name.kind == Kind::Account && name.account() == number)
        };
        if names.iter().any(|name| name.kind == Kind::Everyone) {
            return true;
        }
        match caller {
            Caller::Root { account: number } => account(number),
            Caller::User(user) => account(&user.account) && known(&user.arn(), &user.id),
            Caller::Session(session) => {
                account(&session.account)
                    && known(&session.role_arn(), &session.role_id)
                    && listed(Kind::Arn, &session.arn())
            }
            Caller::Service { name } => listed(Kind::Service, name),
            Caller::WebIdentity { provider } => listed(Kind::Federated, provider),
            Caller::Anonymous => false,
        }
    }
}

impl Name {
    fn means(&self, caller: &Caller) -> Option<Grant> {
        let when = |yes: bool, grant: Grant| yes.then_some(grant);
        match (self.kind, caller) {
            (Kind::Everyone, _) => Some(Grant::Direct),
            (Kind::Account, Caller::Root { account }) => {
                when(self.account() == account, Grant::Direct)
            }
            (Kind::Account, Caller::User(user)) => {
                when(self.account() == user.account, Grant::Delegated)
            }
            (Kind::Account, Caller::Session(session)) => {
                when(self.account() == session.account, Grant::Delegated)
            }
            (Kind::Arn, Caller::User(user)) => when(self.text == user.arn(), Grant::Direct),
            (Kind::Id, Caller::User(user)) => when(self.text == user.id, Grant::Direct),
            (Kind::Arn, Caller::Session(session)) if self.text == session.arn() => {
                Some(Grant::Direct)
            }
            (Kind::Arn, Caller::Session(session)) => {
                when(self.text == session.role_arn(), Grant::Role)
            }
            (Kind::Id, Caller::Session(session)) => when(self.text == session.role_id, Grant::Role),
            (Kind::Service, Caller::Service { name }) => {
                when(self.text == *name || self.text == "*", Grant::Direct)
            }
            (Kind::Federated, Caller::WebIdentity { provider }) => {
                when(self.text == *provider, Grant::Direct)
            }
            _ => None,
        }
    }

    /// The number in `123456789012` and in `arn:aws:iam::123456789012:root`.
    fn account(&self) -> &str {
        self.text.split(':').nth(4).unwrap_or(&self.text)
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Everyone | Self::Account | Self::Arn | Self::Id => "AWS",
            Self::Service => "Service",
            Self::Federated => "Federated",
            Self::Canonical => "CanonicalUser",
        }
    }
}

fn kind(word: &str, text: &str) -> Option<Kind> {
    match word {
        "AWS" => aws_kind(text),
        "Service" if text == "*" || is_service(text) => Some(Kind::Service),
        "Federated" if !text.is_empty() && !text.contains(['*', '?']) => Some(Kind::Federated),
        "CanonicalUser" if !text.is_empty() => Some(Kind::Canonical),
        _ => None,
    }
}

fn aws_kind(text: &str) -> Option<Kind> {
    if text == "*" {
        return Some(Kind::Everyone);
    }
    if is_account(text) {
        return Some(Kind::Account);
    }
    let id = |prefix: &str| text.starts_with(prefix) && text.len() >= 16;
    if (id("AIDA") || id("AROA")) && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Some(Kind::Id);
    }
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, service, "", account, name] = fields.as_slice() else { return None };
    let plain = !partition.is_empty() && is_account(account) && !text.contains(['*', '?', '$']);
    let parts: Vec<&str> = name.split('/').collect();
    let whole = parts.iter().all(|part| !part.is_empty());
    match (*service, parts.as_slice()) {
        _ if !plain || !whole => None,
        ("iam", ["root"]) => Some(Kind::Account),
        ("iam", ["user" | "role", _, ..]) => Some(Kind::Arn),
        ("sts", ["assumed-role", _, _] | ["federated-user", _]) => Some(Kind::Arn),
        _ => None,
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `lambda.amazonaws.com`, or a name some other partition ends differently.
fn is_service(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
    text.contains('.') && text.bytes().all(plain)
}

fn invalid(word: &str, text: &str) -> Malformed {
    Malformed::Principal { word: cut(word), text: cut(text) }
}
