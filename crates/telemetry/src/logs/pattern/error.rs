/// Why a text is no filter pattern, in the words of CloudWatch Logs and with what was wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error(
        "1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: \
         Member must have length less than or equal to 1024"
    )]
    TooLong,
    #[error("Invalid filter pattern: {why} at character {at}")]
    Syntax { why: &'static str, at: usize },
    #[error("Invalid character(s) in term '{0}'")]
    Term(String),
    #[error("Invalid filter pattern: '{0}' is not a supported regular expression")]
    Regex(String),
    #[error("Invalid filter pattern: there are more than 2 regular expressions in it")]
    Regexes,
}
