//! What happens, in order.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::client::Waiters;
use aws_sdk_lambda::error::ProvideErrorMetadata;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{FunctionCode, FunctionUrlAuthType, InvocationType, Runtime};
use serde_json::{Value, json};

use crate::Error;
use crate::calls::{answer, logged, streamed, tail};
use crate::fetch::fetch;

pub const NAME: &str = "from-rust";
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn tell(config: &SdkConfig, first: Vec<u8>, second: Vec<u8>) -> Result<Value, Error> {
    let client = Client::new(config);
    let of = |kind| client.invoke().function_name(NAME).invocation_type(kind);
    let code = FunctionCode::builder().zip_file(Blob::new(first.clone())).build();
    client
        .create_function()
        .function_name(NAME)
        .runtime(Runtime::Nodejs20x)
        .role("arn:aws:iam::000000000000:role/any")
        .handler("index.handler")
        .code(code)
        .send()
        .await?;
    client.wait_until_function_active_v2().function_name(NAME).wait(PATIENCE).await?;
    let waited = answer(of(InvocationType::RequestResponse)).await?;
    let tail = tail(of(InvocationType::RequestResponse)).await?;
    let kept = answer(of(InvocationType::Event)).await?;
    let asked = answer(of(InvocationType::DryRun)).await?;
    let streamed = streamed(&client).await?;
    let shown = client.get_function().function_name(NAME).send().await?;
    let location = shown.code().and_then(|code| code.location()).ok_or("no location")?;
    let downloaded = fetch(location).await? == first;

    client.publish_version().function_name(NAME).send().await?;
    let live = client.create_alias().function_name(NAME).name("live");
    live.function_version("1").send().await?;
    let code = client.update_function_code().function_name(NAME);
    code.zip_file(Blob::new(second)).send().await?;
    client.wait_until_function_updated_v2().function_name(NAME).wait(PATIENCE).await?;
    let by_alias = || of(InvocationType::RequestResponse).qualifier("live");
    let before = answer(by_alias()).await?;
    client.publish_version().function_name(NAME).send().await?;
    let live = client.update_alias().function_name(NAME).name("live");
    live.function_version("2").send().await?;
    let after = answer(by_alias()).await?;

    let url = client.create_function_url_config().function_name(NAME);
    let url = url.auth_type(FunctionUrlAuthType::None).send().await?;
    let url = String::from_utf8(fetch(url.function_url()).await?)?;
    let logged = logged(config).await?;
    client.delete_function().function_name(NAME).send().await?;
    let gone = of(InvocationType::RequestResponse).send().await.err().ok_or("it is still there")?;
    let status = gone.raw_response().map(|response| response.status().as_u16());
    Ok(json!({
        "waited": waited,
        "tail": tail,
        "kept": kept,
        "asked": asked,
        "streamed": streamed,
        "downloaded": downloaded,
        "alias": [before, after],
        "url": url,
        "logged": logged,
        "gone": [gone.code(), status, gone.message()],
    }))
}
