use crate::client::{Client, Endpoint};
use crate::render::list;
use crate::{Outcome, Screen};

use super::now_ms;

/// List the functions: what they are and how they are doing
#[derive(Debug, clap::Args)]
pub struct Args {}

pub async fn run(_: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let functions = Client::find(endpoint)?.functions().await?;
    if screen.json {
        return screen.out_json(&functions);
    }
    screen.out(list(&functions, now_ms(), screen.stdout_look()))
}
