//! `mayfly show`.

use api::{FunctionDetail, Instances, Invocation, LastHour};
use functions::{Destination, Egress, FunctionConfig, Runtime, Use};

use super::facts::Facts;
use super::{
    Cell, Look, Style, Table, ago, bytes, count, many, micros, per_minute, percent, printable,
    span, url, versions,
};

pub fn detail(detail: &FunctionDetail, now_ms: u64, look: impl Into<Look>) -> String {
    let look = look.into();
    let colour = look.colour;
    let summary = &detail.summary;
    let heading = Style::Bold.paint(summary.name.as_str(), colour);
    let whose = match &summary.app {
        Some(app) => format!("of app {app}"),
        None => "made by the Lambda API".into(),
    };
    let mut out = format!("{heading}  {whose}\n\n");
    let deployed = format!(
        "{}, {} of code ({})",
        ago(summary.deployed_at_ms, now_ms),
        bytes(detail.package_bytes),
        detail.package.to_string().chars().take(12).collect::<String>(),
    );
    let mut facts = Facts::default();
    if summary.url.is_none() {
        facts.add("url", "none (set `url = true`)");
    }
    for (name, value) in summary.urls.iter().flat_map(url::facts) {
        facts.add(&name, value);
    }
    facts.add("arn", &detail.arn);
    facts.add("deployed", deployed);
    for (name, lines) in
        [("aliases", versions::aliases(detail)), ("versions", versions::versions(detail, now_ms))]
    {
        if let Some(lines) = lines {
            facts.add(name, lines);
        }
    }
    facts.configuration(&detail.config);
    facts.add("instances", instances(summary.instances));
    if let Some(starts) = &detail.starts {
        facts.add("start", starts);
    }
    facts.add("last hour", last_hour(summary.last_hour));
    if detail.async_waiting > 0 {
        let waiting = many(detail.async_waiting, "asynchronous call");
        facts.add("waiting", format!("{waiting} to be run"));
    }
    out += &facts.render(look);
    for note in &detail.notes {
        out += &format!("{} {}\n", Style::Yellow.paint("note:", colour), printable(note));
    }
    out.push('\n');
    out += &recent(detail, now_ms, look);
    out
}

impl Facts {
    fn configuration(&mut self, config: &FunctionConfig) {
        self.add(
            "runtime",
            match (config.runtime, config.is_server()) {
                (Runtime::Wasm, true) => "wasm, answers requests".into(),
                (Runtime::Wasm, false) => "wasm, answers events".into(),
                (runtime, _) => runtime.to_string(),
            },
        );
        self.add("handler", &config.handler);
        self.add("memory", format!("{} MB", config.memory_mb));
        if config.tmp_mb != 512 {
            self.add("/tmp", format!("{} MB", count(config.tmp_mb.into())));
        }
        self.add("timeout", span(config.timeout_ms.into()));
        if !config.env.is_empty() {
            // Values may be secrets, and screens are shared.
            let names: Vec<_> = config.env.keys().map(String::as_str).collect();
            self.add("env", format!("{} (values are in --json)", names.join(", ")));
        }
        let concurrency = match config.concurrency {
            Some(reserved) => format!("at most {}", count(reserved.into())),
            None => "not limited by the function".into(),
        };
        let each = match config.instance_concurrency {
            1 => String::new(),
            calls => format!(", {calls} calls an instance"),
        };
        self.add("concurrency", concurrency + &each);
        if config.keep_warm > 0 {
            self.add("keep warm", config.keep_warm.to_string());
        }
        if let Some(idle_ms) = config.idle_ms {
            self.add("idle", format!("instances leave after {}", span(idle_ms)));
        }
        let age = span(config.max_event_age_ms);
        self.add("retries", format!("{} for asynchronous calls, up to {age}", config.retries));
        if config.declared.role.is_none() {
            let uses: Vec<_> = config.uses.iter().map(Use::to_string).collect();
            let nothing = || "nothing but its own log (grant with `uses`)".to_owned();
            self.add("uses", if uses.is_empty() { nothing() } else { uses.join(", ") });
        }
        match config.egress {
            Egress::Internet => {}
            Egress::None => self.add("egress", "none: it reaches the platform alone"),
            Egress::Host => self.add("egress", "host: it reaches this machine and its networks"),
        }
        if let Some(Destination::Function(name)) = &config.on_failure {
            self.add("on failure", format!("function {name}"));
        }
    }
}

fn instances(now: Instances) -> String {
    let states = [
        (now.busy, "busy"),
        (now.idle, "idle"),
        (now.starting, "starting"),
        (now.draining, "draining"),
    ];
    let present = states.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<_> = present.map(|(number, state)| format!("{number} {state}")).collect();
    if parts.is_empty() { "none, scaled to zero".into() } else { parts.join(", ") }
}

fn last_hour(hour: LastHour) -> String {
    if hour.invocations == 0 && hour.throttles == 0 {
        return "no calls".into();
    }
    let mut text = format!(
        "{} ({}), {} ({}), {}",
        many(hour.invocations, "call"),
        per_minute(hour.invocations),
        many(hour.errors, "error"),
        percent(hour.errors, hour.invocations),
        many(hour.cold_starts, "cold start"),
    );
    if hour.throttles > 0 {
        text += &format!(", {} refused as too many", count(hour.throttles));
    }
    let gb_seconds = hour.mb_ms as f64 / 1_024.0 / 1_000.0;
    text + &format!("; billed {}, {gb_seconds:.3} GB-s", micros(hour.billed_ms * 1_000))
}

fn recent(detail: &FunctionDetail, now_ms: u64, look: Look) -> String {
    let name = &detail.summary.name;
    let next = Style::Cyan.paint("next:", look.colour);
    if detail.recent.is_empty() {
        return format!("never called\n{next} `mayfly invoke {name}`\n");
    }
    let headings = ["WHEN", "OUTCOME", "DURATION", "INIT", "BILLED", "MEMORY", "BY", "REQUEST"];
    let mut table = Table::new(&headings);
    for call in &detail.recent {
        table.row(invocation(call, now_ms));
    }
    table.render(look)
}

fn invocation(call: &Invocation, now_ms: u64) -> Vec<Cell> {
    let good = call.outcome == "ok";
    let outcome = printable(&call.outcome.replace('_', " ")).into_owned();
    let by = match call.attempt {
        0 | 1 => call.trigger.clone(),
        attempt => format!("{}, try {attempt}", call.trigger),
    };
    let init = call
        .init_us
        .map_or_else(|| Cell::right("-").style(Style::Dim), |us| Cell::right(micros(us)));
    vec![
        Cell::new(ago(call.start_us / 1_000, now_ms)),
        Cell::new(outcome).style(if good { Style::Green } else { Style::Red }),
        Cell::right(micros(call.duration_us)),
        init,
        Cell::right(format!("{} ms", count(call.billed_ms))),
        Cell::right(format!("{}/{} MB", call.max_memory_mb, call.memory_mb)),
        Cell::new(printable(&by).into_owned()),
        Cell::new(printable(&call.request_id).into_owned()).style(Style::Dim),
    ]
}
