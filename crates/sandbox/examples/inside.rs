//! Runs a command in a slot and shows its output: `inside [none|host] PATH_TO_SHOW… -- COMMAND…`.

use sandbox::{Egress, Options, Program, Sandbox, Spec};
use std::os::fd::AsFd;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut parts = arguments.split(|argument| argument == "--");
    let shown = parts.next().unwrap_or_default();
    let argv = parts.next().ok_or("name a command after --")?;
    let mut spec = Spec::new(std::env::current_dir()?);
    spec.memory_mb = 1024;
    for argument in shown {
        match argument.as_str() {
            "none" => spec.egress = Egress::None,
            "host" => spec.egress = Egress::Host,
            path => spec.read_only.push(path.into()),
        }
    }
    let sandbox = Sandbox::new(Options::new(
        std::env::temp_dir().join(format!("inside-{}", std::process::id())),
    ))?;
    for finding in sandbox.report().findings {
        eprintln!("{}: {:?}", finding.feature, finding.state);
    }
    let out = std::io::stdout().as_fd().try_clone_to_owned()?;
    let err = std::io::stderr().as_fd().try_clone_to_owned()?;
    let mut program = Program::new(argv.iter(), out, err);
    program = program.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", "/tmp");
    program.cwd = "/var/task".into();
    let exit = sandbox.slot(spec).await?.start(program)?.wait().await;
    eprintln!("{exit:?}");
    sandbox.close().await;
    Ok(())
}
