//! Random values survive being written and read; random bytes are read or refused.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use protocol::schema::{Place, Protocol, Shape, Structure};
use protocol::{Operation, Slots, Timestamp, Value, document, route, violations};

use crate::support::{FORM, head};

/// Any value of a shape, with what every protocol can carry.
fn any_value(shape: Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Shape::Integer(_) => any::<i32>().prop_map(|n| Value::Integer(n.into())).boxed(),
        Shape::Long(_) => any::<i64>().prop_map(Value::Integer).boxed(),
        Shape::Float(_) => any::<f64>().prop_map(Value::Float).boxed(),
        // XML cannot carry control characters, and says so in a test of its own.
        Shape::Text(_) => "[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\u{FFFE}\u{FFFF}]{0,12}"
            .prop_map(Value::Text)
            .boxed(),
        Shape::Blob(_) => {
            vec(any::<u8>(), 0..12).prop_map(|bytes| Value::Blob(bytes.into())).boxed()
        }
        Shape::Timestamp => (-62_135_596_800_000..253_402_300_799_999_i64)
            .prop_map(|millis| Value::Timestamp(Timestamp::from_millis(millis)))
            .boxed(),
        Shape::List(list) => vec(any_value(list.element), 0..3).prop_map(Value::List).boxed(),
        Shape::Map(map) => {
            proptest::collection::btree_map("[a-zA-Z<& .é]{1,6}", any_value(map.value), 0..3)
                .prop_map(|map| Value::Map(map.into_iter().collect()))
                .boxed()
        }
        Shape::Structure(structure) => any_slots(structure).prop_map(Value::Structure).boxed(),
        Shape::Events(_) => Just(Value::Null).boxed(),
    }
}

/// The members in the body; those elsewhere stay empty.
fn any_slots(structure: &'static Structure) -> BoxedStrategy<Slots> {
    let members = structure.members.iter().map(|member| match member.place {
        Place::Body => proptest::option::of(any_value(member.shape)).boxed(),
        _ => Just(None).boxed(),
    });
    members.collect::<Vec<_>>().boxed()
}

fn any_message() -> impl Strategy<Value = (&'static Structure, Slots)> {
    let all: Vec<_> = Operation::all().collect();
    (proptest::sample::select(all), any::<bool>()).prop_flat_map(|(operation, is_input)| {
        let schema = operation.schema();
        let structure = if is_input { schema.input } else { schema.output };
        any_slots(structure).prop_map(move |slots| (structure, slots))
    })
}

/// A value that has a chance to satisfy its constraints, with nulls among elements now and then.
fn likely_value(shape: Shape) -> BoxedStrategy<Value> {
    let or_null = |value: BoxedStrategy<Value>| prop_oneof![9 => value, 1 => Just(Value::Null)];
    match shape {
        Shape::Text(text) if !text.values.is_empty() => {
            let values = proptest::sample::select(text.values);
            values.prop_map(|value| Value::Text(value.to_owned())).boxed()
        }
        Shape::Text(_) => {
            "[a-z]{1,9}|[0-9]{6,12}|/|arn:aws:iam::[0-9]{12}:role/[a-z]{4}|[a-z/]{20}"
                .prop_map(Value::Text)
                .boxed()
        }
        Shape::Integer(_) | Shape::Long(_) => (0..2_000_i64).prop_map(Value::Integer).boxed(),
        Shape::Float(_) => (0.0..1.0_f64).prop_map(Value::Float).boxed(),
        Shape::List(list) => {
            vec(or_null(likely_value(list.element)), 0..3).prop_map(Value::List).boxed()
        }
        Shape::Map(map) => {
            vec(("[a-z]{2,6}", or_null(likely_value(map.value))), 0..3).prop_map(Value::Map).boxed()
        }
        Shape::Structure(structure) => likely_slots(structure).prop_map(Value::Structure).boxed(),
        shape => any_value(shape),
    }
}

fn likely_slots(structure: &'static Structure) -> BoxedStrategy<Slots> {
    let members = structure.members.iter().map(|member| {
        let chance = if member.required { 0.98 } else { 0.5 };
        proptest::option::weighted(chance, likely_value(member.shape)).boxed()
    });
    members.collect::<Vec<_>>().boxed()
}

/// What no constraint forbids has a type: nothing that passes is lost on the way to the service.
#[test]
fn what_is_valid_has_its_type() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut valid = 0;
    for operation in Operation::all() {
        let schema = operation.schema().input;
        for _ in 0..40 {
            let slots = likely_slots(schema).new_tree(&mut runner).unwrap().current();
            if violations(schema, &slots).is_empty() {
                valid += 1;
                let retyped = operation.retyped_input(slots.clone());
                assert!(retyped.is_ok(), "{} {slots:?}", operation.name());
            }
        }
    }
    assert!(valid > 500, "only {valid} inputs were valid");
}

const WRITTEN: [Protocol; 4] =
    [Protocol::AwsJson11, Protocol::RestJson, Protocol::RestXml, Protocol::Cbor];
const ALL: [Protocol; 6] = [
    Protocol::AwsJson10,
    Protocol::AwsJson11,
    Protocol::RestJson,
    Protocol::RestXml,
    Protocol::Query,
    Protocol::Cbor,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_is_read((structure, slots) in any_message()) {
        for protocol in WRITTEN {
            let bytes = document::encode(protocol, "Root", structure, &slots);
            let read = document::decode(protocol, structure, &bytes);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            prop_assert_eq!(read.as_ref(), Ok(&slots), "{:?} {}", protocol, shown);
        }
    }

    #[test]
    fn what_is_cut_short_or_changed_is_read_or_refused(
        (structure, slots) in any_message(),
        cut in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        for protocol in WRITTEN {
            let mut bytes = document::encode(protocol, "Root", structure, &slots);
            let at = cut.index(bytes.len() + 1);
            let _ = document::decode(protocol, structure, &bytes[..at]);
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
                let _ = document::decode(protocol, structure, &bytes);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        for operation in Operation::all() {
            for protocol in ALL {
                let _ = document::decode(protocol, operation.schema().input, &bytes);
            }
        }
    }

    #[test]
    fn any_request_is_routed_or_refused(
        method in "GET|POST|PUT|DELETE|X",
        path in "(/[a-z0-9%.{}-]{0,12}){0,5}",
        query in "[ -\"$-~]{0,40}",
        target in "[ -~]{0,40}",
        form in "[ -~]{0,60}",
    ) {
        let query: String = query.chars().filter(|c| !matches!(c, ' ' | '"' | '<' | '>' | '`' | '{' | '}' | '\\' | '^' | '|')).collect();
        let path: String = path.chars().filter(|c| !matches!(c, '{' | '}')).collect();
        let line = format!("{method} {}?{query}", if path.is_empty() { "/" } else { &path });
        for scope in [None, Some("lambda"), Some("iam"), Some("logs"), Some("x")] {
            let _ = route(&head(&line, &[FORM]), scope, form.as_bytes());
            let _ = route(&head(&line, &[]), scope, form.as_bytes());
        }
        let target = format!("x-amz-target: {}", target.trim());
        let _ = route(&head(&line, &[&target]), None, b"");
    }
}
