//! Arguments that are more than a word: parsed once, with an error that shows how to write them.

mod payload;
mod since;

pub use payload::Payload;
pub use since::Since;

use functions::FunctionName;

/// A function's name.
pub fn function_name(text: &str) -> Result<FunctionName, String> {
    FunctionName::parse(text).map_err(|error| error.to_string())
}

/// A request id, as `invoke` and `show` print it. It becomes a part of a URL.
pub fn request_id(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if plain && (1..=64).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err("a request id looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed".into())
    }
}
