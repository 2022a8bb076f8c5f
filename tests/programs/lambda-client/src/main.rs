//! The life of a function through the AWS SDK for Rust, told as JSON: what each step answered.

mod calls;
mod fetch;
mod life;

use aws_config::retry::RetryConfig;
use aws_smithy_http_client::Builder;

type Error = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let packages: Vec<Vec<u8>> =
        std::env::args().skip(1).map(std::fs::read).collect::<Result<_, _>>()?;
    let [first, second] = packages.try_into().map_err(|_| "two packages are wanted")?;
    let config = aws_config::from_env()
        .http_client(Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .load()
        .await;
    println!("{}", life::tell(&config, first, second).await?);
    Ok(())
}
