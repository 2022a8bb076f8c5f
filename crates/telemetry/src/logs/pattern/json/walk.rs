//! One walk through an event, in which every question meets the fields it asks of. Nothing of the
//! event is kept.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::selector::Step;
use super::{Found, Question};
use crate::logs::pattern::comparison::Value;
use crate::logs::pattern::number::Number;

/// The answers to the questions; none when the event is not JSON.
pub(super) fn answers(questions: &[Question], event: &str) -> Option<Vec<bool>> {
    let mut answers: Vec<_> = questions.iter().map(|it| it.test.unless_found()).collect();
    let mut json = serde_json::Deserializer::from_str(event);
    let here = (0..questions.len()).map(|question| Seeker { question, step: 0 }).collect();
    Walk { questions, answers: &mut answers, here }.deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some(answers)
}

/// A question that has come this far on the way of its selector.
#[derive(Clone, Copy)]
struct Seeker {
    question: usize,
    step: usize,
}

struct Walk<'a> {
    questions: &'a [Question],
    answers: &'a mut Vec<bool>,
    /// Those who seek in the value that comes.
    here: Vec<Seeker>,
}

impl Walk<'_> {
    fn next_step(&self, seeker: Seeker) -> Option<&Step> {
        self.questions[seeker.question].selector.step(seeker.step)
    }

    /// Those who go on into a part of this value.
    fn inside(&self, is_theirs: impl Fn(&Step) -> bool) -> Vec<Seeker> {
        let theirs = self.here.iter().filter(|it| self.next_step(**it).is_some_and(&is_theirs));
        theirs.map(|it| Seeker { step: it.step + 1, ..*it }).collect()
    }

    /// Answers those whose way ends here.
    fn found(&mut self, found: &Found<'_>) {
        for seeker in &self.here {
            if self.next_step(*seeker).is_none() {
                let holds = self.questions[seeker.question].test.holds(found);
                // A field is there: that answers whether it is missing, too.
                let missing = self.questions[seeker.question].test.unless_found();
                let answer = &mut self.answers[seeker.question];
                *answer = if missing { false } else { *answer || holds };
            }
        }
    }

    fn inner(&mut self, here: Vec<Seeker>) -> Walk<'_> {
        Walk { questions: self.questions, answers: self.answers, here }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        if self.here.is_empty() {
            return json.deserialize_ignored_any(IgnoredAny).map(drop);
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.found(&Found::Null);
        Ok(())
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.found(&Found::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        let number = Number::whole(value.into());
        self.found(&Found::Value(Value::Number(number, value.to_string().into())));
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        let number = Number::whole(value.into());
        self.found(&Found::Value(Value::Number(number, value.to_string().into())));
        Ok(())
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<(), E> {
        let number = Number::float(value);
        self.found(&Found::Value(Value::Number(number, value.to_string().into())));
        Ok(())
    }

    fn visit_str<E>(mut self, value: &str) -> Result<(), E> {
        self.found(&Found::Value(Value::Text(value.into())));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        self.found(&Found::Nested);
        for index in 0.. {
            let here = self.inside(|step| *step == Step::All || *step == Step::Index(index));
            if list.next_element_seed(self.inner(here))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        self.found(&Found::Nested);
        while let Some(key) = object.next_key::<String>()? {
            let here = self.inside(|step| match step {
                Step::All => true,
                Step::Key(wanted) => *wanted == key,
                Step::Index(_) => false,
            });
            object.next_value_seed(self.inner(here))?;
        }
        Ok(())
    }
}
