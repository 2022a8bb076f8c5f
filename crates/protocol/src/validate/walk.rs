//! Finds each violated constraint, and where it is.

use super::single::{broken, rules};
use super::spell::{Spelled, lower_first};
use crate::Value;
use crate::schema::{Member, Shape, Structure, Text};

/// More are not told: an input may have a million elements.
const FOUND_MAX: usize = 100;

/// Of a key in a path; the rest is left out.
const KEY_CHARS: usize = 128;

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
        self.parts(shape, value);
    }

    /// What a value consists of, its own rules left aside.
    fn parts(&mut self, shape: &Shape, value: &Value) {
        match (shape, value) {
            (Shape::Structure(structure), Value::Structure(slots)) => {
                self.structure(structure, slots);
            }
            (Shape::List(list), Value::List(items)) => {
                self.together(shape, value, &list.element, "Member must", items.iter());
                for (at, item) in items.iter().enumerate() {
                    if self.full() || is_single(&list.element) {
                        return;
                    }
                    self.inside(&format!("{}.member", at + 1), |w| w.element(&list.element, item));
                }
            }
            (Shape::Map(map), Value::Map(entries)) => {
                self.keys(shape, value, map.key, entries);
                let items = entries.iter().map(|(_, item)| item);
                self.together(shape, value, &map.value, "Map value must", items);
                for (key, item) in entries {
                    if self.full() || is_single(&map.value) {
                        return;
                    }
                    let key: String = key.chars().take(KEY_CHARS).collect();
                    self.inside(&format!("{key}.member"), |walk| walk.element(&map.value, item));
                }
            }
            _ => {}
        }
    }

    /// One element with a place of its own; the rules of it as a whole were looked at `together`.
    fn element(&mut self, shape: &Shape, item: &Value) {
        match (shape, item) {
            (Shape::Structure(_), Value::Null) => self.null(),
            (shape, item) => self.parts(shape, item),
        }
    }

    /// Elements that break a rule are told of once, with all rules there are, as AWS does.
    fn together<'a>(
        &mut self,
        shape: &Shape,
        value: &Value,
        element: &Shape,
        who: &str,
        mut items: impl Iterator<Item = &'a Value>,
    ) {
        let is_structure = matches!(element, Shape::Structure(_));
        let wrong = |item: &Value| match item {
            Value::Null => !is_structure,
            item => !broken(element, item).is_empty(),
        };
        if items.any(wrong) {
            let mut rules = rules(element);
            rules.push("Member must not be null".to_owned());
            let rules = rules.join(", ");
            self.violated(shape, value, &format!("{who} satisfy constraint: [{rules}]"));
        }
    }

    fn keys(
        &mut self,
        shape: &Shape,
        value: &Value,
        key: &'static Text,
        entries: &[(String, Value)],
    ) {
        let key = Shape::Text(key);
        let wrong = |name: &String| !broken(&key, &Value::Text(name.clone())).is_empty();
        if entries.iter().any(|(name, _)| wrong(name)) {
            let rules = rules(&key).join(", ");
            self.violated(shape, value, &format!("Map keys must satisfy constraint: [{rules}]"));
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

/// What has no parts.
fn is_single(shape: &Shape) -> bool {
    !matches!(shape, Shape::List(_) | Shape::Map(_) | Shape::Structure(_))
}
