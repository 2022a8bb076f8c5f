//! A tiny language for transcripts: what happened on the left, what the policy wanted on the
//! right. The expectation is the script: `check` runs the left sides and compares the whole.

use expect_test::Expect;
use functions::{FunctionName, Label, Variant};

use crate::policy::*;

pub(super) fn check(transcript: Expect) {
    let mut script = Script::default();
    let lines = transcript.data().trim().lines().map(|line| {
        let line = line.trim();
        let input = line.split(" -> ").next().unwrap_or(line).trim();
        match script.run(input).as_slice() {
            [] => format!("{input}\n"),
            actions => format!("{input:<28} -> {}\n", actions.join(", ")),
        }
    });
    let actual: String = lines.collect();
    transcript.assert_eq(&actual);
}

/// `f`, or `f:1` for a version of it that was published.
pub(super) fn name(text: &str) -> Variant {
    let (name, number) = text.split_once(':').unwrap_or((text, ""));
    let label = number.parse().map_or(Label::Latest, Label::Published);
    Variant { name: FunctionName::parse(name).unwrap(), label }
}

/// A function as the tests start from: one call at a time, 100 MB, no limits of its own.
pub(super) fn target(function: &str, version: u64) -> Target {
    Target {
        version: VersionId(version),
        function: name(function),
        memory_mb: 100,
        per_instance: 1,
        reserved: None,
        keep_warm: 0,
        idle_ms: None,
        copies: false,
    }
}

pub(super) const LIMITS: Limits = Limits {
    account_concurrency: 10,
    memory_mb: 1_000,
    line_per_function: 5,
    line_wait_ms: 1_000,
    start_wait_ms: 5_000,
    max_starting: 5,
    max_growing: 1,
    max_guesses: 16,
};

struct Script {
    limits: Limits,
    keep_alive: KeepAlive,
    policy: Option<Policy>,
    now: Millis,
}

impl Default for Script {
    fn default() -> Self {
        Self { limits: LIMITS, keep_alive: KeepAlive::Fixed(60_000), policy: None, now: 0 }
    }
}

/// The number in `c12`, `i12`, `v12` or `12`.
fn number(text: &str) -> u64 {
    text.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap()
}

impl Script {
    fn run(&mut self, line: &str) -> Vec<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let event = match words.as_slice() {
            ["limits", settings @ ..] => {
                settings.iter().for_each(|setting| self.set(setting));
                return Vec::new();
            }
            ["adaptive"] => {
                self.keep_alive = KeepAlive::Adaptive(Adaptive::default());
                return Vec::new();
            }
            ["idle", "at", "once"] => {
                self.keep_alive = KeepAlive::AtOnce;
                return Vec::new();
            }
            ["wait", ms] => return self.wait(number(ms)),
            ["count", function] => return vec![show_counts(self.policy().counts(&name(function)))],
            ["total"] => return vec![show_totals(self.policy().totals())],
            ["deploy", function, version, settings @ ..] => {
                let mut target = target(function, number(version));
                let (fresh, settings): (Vec<_>, Vec<_>) =
                    settings.iter().copied().partition(|setting| *setting == "fresh");
                settings.iter().for_each(|setting| configure(&mut target, setting));
                Event::Deployed { target, fresh: !fresh.is_empty() }
            }
            ["remove", function] => Event::Removed(name(function)),
            ["call", function, calls @ ..] => return self.call(function, calls, false),
            ["queue", function, calls @ ..] => return self.call(function, calls, true),
            ["cancel", call] => Event::Cancelled { call: CallId(number(call)) },
            ["started", instance, "after", ms] => {
                return self.started(instance, 1_000 * number(ms), false);
            }
            ["started", instances @ ..] => {
                return instances.iter().flat_map(|i| self.started(i, 80_000, false)).collect();
            }
            ["copied", instances @ ..] => {
                return instances.iter().flat_map(|i| self.started(i, 2_000, true)).collect();
            }
            ["grown", version, mb] => {
                Event::Grown { version: VersionId(number(version)), mb: number(mb) as u32 }
            }
            ["unfit", version] => Event::Unfit { version: VersionId(number(version)) },
            ["zygote", "gone", version] => {
                Event::ZygoteGone { version: VersionId(number(version)) }
            }
            ["failed", instance] => Event::StartFailed { instance: InstanceId(number(instance)) },
            ["finish", calls @ ..] => {
                let finished = |c: &&str| Event::Finished { call: CallId(number(c)) };
                return calls.iter().map(finished).flat_map(|e| self.send(e)).collect();
            }
            ["gone", instance] => Event::Gone { instance: InstanceId(number(instance)) },
            ["measured", version, mb, copied @ ..] => {
                let (version, peak_mb) = (VersionId(number(version)), number(mb) as u32);
                Event::Measured { version, peak_mb, copied: *copied == ["copied"] }
            }
            ["pressure", mb] => Event::Pressure { need_mb: number(mb) },
            _ => panic!("what is {line:?}?"),
        };
        self.send(event)
    }

    fn policy(&mut self) -> &mut Policy {
        let fresh = || Policy::new(self.limits.clone(), self.keep_alive.clone());
        self.policy.get_or_insert_with(fresh)
    }

    fn send(&mut self, event: Event) -> Vec<String> {
        let (now, mut out) = (self.now, Vec::new());
        self.policy().on_event(event, now, &mut out);
        out.into_iter().map(show).collect()
    }

    fn call(&mut self, function: &str, calls: &[&str], patient: bool) -> Vec<String> {
        let arrive = |call: &&str| Event::Arrived {
            call: CallId(number(call)),
            function: name(function),
            patient,
        };
        calls.iter().map(arrive).flat_map(|event| self.send(event)).collect()
    }

    fn started(&mut self, instance: &str, took_us: u64, copied: bool) -> Vec<String> {
        self.send(Event::Started { instance: InstanceId(number(instance)), took_us, copied })
    }

    /// Lets time pass, with a tick whenever the policy wants one.
    fn wait(&mut self, ms: Millis) -> Vec<String> {
        let (begin, end) = (self.now, self.now + ms);
        let mut shown = Vec::new();
        while let Some(at) = self.policy().next_tick().filter(|at| *at <= end) {
            assert!(at > self.now || self.now == begin, "a tick that changed nothing");
            self.now = at.max(self.now);
            let after = format!("after {}: ", self.now - begin);
            shown.extend(self.send(Event::Tick).into_iter().map(|action| after.clone() + &action));
        }
        self.now = end;
        shown
    }

    fn set(&mut self, setting: &str) {
        let (key, value) = setting.split_once('=').unwrap();
        let value = number(value);
        match key {
            "account" => self.limits.account_concurrency = value as u32,
            "memory" => self.limits.memory_mb = value,
            "line" => self.limits.line_per_function = value as u32,
            "wait" => self.limits.line_wait_ms = value,
            "starting" => self.limits.max_starting = value as u32,
            "growing" => self.limits.max_growing = value as u32,
            "guesses" => self.limits.max_guesses = value as u32,
            _ => panic!("what is {setting:?}?"),
        }
    }
}

fn configure(target: &mut Target, setting: &str) {
    let Some((key, value)) = setting.split_once('=') else {
        assert_eq!(setting, "copies");
        target.copies = true;
        return;
    };
    let value = number(value);
    match key {
        "reserved" => target.reserved = Some(value as u32),
        "memory" => target.memory_mb = value as u32,
        "each" => target.per_instance = value as u32,
        "warm" => target.keep_warm = value as u32,
        "idle" => target.idle_ms = Some(value),
        _ => panic!("what is {setting:?}?"),
    }
}

fn show(action: Action) -> String {
    match action {
        Action::Start { instance, version, provisioned } => {
            let ahead = if provisioned { " ahead" } else { "" };
            format!("start i{} of v{}{ahead}", instance.0, version.0)
        }
        Action::Assign { call, instance } => format!("c{} on i{}", call.0, instance.0),
        Action::Refuse { call, reason } => format!("no c{}: {reason:?}", call.0),
        Action::FailStart { call, instance } => format!("c{} fails as i{}", call.0, instance.0),
        Action::Stop { instance, why } => format!("stop i{}: {why:?}", instance.0),
        Action::Grow { version } => format!("grow v{}", version.0),
        Action::LetGo { version, why } => format!("let v{} go: {why:?}", version.0),
    }
}

fn show_counts(counts: Counts) -> String {
    let Counts { starting, idle, busy, draining, in_line, executing, zygote } = counts;
    let zygote = if zygote { ", a zygote" } else { "" };
    format!(
        "starting {starting}, idle {idle}, busy {busy}, draining {draining}, \
         in line {in_line}, executing {executing}{zygote}"
    )
}

fn show_totals(totals: Totals) -> String {
    let Totals { functions, starting, instances, executing, in_line, zygotes, memory_mb } = totals;
    let zygotes = if zygotes > 0 { format!("zygotes {zygotes}, ") } else { String::new() };
    format!(
        "functions {functions}, starting {starting}, instances {instances}, \
         executing {executing}, in line {in_line}, {zygotes}{memory_mb} MB"
    )
}
