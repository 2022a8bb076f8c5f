//! How functions are kept apart from this machine, in words.

use clap::ValueEnum;
use sandbox::{Backend, Feature, Mode, Report, State};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Isolation {
    #[default]
    Auto,
    Require,
    Off,
}

impl From<Isolation> for Mode {
    fn from(isolation: Isolation) -> Self {
        match isolation {
            Isolation::Auto => Self::Auto,
            Isolation::Require => Self::Require,
            Isolation::Off => Self::Off,
        }
    }
}

pub(super) const WARNING: &str = "\
    warning: --sandbox=off: functions can read and change whatever this account can, the \
    platform's own data included, and reach whatever this machine does\n  next: run only code you would run yourself, or leave the flag out\n";

/// One line for the start screen: what is there, and what is not.
pub(super) fn describe(report: &Report) -> String {
    if report.mode == Mode::Off {
        return "off: functions see what this account sees".into();
    }
    let missing: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| matches!(finding.state, State::Missing { .. }))
        // Which has a line of its own.
        .filter(|finding| finding.feature != Feature::Internet)
        .map(|finding| finding.feature.to_string())
        .collect();
    match (report.backend, missing.is_empty()) {
        (Backend::Plain, _) => {
            "none: functions see what this account sees; `mayfly doctor` says why".into()
        }
        (Backend::Isolated, true) => "every instance in its own".into(),
        (Backend::Isolated, false) => {
            format!(
                "every instance in its own, without {}; see `mayfly doctor`",
                missing.join(", ")
            )
        }
    }
}
