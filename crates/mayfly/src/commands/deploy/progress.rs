//! How a deploy is going: a moving line for each function on a terminal, plain lines elsewhere.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use apps::Step;
use functions::FunctionName;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::Screen;
use crate::render::bytes;

#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    Build(Step),
    /// The platform has the package.
    Present,
    Uploading {
        sent: u64,
        total: u64,
    },
    Uploaded {
        total: u64,
    },
    /// The platform sees whether it loads.
    Loading,
}

#[derive(Debug)]
pub(super) struct Display {
    mode: Mode,
}

#[derive(Debug)]
enum Mode {
    Silent,
    Plain(Screen),
    Moving { all: MultiProgress, bars: Mutex<HashMap<FunctionName, ProgressBar>> },
}

impl Display {
    pub(super) fn new(screen: &Screen) -> Self {
        let mode = if screen.quiet || screen.json {
            Mode::Silent
        } else if screen.stderr_terminal {
            Mode::Moving { all: MultiProgress::new(), bars: Mutex::default() }
        } else {
            Mode::Plain(screen.clone())
        };
        Self { mode }
    }

    pub(super) fn show(&self, name: &FunctionName, event: Event) {
        match &self.mode {
            Mode::Silent => {}
            Mode::Plain(screen) => {
                if let Some(text) = milestone(event) {
                    screen.err(&format!("{name}: {text}\n"));
                }
            }
            Mode::Moving { all, bars } => {
                let mut bars = bars.lock().unwrap_or_else(PoisonError::into_inner);
                let bar = bars.entry(name.clone()).or_insert_with(|| bar(all, name));
                bar.set_message(moment(event));
            }
        }
    }

    /// Takes the moving lines away: what comes next says it better.
    pub(super) fn end(&self) {
        if let Mode::Moving { bars, .. } = &self.mode {
            let mut bars = bars.lock().unwrap_or_else(PoisonError::into_inner);
            bars.drain().for_each(|(_, bar)| bar.finish_and_clear());
        }
    }
}

impl apps::Progress for Display {
    fn step(&self, function: &FunctionName, what: Step) {
        self.show(function, Event::Build(what));
    }
}

fn bar(all: &MultiProgress, name: &FunctionName) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {prefix}  {wide_msg}");
    // Added first: a bar that moves alone draws over the others.
    let bar = all.add(ProgressBar::new_spinner());
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_prefix(name.to_string());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// What is going on right now.
fn moment(event: Event) -> String {
    match event {
        Event::Build(Step::Building) => "building …".into(),
        Event::Build(Step::Staging) => "reading the files".into(),
        Event::Build(Step::Installing { tool }) => format!("installing with {} …", tool.name()),
        Event::Build(Step::InstalledFromCache { tool }) => {
            format!("what {} installed before", tool.name())
        }
        Event::Build(Step::Packing { files }) => format!("packing {files} files"),
        Event::Build(Step::Packed { bytes: size }) => format!("packed, {}", bytes(size)),
        Event::Build(Step::Unchanged { bytes: size }) => format!("unchanged, {}", bytes(size)),
        Event::Present => "the platform has it already".into(),
        Event::Uploading { sent, total } => {
            let percent = sent.saturating_mul(100).checked_div(total).unwrap_or(100);
            let filled = usize::try_from(percent.min(100) / 5).unwrap_or(0);
            let bar = format!("{}{}", "━".repeat(filled), "╌".repeat(20 - filled));
            format!("uploading {bar} {} of {}", bytes(sent), bytes(total))
        }
        Event::Uploaded { total } => format!("uploaded, {}", bytes(total)),
        Event::Loading => "loading …".into(),
    }
}

/// What is worth a line of its own in a file.
fn milestone(event: Event) -> Option<String> {
    match event {
        Event::Build(Step::Staging | Step::Packing { .. }) | Event::Present => None,
        Event::Uploading { sent, .. } if sent > 0 => None,
        Event::Uploading { total, .. } => Some(format!("uploading {}", bytes(total))),
        Event::Uploaded { .. } | Event::Loading => None,
        event => Some(moment(event)),
    }
}
