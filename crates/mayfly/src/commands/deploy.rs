use crate::client::Endpoint;
use crate::{Outcome, Screen};

/// Build a project directory and deploy its functions, all or nothing
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The project: a directory with mayfly.toml, or with one handler file
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: std::path::PathBuf,
}

pub async fn run(_: Args, _endpoint: &Endpoint, _screen: &Screen) -> Outcome {
    Ok(())
}
