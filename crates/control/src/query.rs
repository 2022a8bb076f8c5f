//! The query part of a request: numbers and flags by name.

use http::StatusCode;
use percent_encoding::percent_decode_str;

use crate::error::ApiError;

#[derive(Debug)]
pub(crate) struct Parameters<'a>(pub(crate) &'a str);

impl Parameters<'_> {
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.into_iter().find(|(key, _)| *key == name)?.1;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            let message = format!("the parameter \"{name}\" must be a whole number");
            ApiError::new(StatusCode::BAD_REQUEST, message, "leave it out or correct it")
        })
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| text == "1" || text == "true")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_name() {
        let query = Parameters("a=1&b=%61%2Fb&c=&a=2&d&=x&flag=true&off=0&%61=9");
        for (name, expected) in
            [("a", Some("1")), ("b", Some("a/b")), ("c", Some("")), ("d", None), ("none", None)]
        {
            assert_eq!(query.text(name).as_deref(), expected, "{name}");
        }
        assert_eq!((query.flag("flag"), query.flag("off"), query.flag("d")), (true, false, false));
        assert_eq!(Parameters("").text("a"), None);
    }

    #[test]
    fn numbers_are_whole() {
        let query = Parameters("a=17&b=x&c=-1&d=1.5&e=99999999999999999999&f=");
        assert_eq!(query.number("a").unwrap(), Some(17));
        assert_eq!(query.number("none").unwrap(), None);
        for name in ["b", "c", "d", "e", "f"] {
            let error = query.number(name).unwrap_err();
            assert_eq!(error.status, StatusCode::BAD_REQUEST);
            let message = format!("the parameter \"{name}\" must be a whole number");
            assert_eq!(error.body.message, message);
            assert_eq!(error.body.remedy.as_deref(), Some("leave it out or correct it"));
        }
    }
}
