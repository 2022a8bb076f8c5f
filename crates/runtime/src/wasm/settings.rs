//! What a component is given and how far it may go, as its function's configuration says.

use std::sync::Arc;

use functions::FunctionConfig;
use wasm::{Beyond, Egress, Endpoint, Limits, Settings};

use crate::environment::{Told, told};
use crate::{PAYLOAD_BYTES_MAX, Place};

const MB: usize = 1024 * 1024;

/// Instances of one component that are kept for further calls, where the function wishes that.
const KEPT_MAX: usize = 16;

/// What a component may print in one call.
const LOG_BYTES_MAX: usize = 16 * MB;

pub(super) fn settings(of: &Told<'_>, takes_requests: bool) -> Settings {
    let config = &of.function.config;
    let answer_bytes = match takes_requests {
        // As much as a server may, which is as much as its caller reads.
        true => u64::MAX,
        false => PAYLOAD_BYTES_MAX as u64,
    };
    Settings {
        limits: Limits {
            memory_bytes: config.memory_mb as usize * MB,
            answer_bytes,
            log_bytes: LOG_BYTES_MAX,
            ..Limits::default()
        },
        egress: Egress { beyond: beyond(config), platform: platform(of.place) },
        environment: told(of),
        config: config.env.clone(),
        reuse: if config.reuse { KEPT_MAX } else { 0 },
    }
}

fn beyond(config: &FunctionConfig) -> Beyond {
    match config.egress {
        functions::Egress::Internet => Beyond::Internet,
        functions::Egress::None => Beyond::Nothing,
        functions::Egress::Host => Beyond::Anything,
    }
}

/// The platform's endpoint is an address of this machine.
fn platform(place: &Place) -> Option<Endpoint> {
    let authority = place.endpoint.strip_prefix("http://")?;
    Some(Endpoint { address: authority.parse().ok()?, authority: authority.to_owned() })
}

/// Where the lines of one call go, or those of no call.
pub(super) fn sink(label: &crate::instance::Label, request: Option<Arc<str>>) -> wasm::LineSink {
    let label = label.clone();
    Arc::new(move |line: wasm::Line<'_>| {
        use telemetry::{Level, Source};
        let guessed = || Level::guess(line.text);
        let (source, level) = match line.source {
            wasm::Source::Stdout => (Source::Stdout, guessed()),
            wasm::Source::Stderr => (Source::Stderr, guessed()),
            wasm::Source::Platform => (Source::Platform, Level::Warn),
            wasm::Source::Log(level) => (
                Source::Stdout,
                match level {
                    wasm::Level::Trace => Level::Trace,
                    wasm::Level::Debug => Level::Debug,
                    wasm::Level::Info => Level::Info,
                    wasm::Level::Warn => Level::Warn,
                    wasm::Level::Error => Level::Error,
                },
            ),
        };
        label.print(request.as_ref(), source, level, line.text.to_owned());
    })
}
