//! A request whose operation is known: its typed input, and its answer.

use bytes::Bytes;
use http::Response;
use http::request::Parts;

use crate::bind::Labels;
use crate::form::Pairs;
use crate::schema::{Protocol, Structure};
use crate::{
    Fault, Operation, Record, Slots, Value, bind, cbor, json, query, validate, write, xml,
};

/// What an operation takes and gives: `lambda::op::CreateAlias` is one.
pub trait Contract {
    type Input: Record;
    type Output: Record;
    type Error: From<Fault> + Into<Fault>;
    const OPERATION: Operation;
}

/// A request for one operation, in one protocol.
#[derive(Debug, Clone)]
pub struct Call {
    pub operation: Operation,
    pub protocol: Protocol,
    pub(crate) labels: Labels,
    /// The form of a query, which had to be read to know the operation.
    pub(crate) form: Pairs,
}

impl Call {
    /// A call that came in another way than `route` knows, and has neither labels nor a form.
    pub fn new(operation: Operation, protocol: Protocol) -> Self {
        Self { operation, protocol, labels: Vec::new(), form: Vec::new() }
    }

    /// Reads the input and checks all constraints that the model declares.
    pub fn input<C: Contract>(&self, head: &Parts, body: Bytes) -> Result<C::Input, Fault> {
        if C::OPERATION != self.operation {
            return Err(Fault::internal());
        }
        let slots = self.read(C::Input::SCHEMA, head, body)?;
        validate::check(self.operation.service(), C::Input::SCHEMA, &slots)?;
        Ok(C::Input::from_slots(slots)?)
    }

    /// The input before it is checked and has a type.
    fn read(
        &self,
        structure: &'static Structure,
        head: &Parts,
        body: Bytes,
    ) -> Result<Slots, Fault> {
        match self.protocol {
            Protocol::RestJson => bind::read(structure, &self.labels, head, body, json::decode),
            Protocol::RestXml => bind::read(structure, &self.labels, head, body, xml::decode),
            Protocol::AwsJson10 | Protocol::AwsJson11 => json::decode(structure, &body),
            Protocol::Query => query::decode(structure, &self.form),
            Protocol::Cbor => cbor::decode(structure, &body),
        }
    }

    /// Writes the output. Where the operation streams, the body is what the stream starts with, and
    /// the caller sends the rest.
    pub fn output<C: Contract>(&self, output: C::Output, request_id: &str) -> Response<Bytes> {
        let slots = output.into_slots();
        write::output(self, C::Output::SCHEMA, &slots, request_id)
            .unwrap_or_else(|| self.error(Fault::internal(), request_id))
    }

    /// Writes an error.
    pub fn error(&self, error: impl Into<Fault>, request_id: &str) -> Response<Bytes> {
        write::error(self.protocol, Some(self.operation.service()), &error.into(), request_id)
    }

    /// Reads the input, lets `work` answer it, and writes what it says.
    pub async fn answer<C: Contract, F>(
        &self,
        head: &Parts,
        body: Bytes,
        request_id: &str,
        work: impl FnOnce(C::Input) -> F,
    ) -> Response<Bytes>
    where
        F: Future<Output = Result<C::Output, C::Error>>,
    {
        let input = match self.input::<C>(head, body) {
            Ok(input) => input,
            Err(fault) => return self.error(fault, request_id),
        };
        match work(input).await {
            Ok(output) => self.output::<C>(output, request_id),
            Err(error) => self.error(error, request_id),
        }
    }
}

/// For those who test codecs: messages without types and constraints.
impl Call {
    #[doc(hidden)]
    pub fn untyped_input(&self, head: &Parts, body: Bytes) -> Result<Slots, Fault> {
        self.read(self.operation.schema().input, head, body)
    }

    #[doc(hidden)]
    pub fn untyped_output(&self, slots: &[Option<Value>], request_id: &str) -> Response<Bytes> {
        write::output(self, self.operation.schema().output, slots, request_id)
            .unwrap_or_else(|| self.error(Fault::internal(), request_id))
    }
}
