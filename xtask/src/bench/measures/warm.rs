//! The warm path: the same handler behind bare servers and through the platform.

use super::contest::{self, Group, Served};
use crate::bench::lab::Lab;
use crate::bench::others::{self, Other, here};
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Target};

/// Calls that may run at once on a platform where all but a few are kept for somebody else.
const CONCURRENCY: u32 = 64;

pub(crate) fn warm(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let platform = Platform::start(lab, "warm", &[])?;
    let node = deploy(&platform, "node")?;
    let python = deploy(&platform, "python")?;
    let (node_others, python_others) =
        (node_others(lab, &mut findings), pythons(lab, &mut findings));
    let groups = [
        Group {
            what: "warm call, Node echo".into(),
            target: Some(Target::AtMostAbove(25.0)),
            ours: Served::function(&platform, &node),
            others: node_others.iter().map(Served::other).collect(),
        },
        Group {
            what: "warm call, Python echo".into(),
            target: None,
            ours: Served::function(&platform, &python),
            others: python_others.iter().map(Served::other).collect(),
        },
    ];
    contest::latency(lab, &groups, &mut findings)?;
    Ok(findings)
}

pub(crate) fn throughput(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let one = platform_with(lab, 1)?;
    let two = platform_with(lab, 2)?;
    let nodes = [deploy(&one, "node")?, deploy(&two, "node")?];
    let python = deploy(&one, "python")?;
    let (node_others, python_others) =
        (node_others(lab, &mut findings), pythons(lab, &mut findings));
    let node = |count: &str, platform, function, times, others: &[Other]| Group {
        what: format!("throughput, Node echo, {count}"),
        target: Some(Target::AtLeastTimes(times)),
        ours: Served::function(platform, function),
        others: others.iter().map(Served::other).collect(),
    };
    let first = node_others.len().min(1);
    let groups = [
        node("1 instance", &one, &nodes[0], 0.45, &node_others),
        node("2 instances", &two, &nodes[1], 0.6, &node_others[..first]),
        Group {
            what: "throughput, Python echo, 1 instance".into(),
            target: Some(Target::AtLeastTimes(3.0)),
            ours: Served::function(&one, &python),
            others: python_others.iter().map(Served::other).collect(),
        },
    ];
    contest::throughput(lab, &groups, &mut findings)?;
    Ok(findings)
}

/// A platform on which so many calls run at once and the others wait in line: another function has
/// the rest of the concurrency to itself.
fn platform_with(lab: &Lab, calls: u32) -> anyhow::Result<Platform<'_>> {
    let concurrency = CONCURRENCY.to_string();
    let name = format!("throughput-{calls}");
    let platform = Platform::start(lab, &name, &["--concurrency", &concurrency])?;
    let rest = Function::new("rest", "node", "echo.handler");
    let rest = rest.set("concurrency", CONCURRENCY - calls);
    let project = platform.project("rest")?;
    std::fs::write(project.join("echo.js"), "exports.handler = async () => null;\n")?;
    platform.deploy_from(&project, "rest", &[rest])?;
    Ok(platform)
}

fn deploy(platform: &Platform<'_>, language: &str) -> anyhow::Result<Function> {
    let function = Function::new(&format!("echo-{language}"), language, "echo.handler");
    platform.deploy(language, std::slice::from_ref(&function))?;
    Ok(function)
}

/// The first is what the targets are about.
fn node_others(lab: &Lab, findings: &mut Findings) -> Vec<Other> {
    let found = [
        here("node:http", others::node_http(lab), findings),
        here("functions-framework", others::functions_framework(lab), findings),
        here("workerd", others::workerd(lab), findings),
        here("serverless-offline", others::serverless_offline(lab), findings),
    ];
    found.into_iter().flatten().collect()
}

fn pythons(lab: &Lab, findings: &mut Findings) -> Vec<Other> {
    let found = [
        here("uvicorn", others::uvicorn(lab), findings),
        here("uvicorn[standard]", others::uvicorn_standard(lab), findings),
    ];
    found.into_iter().flatten().collect()
}
