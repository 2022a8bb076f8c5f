use protocol::route;

use crate::support::{FORM, head};

/// Where a request leads: `operation protocol`, or the refusal's `status code: message`.
fn leads_to(line: &str, headers: &[&str], scope: Option<&str>, body: &str) -> String {
    match route(&head(line, headers), scope, body.as_bytes()) {
        Ok(call) => format!("{:?} {:?}", call.operation, call.protocol),
        Err(refusal) => {
            let fault = refusal.fault;
            format!("{} {}: {} {:?}", fault.status, fault.code, fault.message, refusal.protocol)
        }
    }
}

#[test]
fn paths_lead_to_operations() {
    for (line, leads) in [
        ("GET /2015-03-31/functions", "Lambda(ListFunctions)"),
        // Older clients end some paths with a slash.
        ("GET /2015-03-31/functions/", "Lambda(ListFunctions)"),
        ("POST /2015-03-31/functions/", "Lambda(CreateFunction)"),
        ("POST /2014-11-13/functions/f/invoke-async/", "Lambda(InvokeAsync)"),
        ("POST /2015-03-31/functions/f/invocations", "Lambda(Invoke)"),
        ("POST /2015-03-31/functions/f%3A1/invocations?Qualifier=x", "Lambda(Invoke)"),
        ("GET /2015-03-31/functions/f", "Lambda(GetFunction)"),
        ("DELETE /2015-03-31/functions/f?Qualifier=1", "Lambda(DeleteFunction)"),
        ("GET /2015-03-31/functions/f/aliases/live", "Lambda(GetAlias)"),
        (
            "GET /2019-09-25/functions/f/event-invoke-config/list",
            "Lambda(ListFunctionEventInvokeConfigs)",
        ),
        ("GET /2019-09-25/functions/f/event-invoke-config", "Lambda(GetFunctionEventInvokeConfig)"),
        // The query decides between operations that share a path.
        ("GET /2018-10-31/layers", "Lambda(ListLayers)"),
        ("GET /2018-10-31/layers?find=LayerVersion&Arn=x", "Lambda(GetLayerVersionByArn)"),
        (
            "GET /2019-09-30/functions/f/provisioned-concurrency?List=ALL",
            "Lambda(ListProvisionedConcurrencyConfigs)",
        ),
        (
            "GET /2019-09-30/functions/f/provisioned-concurrency?Qualifier=1",
            "Lambda(GetProvisionedConcurrencyConfig)",
        ),
        (
            "GET /2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A0%3Afunction%3Af",
            "Lambda(ListTags)",
        ),
    ] {
        assert_eq!(leads_to(line, &[], Some("lambda"), ""), format!("{leads} RestJson"), "{line}");
        assert_eq!(leads_to(line, &[], None, ""), format!("{leads} RestJson"), "{line}, unsigned");
    }
}

#[test]
fn names_lead_to_operations() {
    const TARGET: &str = "x-amz-target: Logs_20140328.CreateLogGroup";
    const CBOR: &str = "smithy-protocol: rpc-v2-cbor";
    for (line, headers, body, leads) in [
        (
            "POST /",
            &[TARGET, "content-type: application/x-amz-json-1.1"][..],
            "",
            "Logs(CreateLogGroup) AwsJson11",
        ),
        (
            "POST /",
            &[TARGET, "content-type: application/x-amz-json-1.0"],
            "",
            "Logs(CreateLogGroup) AwsJson10",
        ),
        (
            "POST /service/Logs_20140328/operation/CreateLogGroup",
            &[CBOR],
            "",
            "Logs(CreateLogGroup) Cbor",
        ),
        (
            "POST /any/thing/service/Logs_20140328/operation/CreateLogGroup",
            &[CBOR],
            "",
            "Logs(CreateLogGroup) Cbor",
        ),
        ("POST /", &[FORM], "Action=ListUsers&Version=2010-05-08", "Iam(ListUsers) Query"),
        (
            "POST /",
            &[FORM],
            "Version=2011-06-15&Action=GetCallerIdentity",
            "Sts(GetCallerIdentity) Query",
        ),
        ("POST /", &[FORM], "Action=AssumeRole", "Sts(AssumeRole) Query"),
        (
            "GET /?Action=GetCallerIdentity&Version=2011-06-15",
            &[],
            "",
            "Sts(GetCallerIdentity) Query",
        ),
    ] {
        assert_eq!(leads_to(line, headers, None, body), leads, "{line} {headers:?} {body}");
    }
}

#[test]
fn hosts_and_scopes_lead_to_services() {
    let sts = "host: sts.us-east-1.amazonaws.com";
    assert_eq!(
        leads_to("POST /", &[sts, FORM], None, "Action=GetSessionToken"),
        "Sts(GetSessionToken) Query"
    );
    assert_eq!(leads_to("POST /", &[FORM], Some("iam"), "Action=GetUser"), "Iam(GetUser) Query");
}

#[test]
fn what_leads_nowhere_is_told_in_its_own_protocol() {
    const LOGS: &str = "x-amz-target: Logs_20140328.StartQuery";
    for (line, headers, scope, body, told) in [
        (
            "GET /nowhere?x=1",
            &[][..],
            None,
            "",
            "404 UnknownOperationException: No operation is called by GET /nowhere. RestJson",
        ),
        (
            "PATCH /2015-03-31/functions",
            &[],
            Some("lambda"),
            "",
            "404 UnknownOperationException: No operation is called by PATCH /2015-03-31/functions. RestJson",
        ),
        (
            "GET /2015-03-31/event-source-mappings",
            &[],
            Some("lambda"),
            "",
            "501 UnknownOperationException: This platform does not have the operation ListEventSourceMappings of Lambda yet. RestJson",
        ),
        (
            "POST /",
            &[LOGS],
            Some("logs"),
            "",
            "400 UnknownOperationException: This platform does not have the operation StartQuery of CloudWatch Logs yet. AwsJson11",
        ),
        (
            "POST /",
            &["x-amz-target: Logs_20140328.Nothing"],
            None,
            "",
            "400 UnknownOperationException: CloudWatch Logs has no operation Nothing. AwsJson11",
        ),
        (
            "POST /",
            &[
                "x-amz-target: DynamoDB_20120810.GetItem",
                "content-type: application/x-amz-json-1.0",
            ],
            None,
            "",
            "501 UnknownOperationException: Amazon DynamoDB is not served by this platform yet; served are IAM, Lambda, CloudWatch Logs and STS. AwsJson10",
        ),
        (
            "POST /",
            &["x-amz-target: nonsense"],
            None,
            "",
            "501 UnknownOperationException: This platform knows no service 'nonsense'; served are IAM, Lambda, CloudWatch Logs and STS. AwsJson11",
        ),
        // A signature is for one service.
        (
            "POST /",
            &["x-amz-target: Logs_20140328.PutLogEvents"],
            Some("lambda"),
            "",
            "403 InvalidSignatureException: Credential should be scoped to correct service: 'logs'.  AwsJson11",
        ),
        (
            "GET /",
            &[],
            Some("s3"),
            "",
            "501 NotImplemented: Amazon S3 is not served by this platform yet; served are IAM, Lambda, CloudWatch Logs and STS. RestXml",
        ),
        (
            "POST /",
            &[FORM],
            Some("sqs"),
            "Action=SendMessage",
            "501 InvalidAction: Amazon SQS is not served by this platform yet; served are IAM, Lambda, CloudWatch Logs and STS. Query",
        ),
        (
            "POST /",
            &[FORM],
            Some("iam"),
            "Action=CreateInstanceProfile&Version=2010-05-08",
            "400 InvalidAction: This platform does not have the operation CreateInstanceProfile of IAM yet. Query",
        ),
        (
            "POST /",
            &[FORM],
            Some("iam"),
            "Action=Fly&Version=2010-05-08",
            "400 InvalidAction: Could not find operation Fly for version 2010-05-08 Query",
        ),
        (
            "POST /",
            &[FORM],
            Some("iam"),
            "Action=ListUsers&Version=2009-01-01",
            "400 InvalidAction: Could not find operation ListUsers for version 2009-01-01 Query",
        ),
        (
            "POST /",
            &[FORM],
            Some("iam"),
            "Action=Fly",
            "400 InvalidAction: Could not find operation Fly for version NO_VERSION_SPECIFIED Query",
        ),
        (
            "POST /",
            &[FORM],
            None,
            "",
            "400 MissingAction: The request must contain the parameter Action. Query",
        ),
        (
            "POST /2015-03-31/functions//invocations",
            &[],
            None,
            "",
            "404 UnknownOperationException: No operation is called by POST /2015-03-31/functions//invocations. RestJson",
        ),
        (
            "POST /service/x",
            &["smithy-protocol: rpc-v2-cbor"],
            None,
            "",
            "404 UnknownOperationException: No operation is called by POST /service/x. Cbor",
        ),
        (
            "GET /2015-03-31/functions/%FF",
            &[],
            None,
            "",
            "400 MalformedQueryString: a parameter of the request is not UTF-8 RestJson",
        ),
    ] {
        assert_eq!(
            leads_to(line, headers, scope, body),
            told,
            "{line} {headers:?} {scope:?} {body}"
        );
    }
}

#[test]
fn a_deep_path_is_nobodys() {
    let line = format!("GET /2015-03-31{}", "/x".repeat(5_000));
    assert!(leads_to(&line, &[], None, "").starts_with("404"));
}
