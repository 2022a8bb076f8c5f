mod bodies;
mod cbor;
mod generated;
mod random;
mod responses;
mod routing;
mod support;
mod validation;
