//! moto's server: AWS's interface in Python, with everything in memory.

use std::process::Command;

use super::install::python;
use super::servers::{Other, start_probed};
use crate::bench::http::Request;
use crate::bench::lab::Lab;
use crate::steps::output;

pub(crate) fn moto(lab: &Lab) -> anyhow::Result<Other> {
    let python = python(lab)?;
    let tell = "import moto; print(moto.__version__)";
    let version = output(Command::new(&python).args(["-c", tell]))?;
    let probe = Request::get("/moto-api/");
    start_probed(lab, format!("moto server {}", version.trim()), &probe, |address| {
        let mut command = Command::new(python.with_file_name("moto_server"));
        command.args(["-H", "127.0.0.1", "-p", &address.port().to_string()]);
        command
    })
}
