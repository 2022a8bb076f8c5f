//! Random sequences of events: whatever happens, in whatever order, the model finds no fault.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::model::{FUNCTIONS, Fate, Model, function_name};
use crate::policy::*;

/// Something to do to the model. Numbers pick one of those there are, so that shrinking works.
#[derive(Debug, Clone)]
enum Step {
    Deploy { function: usize, version: u64, settings: Settings, fresh: bool },
    Remove { function: usize },
    Call { function: usize, patient: bool, count: u8 },
    Cancel(usize),
    Started(usize, bool),
    Ended(usize),
    Finish(usize),
    Measured { version: usize, peak_mb: u32, copied: bool },
    Grown(usize, u32),
    Unfit(usize),
    NotGrown(usize),
    ZygoteDies(usize),
    StartedTooLate,
    Pressure(u64),
    Wait(Millis),
}

#[derive(Debug, Clone)]
struct Settings {
    memory_mb: u32,
    per_instance: u32,
    reserved: Option<u32>,
    keep_warm: u32,
    idle_ms: Option<Millis>,
    copies: bool,
}

fn settings() -> impl Strategy<Value = Settings> {
    let reserved = prop_oneof![3 => Just(None), 2 => (0..4u32).prop_map(Some)];
    let idle_ms = prop_oneof![3 => Just(None), 1 => (0..5_000u64).prop_map(Some)];
    let keep_warm = prop_oneof![3 => Just(0), 1 => 1..4u32];
    let per_instance = prop_oneof![2 => Just(1), 1 => 1..4u32];
    let copies = prop::bool::weighted(0.7);
    (16..400u32, per_instance, reserved, keep_warm, idle_ms, copies).prop_map(
        |(memory_mb, per_instance, reserved, keep_warm, idle_ms, copies)| Settings {
            memory_mb,
            per_instance,
            reserved,
            keep_warm,
            idle_ms,
            copies,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let f = 0..FUNCTIONS;
    prop_oneof![
        2 => (f.clone(), 0..3u64, settings(), any::<bool>()).prop_map(
            |(function, version, settings, fresh)| {
                Step::Deploy { function, version, settings, fresh }
            },
        ),
        1 => f.clone().prop_map(|function| Step::Remove { function }),
        12 => (f, any::<bool>(), 1..5u8).prop_map(|(function, patient, count)| {
            Step::Call { function, patient, count }
        }),
        2 => any::<usize>().prop_map(Step::Cancel),
        12 => (any::<usize>(), any::<bool>()).prop_map(|(n, copied)| Step::Started(n, copied)),
        2 => any::<usize>().prop_map(Step::Ended),
        14 => any::<usize>().prop_map(Step::Finish),
        1 => (any::<usize>(), 1..500u32, any::<bool>()).prop_map(|(version, peak_mb, copied)| {
            Step::Measured { version, peak_mb, copied }
        }),
        4 => (any::<usize>(), 1..200u32).prop_map(|(n, mb)| Step::Grown(n, mb)),
        1 => any::<usize>().prop_map(Step::Unfit),
        1 => any::<usize>().prop_map(Step::NotGrown),
        1 => any::<usize>().prop_map(Step::ZygoteDies),
        1 => Just(Step::StartedTooLate),
        1 => (0..600u64).prop_map(Step::Pressure),
        6 => prop_oneof![0..100u64, 0..3_000u64, 0..100_000u64, 0..1_000_000u64].prop_map(Step::Wait),
    ]
}

fn keep_alive() -> impl Strategy<Value = KeepAlive> {
    prop_oneof![
        Just(KeepAlive::AtOnce),
        (1..60_000u64).prop_map(KeepAlive::Fixed),
        Just(KeepAlive::Adaptive(Adaptive::default())),
    ]
}

fn limits() -> impl Strategy<Value = Limits> {
    (9..14u32, 400..1_500u64, 0..4u32, 1..5u32).prop_map(|(account, memory_mb, line, starting)| {
        Limits {
            account_concurrency: account,
            memory_mb,
            line_per_function: line,
            line_wait_ms: 1_000,
            start_wait_ms: 2_000,
            max_starting: starting,
            max_growing: 1 + starting % 2,
            max_guesses: 1 + account % 3,
        }
    })
}

/// One of several, by any number.
fn pick<T>(mut from: impl Iterator<Item = T> + Clone, number: usize) -> Option<T> {
    let count = from.clone().count();
    if count == 0 { None } else { from.nth(number % count) }
}

fn do_step(model: &mut Model, step: Step) {
    match step {
        Step::Deploy { function, version, settings, fresh } => {
            let target = Target {
                version: VersionId(10 * function as u64 + version),
                function: function_name(function),
                memory_mb: settings.memory_mb,
                per_instance: settings.per_instance,
                reserved: settings.reserved,
                keep_warm: settings.keep_warm,
                idle_ms: settings.idle_ms,
                copies: settings.copies,
            };
            model.deploy(function, target, fresh);
        }
        Step::Remove { function } => model.remove(function),
        Step::Call { function, patient, count } => {
            (0..count).for_each(|_| model.call(function, patient));
        }
        Step::Cancel(n) => {
            let open = calls(model, |fate| fate != Fate::Over);
            if let Some(call) = pick(open.into_iter(), n) {
                model.cancel(call);
            }
        }
        Step::Started(n, copied) => {
            if let Some(instance) = pick(instances(model, |ready| !ready).into_iter(), n) {
                model.started(instance, copied);
            }
        }
        Step::Ended(n) => {
            if let Some(instance) = pick(instances(model, |_| true).into_iter(), n) {
                model.end(instance);
            }
        }
        Step::Finish(n) => {
            if let Some(call) = pick(calls(model, |f| matches!(f, Fate::On(_))).into_iter(), n) {
                model.finish(call);
            }
        }
        Step::Grown(n, mb) => answer(model, n, |model, n| model.grown(n, mb)),
        Step::Unfit(n) => answer(model, n, Model::unfit),
        Step::NotGrown(n) => answer(model, n, Model::not_grown),
        Step::ZygoteDies(n) => model.zygote_dies(n % FUNCTIONS),
        Step::Measured { version, peak_mb, copied } => {
            let versions = model.instances.values().map(|instance| instance.version);
            if let Some(version) = pick(versions, version) {
                model.measured(version, peak_mb, copied);
            }
        }
        Step::StartedTooLate => model.started_too_late(),
        Step::Pressure(need_mb) => model.send(Event::Pressure { need_mb }),
        Step::Wait(ms) => model.wait(ms),
    }
}

fn answer(model: &mut Model, n: usize, how: impl FnOnce(&mut Model, usize)) {
    if !model.growing.is_empty() {
        how(model, n % model.growing.len());
    }
}

fn calls(model: &Model, wanted: impl Fn(Fate) -> bool) -> Vec<CallId> {
    let wanted = model.calls.iter().filter(|(_, call)| wanted(call.fate));
    wanted.map(|(id, _)| *id).collect()
}

fn instances(model: &Model, wanted: impl Fn(bool) -> bool) -> Vec<InstanceId> {
    let wanted = model.instances.iter().filter(|(_, instance)| wanted(instance.ready));
    wanted.map(|(id, _)| *id).collect()
}

/// No new calls, nothing kept warm: everything runs to its end.
fn wind_down(model: &mut Model) {
    let targets: Vec<_> = model.current.clone().into_iter().collect();
    for (function, target) in targets {
        model.deploy(function, Target { keep_warm: 0, ..target }, false);
    }
    loop {
        while !model.growing.is_empty() {
            model.grown(0, 30);
        }
        let starting = instances(model, |ready| !ready);
        let executing = calls(model, |fate| matches!(fate, Fate::On(_)));
        if starting.is_empty() && executing.is_empty() {
            let waiting = calls(model, |fate| fate == Fate::Waiting).len();
            model.wait(1_000);
            if calls(model, |fate| fate == Fate::Waiting).len() == waiting {
                break;
            }
        }
        starting.into_iter().for_each(|instance| {
            if model.instances.get(&instance).is_some_and(|i| !i.ready) {
                model.started(instance, false);
            }
        });
        executing.into_iter().for_each(|call| model.finish(call));
    }
    // What was started ahead of a call that does not come is let go again.
    for _ in 0..3 {
        model.wait(24 * 3_600_000);
        while !model.growing.is_empty() {
            model.grown(0, 30);
        }
        for instance in instances(model, |ready| !ready) {
            model.started(instance, false);
        }
    }
}

/// The same thousand every time; others, and as many as `PROPTEST_CASES` says, when it is set.
fn config() -> ProptestConfig {
    let base = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => base,
        None => ProptestConfig { cases: 1_000, rng_seed: RngSeed::Fixed(1), ..base },
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_is_lost_doubled_or_over_a_limit(
        limits in limits(),
        keep_alive in keep_alive(),
        steps in prop::collection::vec(step(), 1..150),
    ) {
        let mut model = Model::new(limits, keep_alive);
        steps.into_iter().for_each(|step| do_step(&mut model, step));
        wind_down(&mut model);
        let open = calls(&model, |fate| fate != Fate::Over);
        prop_assert!(open.is_empty(), "calls without an end: {open:?}");
        prop_assert!(model.instances.is_empty(), "still there: {:?}", model.instances);
        prop_assert_eq!(model.policy.totals().zygotes, 0);
        prop_assert_eq!(model.policy.totals().memory_mb, 0);
        prop_assert_eq!(model.policy.totals().in_line, 0);
        prop_assert_eq!(model.policy.next_tick(), None);
    }
}
