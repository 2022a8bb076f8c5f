//! The languages this machine can run, and the tools that install their packages.

use std::path::Path;
use std::process::{Command, Stdio};

use functions::Runtime;
use runtime::{Components, Interpreter};

use super::Check;

pub(super) fn checks() -> Vec<Check> {
    let python = language("python", Runtime::Python { minor: None });
    let node = language("node", Runtime::Node { major: None });
    std::thread::scope(|scope| {
        let pip = scope.spawn(pip);
        let npm = scope.spawn(npm);
        let mut checks = python;
        checks.extend(pip.join().ok());
        checks.extend(node);
        checks.extend(npm.join().ok());
        checks.push(wasm());
        checks
    })
}

fn language(name: &str, wanted: Runtime) -> Vec<Check> {
    let chosen = match runtime::find(wanted) {
        Ok(found) => found.interpreter,
        Err(nothing) => {
            let text = nothing.to_string();
            let (found, next) = text.rsplit_once("; ").unwrap_or((&text, "install one"));
            return vec![Check::bad(name, found, next)];
        }
    };
    let same = |i: &&Interpreter| i.language == chosen.language && i.supported();
    let describe = |i: &Interpreter| {
        let default = if i.path == chosen.path { " (default)" } else { "" };
        format!("{} at {}{default}", i.version_text(), i.path.display())
    };
    runtime::all().iter().filter(same).map(|i| Check::good(name, describe(i))).collect()
}

/// Packages are installed by the interpreter that runs the function.
fn pip() -> Check {
    let next = "install it with `apt-get install python3-pip` to deploy with requirements.txt";
    let Ok(found) = runtime::find(Runtime::Python { minor: None }) else {
        return Check::warn("pip", "not looked for without Python", next);
    };
    let answer = ask(&found.interpreter.path, &["-m", "pip", "--version"]);
    match answer.as_deref().and_then(|text| text.split(' ').nth(1)) {
        Some(version) => Check::good("pip", version),
        None => {
            let python = found.interpreter.path.display();
            Check::warn("pip", format!("not found for {python}"), next)
        }
    }
}

fn npm() -> Check {
    match ask(Path::new("npm"), &["--version"]) {
        Some(version) => Check::good("npm", version),
        None => Check::warn(
            "npm",
            "not found",
            "install it with `apt-get install npm` to deploy with package.json",
        ),
    }
}

fn wasm() -> Check {
    let name = "wasm";
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return super::no_folder(name, &error),
    };
    let components = Components::new(folder.path().join("wasm"), 1_000, None);
    match components.try_engine() {
        Ok(()) => Check::good(name, "components run here, compiled when they are deployed"),
        Err(problem) => Check::bad(name, problem, "raise the limit of address space: `ulimit -v`"),
    }
}

/// The first line of what a program says.
fn ask(program: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    String::from_utf8_lossy(&output.stdout).lines().next().map(|line| line.trim().to_owned())
}
