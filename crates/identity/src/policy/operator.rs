//! The names of condition operators: `ForAnyValue:StringLikeIfExists`.

use std::cmp::Ordering;

/// What is asked of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Text { like: bool, ignore_case: bool, negated: bool },
    Number(Comparison),
    Date(Comparison),
    Bool,
    Bytes,
    Net { negated: bool },
    Arn { negated: bool },
    Null,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// Whether the two stand so to each other; for [`Comparison::NotEqual`], whether they are equal,
    /// because negation looks at all values together.
    pub(super) fn holds(self, found: Ordering) -> bool {
        match self {
            Self::Equal | Self::NotEqual => found.is_eq(),
            Self::Less => found.is_lt(),
            Self::LessOrEqual => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::GreaterOrEqual => found.is_ge(),
        }
    }
}

/// How a key with several values is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantifier {
    One,
    ForAnyValue,
    ForAllValues,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) quantifier: Quantifier,
    pub(super) test: Test,
    pub(super) if_exists: bool,
}

impl Operator {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (quantifier, rest) = match name.split_once(':') {
            None => (Quantifier::One, name),
            Some(("ForAnyValue", rest)) => (Quantifier::ForAnyValue, rest),
            Some(("ForAllValues", rest)) => (Quantifier::ForAllValues, rest),
            Some(_) => return None,
        };
        let (plain, if_exists) = match rest.strip_suffix("IfExists") {
            Some(plain) => (plain, true),
            None => (rest, false),
        };
        let (_, test) = TESTS.iter().find(|(name, _)| *name == plain)?;
        let sensible = !(if_exists && *test == Test::Null);
        sensible.then_some(Self { quantifier, test: *test, if_exists })
    }

    /// Whether it asks that no value be like this.
    pub(super) fn negated(self) -> bool {
        match self.test {
            Test::Text { negated, .. } | Test::Net { negated } | Test::Arn { negated } => negated,
            Test::Number(comparison) | Test::Date(comparison) => comparison == Comparison::NotEqual,
            Test::Bool | Test::Bytes | Test::Null => false,
        }
    }
}

const fn text(like: bool, ignore_case: bool, negated: bool) -> Test {
    Test::Text { like, ignore_case, negated }
}

const TESTS: &[(&str, Test)] = &[
    ("StringEquals", text(false, false, false)),
    ("StringNotEquals", text(false, false, true)),
    ("StringEqualsIgnoreCase", text(false, true, false)),
    ("StringNotEqualsIgnoreCase", text(false, true, true)),
    ("StringLike", text(true, false, false)),
    ("StringNotLike", text(true, false, true)),
    ("NumericEquals", Test::Number(Comparison::Equal)),
    ("NumericNotEquals", Test::Number(Comparison::NotEqual)),
    ("NumericLessThan", Test::Number(Comparison::Less)),
    ("NumericLessThanEquals", Test::Number(Comparison::LessOrEqual)),
    ("NumericGreaterThan", Test::Number(Comparison::Greater)),
    ("NumericGreaterThanEquals", Test::Number(Comparison::GreaterOrEqual)),
    ("DateEquals", Test::Date(Comparison::Equal)),
    ("DateNotEquals", Test::Date(Comparison::NotEqual)),
    ("DateLessThan", Test::Date(Comparison::Less)),
    ("DateLessThanEquals", Test::Date(Comparison::LessOrEqual)),
    ("DateGreaterThan", Test::Date(Comparison::Greater)),
    ("DateGreaterThanEquals", Test::Date(Comparison::GreaterOrEqual)),
    ("Bool", Test::Bool),
    ("BinaryEquals", Test::Bytes),
    ("IpAddress", Test::Net { negated: false }),
    ("NotIpAddress", Test::Net { negated: true }),
    ("ArnEquals", Test::Arn { negated: false }),
    ("ArnNotEquals", Test::Arn { negated: true }),
    ("ArnLike", Test::Arn { negated: false }),
    ("ArnNotLike", Test::Arn { negated: true }),
    ("Null", Test::Null),
];
