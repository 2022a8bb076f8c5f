//! How requests name functions: by name, by ARN or by a part of one, with a qualifier or without.

use functions::FunctionName;

/// A function's name and, perhaps, which version or alias of it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: FunctionName,
    pub(super) qualifier: Option<String>,
}

/// Why a text names no function of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misnamed {
    /// It names the function of another region or account.
    Elsewhere,
    /// What it names cannot exist.
    Nothing,
    /// The name has one qualifier, the request another.
    Twice { in_name: String, asked: String },
}

/// Whose functions these are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home<'a> {
    pub(super) region: &'a str,
    pub(super) account: &'a str,
}

impl Named {
    /// `asked` is the qualifier that the request gives beside the name.
    pub(super) fn read(text: &str, asked: Option<&str>, home: Home<'_>) -> Result<Self, Misnamed> {
        let (name, in_name) = parts(text, home)?;
        let name = FunctionName::parse(name).map_err(|_| Misnamed::Nothing)?;
        let qualifier = match (in_name, asked) {
            (Some(in_name), Some(asked)) if in_name != asked => {
                let (in_name, asked) = (in_name.to_owned(), asked.to_owned());
                return Err(Misnamed::Twice { in_name, asked });
            }
            (in_name, asked) => in_name.or(asked).map(str::to_owned),
        };
        Ok(Self { name, qualifier })
    }
}

fn parts<'a>(text: &'a str, home: Home<'_>) -> Result<(&'a str, Option<&'a str>), Misnamed> {
    let fields: Vec<&str> = text.split(':').collect();
    let here = |region: &str, account: &str| {
        let here = region == home.region && account == home.account;
        if here { Ok(()) } else { Err(Misnamed::Elsewhere) }
    };
    match fields[..] {
        [name] => Ok((name, None)),
        [name, qualifier] => Ok((name, Some(qualifier))),
        [account, "function", name] => here(home.region, account).map(|()| (name, None)),
        [account, "function", name, qualifier] => {
            here(home.region, account).map(|()| (name, Some(qualifier)))
        }
        ["arn", _, "lambda", region, account, "function", name] => {
            here(region, account).map(|()| (name, None))
        }
        ["arn", _, "lambda", region, account, "function", name, qualifier] => {
            here(region, account).map(|()| (name, Some(qualifier)))
        }
        _ => Err(Misnamed::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, asked: Option<&str>, named: Result<(&str, Option<&str>), Misnamed>) {
        let home = Home { region: "us-east-1", account: "000000000000" };
        let named = named.map(|(name, qualifier)| Named {
            name: FunctionName::parse(name).unwrap(),
            qualifier: qualifier.map(str::to_owned),
        });
        assert_eq!(Named::read(text, asked, home), named, "{text} {asked:?}");
    }

    #[test]
    fn names_arns_and_parts_of_them() {
        let arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
        check("f", None, Ok(("f", None)));
        check("f:$LATEST", None, Ok(("f", Some("$LATEST"))));
        check("f", Some("live"), Ok(("f", Some("live"))));
        check("f:live", Some("live"), Ok(("f", Some("live"))));
        check("000000000000:function:f", None, Ok(("f", None)));
        check("000000000000:function:f:live", None, Ok(("f", Some("live"))));
        check(arn, None, Ok(("f", None)));
        check(&format!("{arn}:7"), None, Ok(("f", Some("7"))));
        let twice = Misnamed::Twice { in_name: "1".into(), asked: "2".into() };
        check("f:1", Some("2"), Err(twice));
    }

    #[test]
    fn what_is_elsewhere_or_nowhere() {
        for text in [
            "111111111111:function:f",
            "arn:aws:lambda:eu-west-1:000000000000:function:f",
            "arn:aws:lambda:us-east-1:111111111111:function:f:live",
        ] {
            check(text, None, Err(Misnamed::Elsewhere));
        }
        for text in ["", ":", "a:b:c", "f g", "arn:aws:lambda:us-east-1:000000000000:layer:f"] {
            check(text, None, Err(Misnamed::Nothing));
        }
    }
}
