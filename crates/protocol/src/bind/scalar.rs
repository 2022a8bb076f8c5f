//! Single values as text, for paths, queries, headers and XML.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::schema::Shape;
use crate::{Fault, Timestamp, TimestampFormat, Value};

pub(crate) fn parse(shape: &Shape, text: &str, format: TimestampFormat) -> Result<Value, Fault> {
    let (value, wanted) = match shape {
        Shape::Text(_) => (Some(Value::Text(text.to_owned())), "String"),
        Shape::Bool => (boolean(text).map(Value::Bool), "Boolean"),
        Shape::Integer(_) => {
            (text.parse::<i32>().ok().map(|n| Value::Integer(n.into())), "Integer")
        }
        Shape::Long(_) => (text.parse().ok().map(Value::Integer), "Long"),
        Shape::Float(_) => (float(text).map(Value::Float), "Double"),
        Shape::Blob(_) => {
            (BASE64_STANDARD.decode(text).ok().map(|b| Value::Blob(b.into())), "Blob")
        }
        Shape::Timestamp => (Timestamp::parse(text, format).map(Value::Timestamp), "Date"),
        Shape::List(_) | Shape::Map(_) | Shape::Structure(_) | Shape::Events(_) => {
            (None, "structure, list or map")
        }
    };
    value.ok_or_else(|| {
        Fault::serialization(format!("STRING_VALUE cannot be converted to {wanted}"))
    })
}

/// None for what is not single.
pub(crate) fn spell(value: &Value, format: TimestampFormat) -> Option<String> {
    Some(match value {
        Value::Text(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) if number.is_nan() => "NaN".to_owned(),
        Value::Float(number) if number.is_infinite() && *number > 0.0 => "Infinity".to_owned(),
        Value::Float(number) if number.is_infinite() => "-Infinity".to_owned(),
        Value::Float(number) => format!("{number:?}"),
        Value::Blob(blob) => BASE64_STANDARD.encode(blob),
        Value::Timestamp(at) => at.spell(format),
        Value::Null | Value::List(_) | Value::Map(_) | Value::Structure(_) => return None,
    })
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn float(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        // Rust reads words for what is not finite, and the protocols do not.
        _ => text.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}
