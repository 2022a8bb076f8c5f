use std::collections::BTreeSet;

use protocol::schema::{Length, Shape, Structure};
use protocol::{Operation, SERVICES};

/// The operations that the platform lacks are all in one list, which may only get shorter.
#[test]
fn what_is_missing_is_listed() {
    let missing: String = SERVICES
        .iter()
        .flat_map(|service| {
            service.missing.iter().map(|missing| format!("{} {}\n", service.name, missing.name))
        })
        .collect();
    assert_eq!(missing, include_str!("../../missing.txt"));
}

#[test]
fn every_operation_is_in_its_services_table() {
    for service in SERVICES {
        let listed: Vec<_> = service.operations.iter().map(|operation| operation.name).collect();
        let all = Operation::all().filter(|o| std::ptr::eq(o.service(), *service));
        assert_eq!(listed, all.map(Operation::name).collect::<Vec<_>>());
        for missing in service.missing {
            assert!(!listed.contains(&missing.name), "{} is there and is not", missing.name);
        }
    }
}

#[test]
fn every_pattern_compiles() {
    let mut seen = 0;
    each_shape(|shape| {
        if let Shape::Text(text) = shape
            && let Some(pattern) = text.pattern
        {
            assert!(pattern.compiled().is_some(), "{} as {}", pattern.published, pattern.ours);
            seen += 1;
        }
    });
    assert!(seen > 100, "only {seen} patterns were seen");
}

#[test]
fn no_length_is_the_wrong_way_round() {
    each_shape(|shape| {
        let Length { min, max } = match shape {
            Shape::Text(text) => text.length,
            Shape::List(list) => list.length,
            Shape::Map(map) => map.length,
            Shape::Blob(blob) => blob.length,
            _ => Length::ANY,
        };
        assert!(min.unwrap_or(0) <= max.unwrap_or(u64::MAX), "{shape:?}");
    });
}

fn each_shape(mut look: impl FnMut(&Shape)) {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&'static Structure> = Operation::all()
        .flat_map(|operation| [operation.schema().input, operation.schema().output])
        .collect();
    while let Some(structure) = open.pop() {
        if !seen.insert(structure.name.to_owned() + &format!("{structure:p}")) {
            continue;
        }
        let mut shapes: Vec<Shape> = structure.members.iter().map(|member| member.shape).collect();
        while let Some(shape) = shapes.pop() {
            look(&shape);
            match shape {
                Shape::List(list) => shapes.push(list.element),
                Shape::Map(map) => shapes.extend([Shape::Text(map.key), map.value]),
                Shape::Structure(inner) | Shape::Events(inner) => open.push(inner),
                _ => {}
            }
        }
    }
}
