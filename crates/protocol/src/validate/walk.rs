//! Finds each violated constraint, and where it is.

use super::single::{broken, rules};
use super::spell::{Spelled, lower_first};
use crate::Value;
use crate::schema::{Member, Shape, Structure};

/// More are not told: an input may have a million elements.
const FOUND_MAX: usize = 100;

#[derive(Default)]
pub(super) struct Walk {
    pub(super) found: Vec<String>,
    /// Where we are: `environment.variables`.
    path: String,
}

impl Walk {
    pub(super) fn structure(&mut self, structure: &Structure, slots: &[Option<Value>]) {
        for (member, slot) in structure.members.iter().zip(slots) {
            let name = lower_first(member.name);
            self.inside(&name, |walk| walk.member(member, slot.as_ref()));
        }
    }

    fn inside(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        look(self);
        self.path.truncate(before);
    }

    fn member(&mut self, member: &Member, slot: Option<&Value>) {
        match slot {
            Some(value) => self.value(&member.shape, value),
            None if member.required && !matches!(member.shape, Shape::Events(_)) => self.null(),
            None => {}
        }
    }

    fn null(&mut self) {
        let path = &self.path;
        self.tell(format!(
            "Value null at '{path}' failed to satisfy constraint: Member must not be null"
        ));
    }

    fn value(&mut self, shape: &Shape, value: &Value) {
        for rule in broken(shape, value) {
            self.violated(shape, value, &rule);
        }
        match (shape, value) {
            (Shape::Structure(structure), Value::Structure(slots)) => {
                self.structure(structure, slots);
            }
            (Shape::List(list), Value::List(items)) => {
                self.list(shape, &list.element, value, items)
            }
            (Shape::Map(map), Value::Map(entries)) => {
                let keys: Vec<_> =
                    entries.iter().map(|(key, _)| Value::Text(key.clone())).collect();
                let key = Shape::Text(map.key);
                if keys.iter().any(|text| !broken(&key, text).is_empty()) {
                    let rules = rules(&key).join(", ");
                    self.violated(
                        shape,
                        value,
                        &format!("Map keys must satisfy constraint: [{rules}]"),
                    );
                }
                self.entries(shape, &map.value, value, entries);
            }
            _ => {}
        }
    }

    /// Single elements are told of together, as AWS does; others each with its place.
    fn list(&mut self, shape: &Shape, element: &Shape, value: &Value, items: &[Value]) {
        if is_single(element) {
            let wrong = |item: &Value| *item == Value::Null || !broken(element, item).is_empty();
            if items.iter().any(wrong) {
                let rules = with_null(element);
                self.violated(shape, value, &format!("Member must satisfy constraint: [{rules}]"));
            }
            return;
        }
        for (at, item) in items.iter().enumerate() {
            if self.full() {
                return;
            }
            self.inside(&format!("{}.member", at + 1), |walk| match item {
                Value::Null => walk.null(),
                item => walk.value(element, item),
            });
        }
    }

    fn entries(
        &mut self,
        shape: &Shape,
        element: &Shape,
        value: &Value,
        entries: &[(String, Value)],
    ) {
        if is_single(element) {
            let wrong = |item: &Value| *item == Value::Null || !broken(element, item).is_empty();
            if entries.iter().any(|(_, item)| wrong(item)) {
                let rules = with_null(element);
                let rule = format!("Map value must satisfy constraint: [{rules}]");
                self.violated(shape, value, &rule);
            }
            return;
        }
        for (key, item) in entries {
            if self.full() {
                return;
            }
            self.inside(&format!("{key}.member"), |walk| match item {
                Value::Null => walk.null(),
                item => walk.value(element, item),
            });
        }
    }

    fn violated(&mut self, shape: &Shape, value: &Value, rule: &str) {
        let path = &self.path;
        let value = match shape.sensitive() {
            true => "Value".to_owned(),
            false => format!("Value '{}'", Spelled::of(shape, value)),
        };
        self.tell(format!("{value} at '{path}' failed to satisfy constraint: {rule}"));
    }

    fn tell(&mut self, violation: String) {
        if !self.full() {
            self.found.push(violation);
        }
    }

    fn full(&self) -> bool {
        self.found.len() >= FOUND_MAX
    }
}

/// What has no parts of its own with a place to name.
fn is_single(shape: &Shape) -> bool {
    match shape {
        Shape::Structure(_) | Shape::Events(_) => false,
        Shape::List(list) => is_single(&list.element),
        Shape::Map(map) => is_single(&map.value),
        _ => true,
    }
}

fn with_null(element: &Shape) -> String {
    let mut rules = rules(element);
    rules.push("Member must not be null".to_owned());
    rules.join(", ")
}
