//! What conditions of policies can ask of a request, by the keys that Lambda has for it. Pure.

use identity::policy::Context;
use protocol::lambda::{FunctionUrlAuthType, VpcConfig};

/// The tags that a request brings.
pub(super) fn tags<'a>(tags: impl IntoIterator<Item = (&'a String, &'a String)>) -> Context {
    let (mut context, mut named) = (Context::new(), Vec::new());
    for (key, value) in tags {
        context.add(&format!("aws:RequestTag/{key}"), value);
        named.push(key.clone());
    }
    context.set_all("aws:TagKeys", named);
    context
}

/// The tags that a request takes away.
pub(super) fn keys(keys: Vec<String>) -> Context {
    let mut context = Context::new();
    context.set_all("aws:TagKeys", keys);
    context
}

/// What a function is to be made of.
pub(super) fn parts(
    mut context: Context,
    layers: Option<&[String]>,
    network: Option<&VpcConfig>,
) -> Context {
    if let Some(layers) = layers {
        context.set_all("lambda:Layer", layers.to_vec());
    }
    if let Some(network) = network {
        let all = |ids: &Option<Vec<String>>| ids.clone().unwrap_or_default();
        context.set_all("lambda:SubnetIds", all(&network.subnet_ids));
        context.set_all("lambda:SecurityGroupIds", all(&network.security_group_ids));
    }
    context
}

/// Whether a URL wants signatures.
pub(super) fn auth(kind: Option<FunctionUrlAuthType>) -> Context {
    let context = Context::new();
    match kind {
        Some(kind) => context.with("lambda:FunctionUrlAuthType", kind.as_str()),
        None => context,
    }
}
