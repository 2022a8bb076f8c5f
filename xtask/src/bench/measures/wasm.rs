//! WebAssembly: a fresh instance for each request, beside `wasmtime serve` and a bare server.

use super::contest::{self, Group, Served};
use super::inside::inside;
use crate::bench::component::component;
use crate::bench::http::Request;
use crate::bench::lab::Lab;
use crate::bench::others::{self, Other, here};
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};

pub(crate) fn wasm(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let platform = Platform::start(lab, "wasm", &[])?;
    let function = Function::new("hello-wasm", "wasm", "app.wasm");
    let example = crate::root().join("examples/wasm-rust");
    let deployed = component(lab, &example, "wasm_rust").and_then(|component| {
        let project = platform.project("wasm")?;
        std::fs::copy(&component, project.join("app.wasm"))?;
        platform.deploy_from(&project, "wasm", std::slice::from_ref(&function))?;
        Ok(component)
    });
    let component = match deployed {
        Ok(component) => component,
        Err(error) => {
            findings.note(format!("skipped: no WebAssembly component runs here: {error:#}"));
            return Ok(findings);
        }
    };
    let hyper = here("hyper", others::hyper(lab), &mut findings);
    let wasmtime = here("wasmtime serve", others::wasmtime_serve(lab, &component), &mut findings);
    let ours = || Served::function(&platform, &function).asked(Request::get(&function.path()));
    let group = |what: &str, target, rival: &Option<Other>, other: &Option<Other>| Group {
        what: what.into(),
        target: Some(target),
        ours: ours(),
        rival: rival.as_ref().map(hello),
        others: other.iter().map(hello).collect(),
    };
    let added = Target::Above(40.0);
    let calls = group("Wasm call, fresh instance", added, &hyper, &wasmtime);
    contest::latency(lab, &[calls], &mut findings)?;
    let twice = Target::Times(2.0);
    let many = group("throughput, Wasm, fresh instances", twice, &wasmtime, &hyper);
    contest::throughput(lab, &[many], &mut findings)?;
    let each = contest::per_core(lab, &ours(), platform.server.pid())?;
    let row = Row::new("throughput, Wasm, for each core used", Unit::PerSecond, each);
    findings.rows.push(row.target(Target::Least(25_000.0)));
    let calls = here("the benchmark of crates/wasm", inside(lab), &mut findings);
    findings.rows.extend(calls.into_iter().flatten());
    Ok(findings)
}

fn hello(other: &Other) -> Served {
    Served::other(other).asked(Request::get("/"))
}
