//! The one front door: who asks, for which operation of which service, and whose function answers.

use std::sync::Arc;
use std::time::SystemTime;

use http::request::Parts;
use http::{Method, Request, Response};
use http_body::Body as _;
use identity::{Claim, Denied, Keyring, Principal};
use protocol::schema::Protocol;
use protocol::{Fault, Operation, Refusal};
use runtime::{Body, empty_body};
use web::{Budget, Peer};

use crate::address::Address;
use crate::asked::{Asked, sent};
use crate::denied::denied;
use crate::directory::now_ms;
use crate::elsewhere::is_more_than;
use crate::peer::{answering, peer};
use crate::{Access, Iam, Lambda, Logs, Packages, Sts};

/// What a request may be long, unless its operation says otherwise.
const REQUEST_BYTES_MAX: usize = 1024 * 1024;

/// Every service behind one door.
#[derive(Debug, Clone)]
pub struct Aws {
    pub keys: Arc<Keyring>,
    pub access: Access,
    pub lambda: Lambda,
    pub iam: Iam,
    pub sts: Sts,
    pub logs: Logs,
    pub budget: Budget,
}

impl Aws {
    /// Whether a request is one of an AWS client's.
    pub fn takes(head: &Parts) -> bool {
        Address::of(head).is_some() || Packages::takes(head)
    }

    /// Whoever hands a request in may put the [`Peer`] it comes from into its extensions.
    pub async fn serve(&self, request: Request<Body>) -> Response<Body> {
        let peer = request.extensions().get::<Peer>().map(|peer| peer.ip);
        answering(peer, self.take(request)).await
    }

    async fn take(&self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let id = ::invoke::request_id().to_string();
        if Packages::takes(&head) {
            return self.lambda.packages.serve(&head, &id).await;
        }
        let Some(address) = Address::of(&head) else {
            let fault = Fault::unknown_operation(404, "No operation has this address.");
            return sent(Refusal { fault, protocol: Protocol::RestJson }.response(&id));
        };
        let let_in = match self.keys.is_open_to(&head) {
            true => self.let_anybody_in(address, head, body, &id).await,
            false => self.let_in(address, head, body, &id).await,
        };
        match let_in {
            Ok(asked) => self.answer(asked).await,
            Err(refusal) => sent(refusal.response(&id)),
        }
    }

    /// Signatures are looked at before anything else, so that strangers are told nothing of what
    /// there is and what not.
    async fn let_in(
        &self,
        address: Address,
        head: Parts,
        body: Body,
        id: &str,
    ) -> Result<Asked, Refusal> {
        let claim = Claim::read(&head, SystemTime::now());
        let key = claim.as_ref().ok().map(|claim| claim.access_key().to_owned());
        let refuse = |why: Denied, protocol: Protocol, operation: &str| {
            if let Denied::Refused(why) = &why {
                let asked = format!("{} {}", head.method, head.uri.path());
                self.access.note_stranger(key.as_deref(), operation, &asked, &why.to_string());
            }
            let fault = denied(&why, protocol, operation);
            Refusal { fault, protocol }
        };
        let claim = claim.and_then(|claim| {
            address.service().map_or(Ok(()), |service| claim.must_be_for(service)).map(|()| claim)
        });
        let claim = claim.map_err(|why| refuse(why.into(), address.protocol(), "request"))?;
        let scope = Some(claim.scope().service);
        let shares = self.budget.shares_of(&head);
        let (principal, body, routed) = if address == Address::Action {
            // The body has to say which operation it is, and nobody's body is read but a client's.
            let most = REQUEST_BYTES_MAX;
            let admitted = self.keys.admit_claimed(&claim, &head, body, most, &shares).await;
            let (principal, body) =
                admitted.map_err(|why| refuse(why, address.protocol(), "request"))?;
            let routed = protocol::route(&head, scope, &body);
            (principal, body, routed)
        } else {
            let routed = protocol::route(&head, scope, b"");
            let (protocol, name, most) = match &routed {
                Ok(call) => (call.protocol, call.operation.name(), bytes_max(call.operation)),
                Err(refusal) => (refusal.protocol, "request", REQUEST_BYTES_MAX),
            };
            if let (Err(refusal), Some(hash)) = (&routed, claim.declared())
                && is_more_than(&head, most)
            {
                // Nobody waits for a body that nothing will be done with.
                let checked = self.keys.check(&claim, &head, hash);
                checked.map_err(|why| refuse(why.into(), protocol, name))?;
                return Err(refusal.clone());
            }
            if let Ok(call) = &routed
                && let Err(refusal) = self.may_ever(&claim, call, &head, &body)
            {
                // It is read all the same and not kept: clients listen when they have sent all.
                web::discard(body, most).await;
                return Err(refusal);
            }
            let admitted = self.keys.admit_claimed(&claim, &head, body, most, &shares).await;
            let (principal, body) = admitted.map_err(|why| refuse(why, protocol, name))?;
            (principal, body, routed)
        };
        self.note_used(&claim, &principal);
        let temporary = claim.is_temporary();
        let (call, id) = (routed?, id.to_owned());
        Ok(Asked { call, head, body, principal, temporary, shares, id })
    }

    /// Where everybody is the owner. What was signed still says which service is meant.
    async fn let_anybody_in(
        &self,
        address: Address,
        head: Parts,
        body: Body,
        id: &str,
    ) -> Result<Asked, Refusal> {
        let claim = Claim::read(&head, SystemTime::now()).ok();
        let scope = claim.as_ref().map(|claim| claim.scope().service);
        let beforehand = protocol::route(&head, scope, b"");
        let nothing_here = address != Address::Action && beforehand.is_err();
        let unread = nothing_here && is_more_than(&head, REQUEST_BYTES_MAX);
        let body = if unread { empty_body() } else { body };
        let beforehand = beforehand.ok();
        let (name, most) = beforehand.map_or(("request", REQUEST_BYTES_MAX), |call| {
            (call.operation.name(), bytes_max(call.operation))
        });
        let refuse = |why: &Denied| {
            let protocol = address.protocol();
            Refusal { fault: denied(why, protocol, name), protocol }
        };
        let shares = self.budget.shares_of(&head);
        let admitted = self.keys.admit(&head, body, most, &shares).await;
        let (principal, body) = admitted.map_err(|why| refuse(&why))?;
        let call = protocol::route(&head, scope, &body)?;
        if address == Address::Action && head.method == Method::GET && !reads(call.operation) {
            return Err(refuse(&identity::Refused::ChangeByGet.into()));
        }
        let id = id.to_owned();
        Ok(Asked { call, head, body, principal, temporary: false, shares, id })
    }

    /// Refuses a large body that nothing allows its sender to send, before it is read. Whether the
    /// claim is true is not known yet; whoever lies learns no more than what that key may not do.
    fn may_ever(
        &self,
        claim: &Claim,
        call: &protocol::Call,
        head: &Parts,
        body: &Body,
    ) -> Result<(), Refusal> {
        let size = body.size_hint();
        let is_large = size.upper().is_none_or(|bytes| bytes > REQUEST_BYTES_MAX as u64);
        let Some(principal) = self.keys.claimed(claim).filter(|_| is_large) else { return Ok(()) };
        let Operation::Lambda(operation) = call.operation else { return Ok(()) };
        let action = crate::lambda::action(operation.name());
        if self.access.may_ever(&principal, &action) || self.lambda.is_shared(head) {
            return Ok(());
        }
        let why = "because no identity-based policy allows the action on anything";
        let why = self.access.refuse(&principal, &action, "*", why);
        Err(Refusal { fault: Fault::access_denied(call.protocol, why), protocol: call.protocol })
    }

    /// Users can ask when a key of theirs was last used.
    fn note_used(&self, claim: &Claim, principal: &Principal) {
        if let Principal::User(user) = principal
            && user.issued_ms.is_none()
        {
            let scope = claim.scope();
            let directory = self.access.directory();
            directory.note_used(claim.access_key(), scope.service, scope.region, now_ms());
        }
    }

    async fn answer(&self, asked: Asked) -> Response<Body> {
        if crate::lambda::is_call(asked.call.operation) {
            return self.dispatch(asked).await;
        }
        // A change goes on to its end although whoever asked for it hangs up: who runs functions
        // must hear of everything that was committed.
        let (this, call, id) = (self.clone(), asked.call.clone(), asked.id.clone());
        let answer = tokio::spawn(answering(peer(), async move { this.dispatch(asked).await }));
        answer.await.unwrap_or_else(|_| sent(call.error(Fault::internal(), &id)))
    }

    async fn dispatch(&self, asked: Asked) -> Response<Body> {
        match asked.call.operation {
            Operation::Lambda(operation) => self.lambda.serve(operation, asked).await,
            Operation::Iam(operation) => self.iam.serve(operation, asked).await,
            Operation::Sts(operation) => self.sts.serve(operation, asked).await,
            Operation::Logs(operation) => self.logs.serve(operation, asked).await,
        }
    }
}

/// Whether an operation changes nothing, as far as its name tells.
fn reads(operation: Operation) -> bool {
    ["Get", "List", "Describe"].iter().any(|verb| operation.name().starts_with(verb))
}

fn bytes_max(operation: Operation) -> usize {
    match operation {
        Operation::Lambda(operation) => crate::lambda::bytes_max(operation),
        Operation::Logs(operation) => crate::logs::bytes_max(operation),
        _ => REQUEST_BYTES_MAX,
    }
}
