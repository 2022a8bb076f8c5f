//! A function's URLs: where they are, who may call them and which pages.

use api::{FunctionSummary, FunctionUrl};
use functions::{Cors, UrlAuth};

use super::span;

/// In a list: the address, and what is not as usual.
pub(super) fn short(function: &FunctionSummary, endpoint: bool) -> Option<String> {
    let first = function.urls.first()?;
    let address = match endpoint {
        true => &*first.address,
        false => first.address.find("/fn/").map_or(&*first.address, |at| &first.address[at..]),
    };
    let more = match function.urls.len() {
        1 => String::new(),
        all => format!(" and {} more", all - 1),
    };
    Some(format!("{address}{}{more}", marks(first)))
}

fn marks(url: &FunctionUrl) -> String {
    let iam = (url.terms.auth == UrlAuth::Iam).then_some("iam");
    let cors = url.terms.cors.is_some().then_some("cors");
    let marks: Vec<_> = iam.into_iter().chain(cors).collect();
    if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) }
}

/// All there is to say of one, each with its name.
pub(super) fn facts(url: &FunctionUrl) -> Vec<(String, String)> {
    let of = url.alias.as_ref().map(|alias| format!(" of {alias}")).unwrap_or_default();
    let auth = match url.terms.auth {
        UrlAuth::None => "none: everybody may call it",
        UrlAuth::Iam => "iam: signed requests alone, of those who may",
    };
    let mut facts =
        vec![(format!("url{of}"), url.address.clone()), (format!("auth{of}"), auth.to_owned())];
    facts.extend(url.terms.cors.as_ref().map(|cors| (format!("cors{of}"), sentence(cors))));
    facts
}

fn sentence(cors: &Cors) -> String {
    let list = |all: &[String], none: &str| match all {
        [] => none.to_owned(),
        all => all.join(", "),
    };
    let mut parts = vec![match &cors.origins[..] {
        [] => "no page".to_owned(),
        [any] if any == "*" => "every page".to_owned(),
        origins => format!("pages of {}", origins.join(", ")),
    }];
    parts.push(format!("methods {}", list(&cors.methods, "GET, HEAD and POST")));
    parts.push(format!("headers {}", list(&cors.headers, "as usual")));
    if !cors.expose.is_empty() {
        parts.push(format!("shows {}", cors.expose.join(", ")));
    }
    if cors.credentials {
        parts.push("with cookies".into());
    }
    if let Some(age) = cors.max_age_s {
        parts.push(format!("remembered for {}", span(u64::from(age) * 1_000)));
    }
    parts.join("; ")
}
