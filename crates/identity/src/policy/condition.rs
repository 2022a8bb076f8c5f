//! Conditions of a statement, and when they hold.

use super::Context;
use super::operand::Operand;
use super::operator::{Operator, Quantifier, Test};

/// One key under one operator. All conditions of a statement must hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    /// The operator as it is written, for printing.
    pub(super) name: String,
    pub(super) operator: Operator,
    /// As it is written.
    pub(super) key: String,
    /// As contexts keep it.
    pub(super) lower_key: String,
    pub(super) operands: Vec<Operand>,
}

impl Condition {
    pub(super) fn holds(&self, context: &Context) -> bool {
        let values = context.all(&self.lower_key);
        if self.operator.test == Test::Null {
            let null = values.is_empty();
            return self.operands.iter().any(|operand| operand.wants_null() == null);
        }
        let negated = self.operator.negated();
        // With a quantifier, empty values are as none at all.
        let mut present = values.iter().filter(|value| !value.is_empty());
        let passes = |value: &str| self.finds(value, context).is_some_and(|found| found != negated);
        match self.operator.quantifier {
            Quantifier::ForAllValues => present.all(|value| passes(value)),
            Quantifier::ForAnyValue => present.any(|value| passes(value)),
            Quantifier::One if values.is_empty() => self.operator.if_exists || negated,
            // None of several values may be what is ruled out.
            Quantifier::One if negated => values.iter().all(|value| passes(value)),
            Quantifier::One => values.iter().any(|value| passes(value)),
        }
    }

    /// Whether one of the operands fits. None when none does and one could not be filled in: then
    /// nothing can be said, and the statement does not apply.
    fn finds(&self, value: &str, context: &Context) -> Option<bool> {
        any(&self.operands, |operand| operand.matches(self.operator.test, value, context))
    }
}

/// Whether some item fits; none of them known to, and one unknown, is unknown.
pub(super) fn any<T>(items: &[T], fits: impl Fn(&T) -> Option<bool>) -> Option<bool> {
    let mut known = Some(false);
    for item in items {
        match fits(item) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = None,
        }
    }
    known
}
