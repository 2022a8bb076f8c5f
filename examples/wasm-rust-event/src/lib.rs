//! Answers events from a WebAssembly component: the world `mayfly:function`.

wit_bindgen::generate!({ path: "../../crates/wasm/wit", world: "function" });

use exports::mayfly::function::handler::{Context, Error, Guest};
use mayfly::function::{config, log};

struct Words;

impl Guest for Words {
    fn handle(event: Vec<u8>, context: Context) -> Result<Vec<u8>, Error> {
        let text = String::from_utf8(event).map_err(|_| Error {
            kind: "NotText".into(),
            message: "the event is not UTF-8; send text".into(),
        })?;
        let count = text.split_whitespace().count();
        log::write(log::Level::Info, &format!("{} has {count} words", context.request_id));
        let unit = config::get("unit").unwrap_or_else(|| "words".into());
        Ok(format!("{{\"{unit}\":{count}}}").into_bytes())
    }
}

export!(Words);
