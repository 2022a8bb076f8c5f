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
