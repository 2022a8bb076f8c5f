use expect_test::{Expect, expect};
use protocol::{Contract, Fault, lambda, logs, sts};

use crate::support::{FORM, call};

/// A response as text: its status, its headers in order, its body.
fn shown(response: &http::Response<bytes::Bytes>) -> String {
    let mut headers: Vec<_> = response
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let body = String::from_utf8_lossy(response.body());
    format!("{}\n{}\n{body}", response.status().as_u16(), headers.concat())
}

fn check_error(line: &str, headers: &[&str], body: &str, error: impl Into<Fault>, told: &Expect) {
    told.assert_eq(&shown(&call(line, headers, body).error(error, "id-1")));
}

#[test]
fn lambdas_errors_have_their_names_in_a_header() {
    let line = "GET /2015-03-31/functions/f";
    check_error(
        line,
        &[],
        "",
        lambda::Error::ResourceNotFound { message: "Function not found: \"f\"".to_owned() },
        &expect![[r#"
            404
            content-type: application/json
            x-amzn-errortype: ResourceNotFoundException
            x-amzn-requestid: id-1

            {"Type":"User","Message":"Function not found: \"f\""}"#]],
    );
    check_error(
        line,
        &[],
        "",
        lambda::Error::TooManyRequests {
            message: "Rate Exceeded.".to_owned(),
            retry_after_seconds: Some("7".to_owned()),
            reason: Some(lambda::ThrottleReason::ConcurrentInvocationLimitExceeded),
        },
        &expect![[r#"
            429
            content-type: application/json
            retry-after: 7
            x-amzn-errortype: TooManyRequestsException
            x-amzn-requestid: id-1

            {"Type":"User","Reason":"ConcurrentInvocationLimitExceeded","message":"Rate Exceeded."}"#]],
    );
    check_error(
        line,
        &[],
        "",
        lambda::Error::from(Fault::new(403, "AccessDeniedException", "no")),
        &expect![[r#"
            403
            content-type: application/json
            x-amzn-errortype: AccessDeniedException
            x-amzn-requestid: id-1

            {"message":"no"}"#]],
    );
}

#[test]
fn logs_errors_have_their_names_in_the_body() {
    check_error(
        "POST /",
        &["x-amz-target: Logs_20140328.PutLogEvents"],
        "",
        logs::Error::InvalidSequenceToken {
            message: "no".to_owned(),
            expected_sequence_token: Some("7".to_owned()),
        },
        &expect![[r#"
            400
            content-type: application/x-amz-json-1.1
            x-amzn-requestid: id-1

            {"__type":"InvalidSequenceTokenException","expectedSequenceToken":"7","message":"no"}"#]],
    );
}

#[test]
fn queries_are_answered_in_xml() {
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    check_error(
        "POST /",
        &[FORM],
        form,
        sts::Error::ExpiredToken { message: "a < b".to_owned() },
        &expect![[r#"
            400
            content-type: text/xml
            x-amzn-requestid: id-1

            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredTokenException</Code><Message>a &lt; b</Message></Error><RequestId>id-1</RequestId></ErrorResponse>"#]],
    );
    let identity = sts::GetCallerIdentityResponse {
        account: Some("000000000000".to_owned()),
        arn: Some("arn:aws:iam::000000000000:root".to_owned()),
        user_id: None,
    };
    let response =
        call("POST /", &[FORM], form).output::<sts::op::GetCallerIdentity>(identity, "id-1");
    expect![[r#"
        200
        content-type: text/xml
        x-amzn-requestid: id-1

        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>000000000000</Account><Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#]]
    .assert_eq(&shown(&response));
}

fn answer<C: Contract>(line: &str, headers: &[&str], output: C::Output) -> String {
    shown(&call(line, headers, "").output::<C>(output, "id-1"))
}

#[test]
fn outputs_are_where_their_operation_wants_them() {
    let output = lambda::InvocationResponse {
        status_code: Some(202),
        function_error: Some("Unhandled".to_owned()),
        payload: Some("{}".into()),
        ..Default::default()
    };
    let told =
        answer::<lambda::op::Invoke>("POST /2015-03-31/functions/f/invocations", &[], output);
    expect![[r#"
        202
        content-type: application/octet-stream
        x-amz-function-error: Unhandled
        x-amzn-requestid: id-1

        {}"#]]
    .assert_eq(&told);
    // The one without content has no body and no type.
    let told = answer::<lambda::op::DeleteAlias>(
        "DELETE /2015-03-31/functions/f/aliases/a",
        &[],
        protocol::Unit,
    );
    expect![[r#"
        204
        x-amzn-requestid: id-1

    "#]]
    .assert_eq(&told);
    let told = answer::<logs::op::CreateLogGroup>(
        "POST /",
        &["x-amz-target: Logs_20140328.CreateLogGroup"],
        protocol::Unit,
    );
    expect![[r#"
        200
        content-type: application/x-amz-json-1.1
        x-amzn-requestid: id-1

    "#]]
    .assert_eq(&told);
}

#[test]
fn what_does_not_fit_a_header_is_an_internal_failure() {
    let output =
        lambda::InvocationResponse { log_result: Some("a\nb".to_owned()), ..Default::default() };
    let told =
        answer::<lambda::op::Invoke>("POST /2015-03-31/functions/f/invocations", &[], output);
    assert!(told.starts_with("500"), "{told}");
}

#[test]
fn an_event_stream_is_announced() {
    let output = lambda::InvokeWithResponseStreamResponse {
        status_code: Some(200),
        response_stream_content_type: Some("text/html".to_owned()),
        ..Default::default()
    };
    let line = "POST /2021-11-15/functions/f/response-streaming-invocations";
    expect![[r#"
        200
        content-type: application/vnd.amazon.eventstream
        x-amzn-requestid: id-1

    "#]]
    .assert_eq(&answer::<lambda::op::InvokeWithResponseStream>(line, &[], output));
}

#[test]
fn secrets_are_not_in_debug_prints() {
    let environment =
        lambda::Environment { variables: Some([("K".to_owned(), "hunter2".to_owned())].into()) };
    let shown = format!("{environment:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}
