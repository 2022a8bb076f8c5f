//! How clients are told that they were not let in, in the words of the services they ask.

use identity::{Denied, Family, Told};
use protocol::Fault;
use protocol::schema::Protocol;

pub(crate) fn denied(denied: &Denied, protocol: Protocol, operation: &str) -> Fault {
    let family = family(protocol);
    let pick = |query: &'static str, others: &'static str| match family {
        Family::Query => query,
        _ => others,
    };
    match denied {
        Denied::Refused(refused) => {
            let Told { status, code, message } = refused.told(family);
            Fault::new(status.as_u16(), code, message)
        }
        Denied::TooLarge { most } => {
            let operation = if operation == "Invoke" { "InvokeFunction" } else { operation };
            let message =
                format!("Request must be smaller than {most} bytes for the {operation} operation");
            Fault::new(413, pick("RequestEntityTooLarge", "RequestTooLargeException"), message)
        }
        Denied::BrokenOff => {
            let code = pick("IncompleteBody", "InvalidRequestContentException");
            Fault::new(400, code, denied.to_string())
        }
        Denied::TooSlow(_) => {
            Fault::new(408, pick("RequestTimeout", "RequestTimeoutException"), denied.to_string())
        }
        Denied::NoRoom(_) => {
            Fault::new(429, pick("Throttling", "TooManyRequestsException"), denied.to_string())
        }
        Denied::Disk(_) => {
            Fault::new(503, pick("ServiceUnavailable", "ServiceException"), denied.to_string())
        }
    }
}

fn family(protocol: Protocol) -> Family {
    match protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::Cbor => Family::Json,
        Protocol::RestJson => Family::Rest,
        Protocol::Query => Family::Query,
        Protocol::RestXml => Family::S3,
    }
}

#[cfg(test)]
mod tests {
    use identity::Refused;

    use super::*;

    #[test]
    fn denials_have_the_codes_clients_know() {
        let refused = Denied::Refused;
        for (denial, rest, query) in [
            (
                refused(Refused::Missing),
                (403, "MissingAuthenticationTokenException"),
                (403, "MissingAuthenticationToken"),
            ),
            (
                refused(Refused::Incomplete("x")),
                (400, "IncompleteSignatureException"),
                (400, "IncompleteSignature"),
            ),
            (
                refused(Refused::UnknownKey),
                (403, "UnrecognizedClientException"),
                (403, "InvalidClientTokenId"),
            ),
            (
                refused(Refused::Mismatch),
                (403, "InvalidSignatureException"),
                (403, "SignatureDoesNotMatch"),
            ),
            (
                refused(Refused::Payload),
                (403, "InvalidSignatureException"),
                (403, "SignatureDoesNotMatch"),
            ),
            (
                Denied::TooLarge { most: 1 },
                (413, "RequestTooLargeException"),
                (413, "RequestEntityTooLarge"),
            ),
            (Denied::BrokenOff, (400, "InvalidRequestContentException"), (400, "IncompleteBody")),
        ] {
            for (protocol, expected) in [(Protocol::RestJson, rest), (Protocol::Query, query)] {
                let fault = denied(&denial, protocol, "Invoke");
                assert_eq!((fault.status, &*fault.code), expected, "{denial:?}");
            }
        }
    }
}
