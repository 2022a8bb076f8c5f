//! Who was refused what: told to the administrator, and noted of those who ask here.

use std::net::IpAddr;

use api::{AuditLog, AuditRefusal};
use http::StatusCode;
use http::request::Parts;
use identity::{Claim, Denied, Principal};
use telemetry::{AuditQuery, Kept, Refusal};

use crate::control::{Answer, Control, json};
use crate::query::Parameters;

const LIMIT: usize = 100;
/// An answer stays well below what the command line reads, also if strangers chose the texts.
const LIMIT_MAX: usize = 5_000;

impl Control {
    pub(crate) async fn audit(&self, query: &Parameters<'_>) -> Answer {
        let limit = query.number("limit")?.map(|limit| usize::try_from(limit).unwrap_or(LIMIT_MAX));
        let wanted = AuditQuery {
            since_us: query.number("since")?.unwrap_or(0).saturating_mul(1_000),
            limit: limit.unwrap_or(LIMIT).min(LIMIT_MAX),
        };
        let refusals = self.telemetry.audit().refusals(wanted).await?;
        let refusals = refusals.into_iter().map(shown).collect();
        Ok(json(StatusCode::OK, &AuditLog { refusals }))
    }

    /// Keeps that a signature was refused.
    pub(crate) fn note_denied(&self, parts: &Parts, denied: &Denied) {
        let Denied::Refused(why) = denied else { return };
        let claim = Claim::read(parts, std::time::SystemTime::now()).ok();
        let who = claim.map_or_else(|| "-".to_owned(), |claim| claim.access_key().to_owned());
        self.note(parts, who, true, why.to_string());
    }

    /// Keeps that somebody who is not the administrator asked for this.
    pub(crate) fn note_refused(&self, parts: &Parts, principal: &Principal) {
        let who = principal.caller(self.keys.account()).arn();
        self.note(parts, who, false, "only the administrator may manage the platform".to_owned());
    }

    fn note(&self, parts: &Parts, who: String, stranger: bool, why: String) {
        self.telemetry.audit().note(Refusal {
            who,
            stranger,
            from: parts.extensions.get::<IpAddr>().map(IpAddr::to_canonical),
            action: "mayfly:request".to_owned(),
            resource: format!("{} {}", parts.method, parts.uri.path()),
            why,
        });
    }
}

fn shown(kept: Kept) -> AuditRefusal {
    let Kept { at_us, times, refusal } = kept;
    let Refusal { who, stranger, from, action, resource, why } = refusal;
    let from = from.map(|from| from.to_string());
    AuditRefusal { at_us, times, who, stranger, from, action, resource, why }
}
