//! How packs are coming: a moving line for each on a terminal, a line for each step elsewhere.

use std::collections::HashMap;
use std::time::Duration;

use api::{PackEntry, PackState};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::Screen;

#[derive(Debug)]
pub(crate) struct Progress {
    screen: Screen,
    all: MultiProgress,
    bars: HashMap<String, ProgressBar>,
    said: HashMap<String, String>,
}

impl Progress {
    pub(crate) fn new(screen: &Screen) -> Self {
        let (bars, said) = (HashMap::new(), HashMap::new());
        Self { screen: screen.clone(), all: MultiProgress::new(), bars, said }
    }

    pub(crate) fn show(&mut self, entry: &PackEntry) {
        if let PackState::Installing { doing, for_ms } = &entry.state {
            self.doing(&format!("{} for {}", entry.pack, entry.runs_on), doing, for_ms / 1_000);
        }
    }

    pub(crate) fn doing(&mut self, what: &str, doing: &str, seconds: u64) {
        if self.screen.quiet || self.screen.json {
            return;
        }
        if self.screen.stderr_terminal {
            let all = &self.all;
            let bar = self.bars.entry(what.to_owned()).or_insert_with(|| bar(all, what));
            bar.set_message(format!("{doing}, {seconds} s"));
        } else if self.said.insert(what.to_owned(), doing.to_owned()).as_deref() != Some(doing) {
            self.screen.err(&format!("{what}: {doing} …\n"));
        }
    }

    /// Takes the moving lines away: what comes next says it better.
    pub(crate) fn end(&mut self) {
        self.bars.drain().for_each(|(_, bar)| bar.finish_and_clear());
    }
}

fn bar(all: &MultiProgress, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {prefix}  {wide_msg}");
    let bar = all.add(ProgressBar::new_spinner());
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_prefix(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
