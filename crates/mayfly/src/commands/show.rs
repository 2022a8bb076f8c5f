use functions::FunctionName;

use crate::client::{Client, Endpoint};
use crate::render::detail;
use crate::{Outcome, Screen, arguments};

use super::now_ms;

/// Show one function: configuration, instances, latest calls
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "NAME", value_parser = arguments::function_name)]
    pub name: FunctionName,
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let function = Client::find(endpoint)?.function(&args.name).await?;
    if screen.json {
        return screen.out_json(&function);
    }
    screen.out(detail(&function, now_ms(), screen.stdout_look()))
}
