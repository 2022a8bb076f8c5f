use std::sync::Arc;

use identity::policy::{
    Context, Decision, Document, Kind, Policies, Policy, Request, Verdict, evaluate,
};
use proptest::prelude::*;

use super::support::{bob, session};

fn action() -> impl Strategy<Value = String> {
    "(s3|sqs):(Get|Put|\\*|G\\*|\\?et)".prop_map(String::from)
}

fn resource() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("*".to_owned()),
        "arn:aws:s3:::(a|b|\\*)(/\\*|/x|/\\$\\{aws:username\\})?".prop_map(String::from)
    ]
}

fn condition() -> impl Strategy<Value = String> {
    let operator = prop_oneof![
        Just("StringEquals"),
        Just("StringNotLike"),
        Just("ForAllValues:StringLike"),
        Just("StringEqualsIfExists"),
    ];
    (operator, "[ab*]{0,2}").prop_map(|(operator, value)| {
        format!(r#","Condition":{{"{operator}":{{"k:k":"{value}"}}}}"#)
    })
}

fn statement(effect: &'static str) -> impl Strategy<Value = String> {
    (action(), any::<bool>(), resource(), prop::option::of(condition())).prop_map(
        move |(action, not, resource, condition)| {
            let not = if not { "Not" } else { "" };
            let condition = condition.unwrap_or_default();
            format!(
                r#"{{"Effect":"{effect}","{not}Action":"{action}","Resource":"{resource}"{condition}}}"#
            )
        },
    )
}

fn statements() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof![statement("Allow"), statement("Deny")], 1..5)
}

fn policies(statements: &[String]) -> Policies {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let document = Arc::new(Document::parse(&text, Kind::Identity).unwrap());
    Policies { identity: vec![Policy { name: "p".into(), document }], ..Policies::default() }
}

fn decisions(policies: &Policies) -> Vec<Decision> {
    let mut found = Vec::new();
    for caller in [bob(), session()] {
        for action in ["s3:Get", "sqs:Put"] {
            for resource in ["*", "arn:aws:s3:::a", "arn:aws:s3:::a/bob", "arn:aws:s3:::b/x"] {
                for context in [Context::new(), Context::new().with("k:k", "a")] {
                    let request = Request { caller: &caller, action, resource, context: &context };
                    found.push(evaluate(&request, policies));
                }
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn one_more_deny_never_allows_more(mut all in statements(), more in statement("Deny")) {
        let before = decisions(&policies(&all));
        all.push(more);
        for (before, after) in before.iter().zip(decisions(&policies(&all))) {
            prop_assert!(before.is_allowed() || !after.is_allowed());
        }
    }

    #[test]
    fn one_more_allow_never_forbids_more(mut all in statements(), more in statement("Allow")) {
        let before = decisions(&policies(&all));
        all.push(more);
        let explicit =
            |decision: &Decision| matches!(decision.verdict, Verdict::ExplicitDeny(_));
        for (before, after) in before.iter().zip(decisions(&policies(&all))) {
            prop_assert!(!before.is_allowed() || after.is_allowed());
            prop_assert_eq!(explicit(before), explicit(&after));
        }
    }

    #[test]
    fn order_does_not_matter(all in statements().prop_shuffle(), turn in 0..5_usize) {
        let verdicts = |all: &[String]| -> Vec<Verdict> {
            decisions(&policies(all)).iter().map(|decision| decision.verdict).collect()
        };
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        prop_assert_eq!(verdicts(&all), verdicts(&turned));
    }

    #[test]
    fn a_boundary_only_takes_away(all in statements(), bound in statements()) {
        let free = policies(&all);
        let bounded =
            Policies { boundary: policies(&bound).identity.pop(), ..free.clone() };
        for (free, bounded) in decisions(&free).iter().zip(decisions(&bounded)) {
            prop_assert!(free.is_allowed() || !bounded.is_allowed());
        }
    }

    #[test]
    fn what_is_printed_means_the_same(all in statements()) {
        let policies = policies(&all);
        let document = &policies.identity[0].document;
        let again = Document::parse(&document.to_json(), Kind::Identity).unwrap();
        prop_assert_eq!(&again, document.as_ref());
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        for kind in [Kind::Identity, Kind::Trust, Kind::Resource] {
            let _ = Document::parse(&text, kind);
        }
    }

    /// Texts that look like policies, with anything in the place of anything.
    #[test]
    fn no_document_is_too_strange(
        words in prop::collection::vec(
            prop_oneof![
                Just("\"Effect\":\"Allow\"".to_owned()),
                "\"(Sid|Principal|NotPrincipal|Action|Resource|Condition)\":\\PC{0,20}",
                "\"(Action|Resource)\":\"[a*?$\\{\\}:,' é]{0,24}\"",
                "\"Principal\":\\{\"(AWS|Service|Federated)\":\"[a-z0-9:/*.]{0,40}\"\\}",
                "\"Condition\":\\{\"(Null|Bool|DateEquals|IpAddress|ArnLike)\":\\{\"k\":\"[0-9TZ:+./*-]{0,20}\"\\}\\}",
            ],
            0..6,
        )
    ) {
        let body = words.join(",");
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{{{body}}}}}"#);
        for kind in [Kind::Identity, Kind::Trust, Kind::Resource] {
            let Ok(document) = Document::parse(&text, kind) else { continue };
            let again = Document::parse(&document.to_json(), kind);
            prop_assert_eq!(again.as_ref(), Ok(&document));
            let document = Arc::new(document);
            let policies = Policies {
                identity: vec![Policy { name: "p".into(), document: document.clone() }],
                resource: vec![Policy { name: "r".into(), document }],
                ..Policies::default()
            };
            decisions(&policies);
        }
    }
}
