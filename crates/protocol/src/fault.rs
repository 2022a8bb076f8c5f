//! An error as a client is told it, whatever the protocol.

use std::borrow::Cow;
use std::fmt;

use crate::schema::{Error, Member, Protocol, Structure};
use crate::{Field, Value};

/// A code that clients match on, the status, and words for people.
#[derive(Debug, Clone)]
pub struct Fault {
    pub code: Cow<'static, str>,
    pub status: u16,
    pub message: String,
    /// What clients of the query protocol called it.
    pub(crate) query_code: Option<&'static str>,
    shape: Option<&'static Structure>,
    details: Vec<(usize, Value)>,
}

/// The member that repeats whose fault it was.
const BLAME: &str = "Type";

impl Fault {
    pub fn new(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        let (code, message) = (code.into(), message.into());
        Self { code, status, message, query_code: None, shape: None, details: Vec::new() }
    }

    /// An error of a service's model. Its further members are added with `detail`.
    pub(crate) fn modeled(error: &'static Error, message: impl Into<String>) -> Self {
        let mut fault = Self::new(error.status, error.code, message);
        fault.query_code = error.query_code;
        fault.shape = Some(error.shape);
        if let Some(at) = error.shape.members.iter().position(|member| member.name == BLAME) {
            let blame = if fault.is_senders() { "User" } else { "Service" };
            fault.detail(at, blame.to_owned().put());
        }
        fault
    }

    pub(crate) fn detail(&mut self, position: usize, value: Option<Value>) {
        self.details.extend(value.map(|value| (position, value)));
    }

    /// The request's bytes do not say what the operation wants to know.
    pub fn serialization(message: impl Into<String>) -> Self {
        Self::new(400, "SerializationException", message)
    }

    pub fn unknown_operation(status: u16, message: impl Into<String>) -> Self {
        Self::new(status, "UnknownOperationException", message)
    }

    /// The caller may not do this. Its name and status are the protocol's, not the service's.
    pub fn access_denied(protocol: Protocol, message: impl Into<String>) -> Self {
        match protocol {
            Protocol::Query | Protocol::RestXml => Self::new(403, "AccessDenied", message),
            Protocol::RestJson => Self::new(403, "AccessDeniedException", message),
            Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::Cbor => {
                Self::new(400, "AccessDeniedException", message)
            }
        }
    }

    /// Too much at once; clients wait and try again.
    pub fn throttled(protocol: Protocol) -> Self {
        let (status, code) = match protocol {
            Protocol::Query => (400, "Throttling"),
            Protocol::RestXml => (503, "SlowDown"),
            Protocol::RestJson => (429, "ThrottlingException"),
            Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::Cbor => {
                (400, "ThrottlingException")
            }
        };
        Self::new(status, code, "Rate exceeded")
    }

    /// Something that is not the caller's fault and not the caller's business.
    pub fn internal() -> Self {
        Self::new(500, "InternalFailure", "The request failed because of an internal error.")
    }

    /// Whether the caller can do something about it.
    pub fn is_senders(&self) -> bool {
        self.status < 500
    }

    /// The name of the message member in this error's model: most write it small, some do not.
    pub(crate) fn message_name(&self) -> &'static str {
        let mut members = self.shape.iter().flat_map(|shape| shape.members);
        let message = members.find(|member| is_message(member));
        message.map_or("message", |member| member.wire)
    }

    /// What the error says beside its message.
    pub(crate) fn details(&self) -> impl Iterator<Item = (&'static Member, &Value)> {
        let members = self.shape.map_or(&[][..], |shape| shape.members);
        self.details.iter().filter_map(|(at, value)| Some((members.get(*at)?, value)))
    }
}

/// Whether a member of an error's model is its message.
pub(crate) fn is_message(member: &Member) -> bool {
    member.name.eq_ignore_ascii_case("message")
}

impl PartialEq for Fault {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
            && self.status == other.status
            && self.message == other.message
            && self.details == other.details
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.code, self.status, self.message)
    }
}

impl std::error::Error for Fault {}

impl From<crate::Mismatch> for Fault {
    fn from(_: crate::Mismatch) -> Self {
        Self::internal()
    }
}
