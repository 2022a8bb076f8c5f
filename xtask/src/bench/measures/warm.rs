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
    let (nodes, pythons) = (nodes(lab, &mut findings), pythons(lab, &mut findings));
    let added = Target::Above(25.0);
    let groups = [
        nodes.group("warm call, Node echo", Some(added), Served::function(&platform, &node)),
        pythons.group("warm call, Python echo", None, Served::function(&platform, &python)),
    ];
    contest::latency(lab, &groups, &mut findings)?;
    Ok(findings)
}

pub(crate) fn throughput(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let one = platform_with(lab, 1)?;
    let two = platform_with(lab, 2)?;
    let nodes_of = [deploy(&one, "node")?, deploy(&two, "node")?];
    let python = deploy(&one, "python")?;
    let (nodes, pythons) = (nodes(lab, &mut findings), pythons(lab, &mut findings));
    let times = |times| Some(Target::Times(times));
    let what = |whose: &str| format!("throughput, {whose}");
    let groups = [
        nodes.group(&what("Node, 1 instance"), times(0.45), Served::function(&one, &nodes_of[0])),
        Group {
            others: Vec::new(),
            ..nodes.group(
                &what("Node, 2 instances"),
                times(0.6),
                Served::function(&two, &nodes_of[1]),
            )
        },
        pythons.group(&what("Python, 1 instance"), times(3.0), Served::function(&one, &python)),
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
    let function = function.with_processor();
    platform.deploy(language, std::slice::from_ref(&function))?;
    Ok(function)
}

/// Servers of one language: the bare one that targets are about, and others.
struct Servers {
    bare: Option<Other>,
    others: Vec<Other>,
}

impl Servers {
    fn group(&self, what: &str, target: Option<Target>, ours: Served) -> Group {
        Group {
            what: what.to_owned(),
            target,
            ours,
            rival: self.bare.as_ref().map(Served::other),
            others: self.others.iter().map(Served::other).collect(),
        }
    }
}

fn nodes(lab: &Lab, findings: &mut Findings) -> Servers {
    let bare = here("node:http", others::node_http(lab), findings);
    let found = [
        here("functions-framework", others::functions_framework(lab), findings),
        here("workerd", others::workerd(lab), findings),
        here("serverless-offline", others::serverless_offline(lab), findings),
    ];
    Servers { bare, others: found.into_iter().flatten().collect() }
}

fn pythons(lab: &Lab, findings: &mut Findings) -> Servers {
    let bare = here("uvicorn", others::uvicorn(lab), findings);
    let standard = here("uvicorn[standard]", others::uvicorn_standard(lab), findings);
    Servers { bare, others: standard.into_iter().collect() }
}
