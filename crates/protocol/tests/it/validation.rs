use protocol::{iam, lambda, logs, sts};

use crate::support::{FORM, input};

/// The message of the refusal of a `CreateFunction` with this body.
fn create_function(body: &str) -> String {
    let fault =
        input::<lambda::op::CreateFunction>("POST /2015-03-31/functions", &[], body).unwrap_err();
    assert_eq!((fault.status, fault.code.as_ref()), (400, "ValidationException"));
    fault.message
}

#[test]
fn what_is_missing_is_null() {
    assert_eq!(
        create_function("{}"),
        "3 validation errors detected: \
         Value null at 'functionName' failed to satisfy constraint: Member must not be null; \
         Value null at 'role' failed to satisfy constraint: Member must not be null; \
         Value null at 'code' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn texts_have_a_length_a_pattern_and_a_set_of_values() {
    let body = |name: &str, more: &str| {
        format!(
            r#"{{"FunctionName":"{name}","Role":"arn:aws:iam::000000000000:role/r","Code":{{}}{more}}}"#
        )
    };
    const NAME: &str = r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?";
    let long = "a".repeat(141);
    assert_eq!(
        create_function(&body(&long, "")),
        format!(
            "1 validation error detected: Value '{long}' at 'functionName' failed to satisfy \
             constraint: Member must have length less than or equal to 140"
        )
    );
    assert_eq!(
        create_function(&body("", "")),
        format!(
            "2 validation errors detected: Value '' at 'functionName' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: {NAME}; \
             Value '' at 'functionName' failed to satisfy constraint: \
             Member must have length greater than or equal to 1"
        )
    );
    assert_eq!(
        create_function(&body("f", r#","Architectures":["x86"],"PackageType":"Tar""#)),
        "2 validation errors detected: Value 'Tar' at 'packageType' failed to satisfy constraint: \
         Member must satisfy enum value set: [Zip, Image]; \
         Value '[x86]' at 'architectures' failed to satisfy constraint: \
         Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], \
         Member must not be null]"
    );
}

#[test]
fn numbers_have_bounds() {
    let body = r#"{"FunctionName":"f","Role":"arn:aws:iam::000000000000:role/r","Code":{},
        "Timeout":0,"MemorySize":64}"#;
    assert_eq!(
        create_function(body),
        "2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: \
         Member must have value greater than or equal to 1; \
         Value '64' at 'memorySize' failed to satisfy constraint: \
         Member must have value greater than or equal to 128"
    );
}

#[test]
fn places_inside_are_named() {
    let body = r#"{"FunctionName":"f","Role":"arn:aws:iam::000000000000:role/r","Code":{"S3Bucket":"b."},
        "Layers":["x",null],"FileSystemConfigs":[{"Arn":"a"}],"KMSKeyArn":"k"}"#;
    let message = create_function(body);
    for part in [
        r"Value 'b.' at 'code.s3Bucket' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9A-Za-z\.\-_]*(?<!\.)",
        "Value '[x, null]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ",
        "Value null at 'fileSystemConfigs.1.member.localMountPath' failed to satisfy constraint: Member must not be null",
        "Value 'k' at 'kMSKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
    ] {
        assert!(message.contains(part), "{part}\nis not in\n{message}");
    }
}

#[test]
fn what_is_sensitive_is_not_repeated() {
    let body = r#"{"FunctionName":"f","Role":"arn:aws:iam::000000000000:role/r","Code":{},
        "Environment":{"Variables":{"1SECRET":"hunter2"}}}"#;
    assert_eq!(
        create_function(body),
        "1 validation error detected: Value at 'environment.variables' failed to satisfy \
         constraint: Map keys must satisfy constraint: \
         [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"
    );
}

#[test]
fn maps_have_values_with_bounds() {
    let body = r#"{"Name":"live","FunctionVersion":"1",
        "RoutingConfig":{"AdditionalVersionWeights":{"2":1.5}}}"#;
    let fault = input::<lambda::op::CreateAlias>("POST /2015-03-31/functions/f/aliases", &[], body);
    assert_eq!(
        fault.unwrap_err().message,
        "1 validation error detected: Value '{2=1.5}' at 'routingConfig.additionalVersionWeights' \
         failed to satisfy constraint: Map value must satisfy constraint: \
         [Member must have value less than or equal to 1.0, \
         Member must have value greater than or equal to 0.0, Member must not be null]"
    );
}

#[test]
fn each_service_has_its_code() {
    let target = ["x-amz-target: Logs_20140328.PutLogEvents"];
    let fault = input::<logs::op::PutLogEvents>(
        "POST /",
        &target,
        r#"{"logGroupName":"g","logStreamName":"s","logEvents":[]}"#,
    );
    let fault = fault.unwrap_err();
    assert_eq!(fault.code, "InvalidParameterException");
    assert_eq!(
        fault.message,
        "1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: \
         Member must have length greater than or equal to 1"
    );

    let fault = input::<sts::op::AssumeRole>(
        "POST /",
        &[FORM],
        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=!&DurationSeconds=1\
         &RoleArn=arn:aws:iam::000000000000:role/r",
    );
    let fault = fault.unwrap_err();
    assert_eq!(fault.code, "ValidationError");
    assert_eq!(
        fault.message,
        r"3 validation errors detected: Value '!' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*; Value '!' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
    );

    let fault = input::<iam::op::CreateUser>(
        "POST /",
        &[FORM],
        "Action=CreateUser&Version=2010-05-08&UserName=u&Tags.member.1.Key=%01&Tags.member.1.Value=v",
    );
    assert_eq!(
        fault.unwrap_err().message,
        "1 validation error detected: Value '\u{1}' at 'tags.1.member.key' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: \
         [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"
    );
}

#[test]
fn lengths_are_counted_as_java_does() {
    let role = |text: &str| {
        let body = format!(
            "Action=TagRole&Version=2010-05-08&RoleName=r&Tags.member.1.Key=k&Tags.member.1.Value={text}"
        );
        input::<iam::op::TagRole>("POST /", &[FORM], &body)
    };
    assert!(role(&"é".repeat(256)).is_ok());
    // A letter outside of the first plane is two characters to Java.
    assert!(role(&"𐐀".repeat(128)).is_ok());
    assert!(role(&"𐐀".repeat(129)).is_err());
}

#[test]
fn a_message_has_an_end() {
    let huge = "!".repeat(1_000_000);
    let events = vec![r#"{"timestamp":-1,"message":""}"#; 10_000].join(",");
    let body = format!(r#"{{"logGroupName":"{huge}","logStreamName":"s","logEvents":[{events}]}}"#);
    let target = ["x-amz-target: Logs_20140328.PutLogEvents"];
    let fault = input::<logs::op::PutLogEvents>("POST /", &target, &body).unwrap_err();
    assert!(fault.message.starts_with("100 validation errors detected: Value '!!!!"));
    assert!(fault.message.len() < 100_000, "{}", fault.message.len());
}

#[test]
fn patterns_that_look_around_are_matched_as_java_would() {
    let alias = |name: &str| {
        let body = format!(r#"{{"Name":"{name}","FunctionVersion":"1"}}"#);
        input::<lambda::op::CreateAlias>("POST /2015-03-31/functions/f/aliases", &[], &body).is_ok()
    };
    for (name, fine) in [
        ("live", true),
        ("1", false),
        ("007", false),
        ("1a", true),
        ("a1", true),
        ("-", true),
        ("v-1_2", true),
        ("", false),
        ("a b", false),
        ("1\\n", false),
    ] {
        assert_eq!(alias(name), fine, "{name}");
    }
    let url = |name: &str| {
        let line = format!("GET /2021-10-31/functions/{name}/url");
        input::<lambda::op::GetFunctionUrlConfig>(&line, &[], "").is_ok()
    };
    for (name, fine) in [
        ("f", true),
        ("f:live", true),
        ("f:1", false),
        ("f:1a", true),
        ("arn:aws:lambda:us-east-1:000000000000:function:f:live", true),
        ("arn:aws:lambda:us-east-1:000000000000:function:f:12", false),
    ] {
        assert_eq!(url(name), fine, "{name}");
    }
}

/// Shapes that no service of ours has yet.
mod nested {
    use protocol::schema::{Length, List, Map, Shape, Structure, Text, member};
    use protocol::{Value, violations};

    static WORD: Text = Text { length: Length { min: Some(1), max: Some(3) }, ..Text::ANY };
    static LINE: List = List {
        element: Shape::Text(&WORD),
        wire: "member",
        length: Length { min: None, max: Some(2) },
        sensitive: false,
    };
    static PAGE: List = List {
        element: Shape::List(&LINE),
        wire: "member",
        length: Length { min: None, max: Some(2) },
        sensitive: false,
    };
    static ROW: Structure = Structure {
        name: "Row",
        members: &[member("Cell", Shape::TEXT).required()],
        sensitive: false,
    };
    static ROWS: Map = Map {
        key: &WORD,
        value: Shape::Structure(&ROW),
        wire: ("key", "value"),
        length: Length::ANY,
        sensitive: false,
    };
    static INPUT: Structure = Structure {
        name: "Input",
        members: &[member("Page", Shape::List(&PAGE)), member("Rows", Shape::Map(&ROWS))],
        sensitive: false,
    };

    fn words(words: &[&str]) -> Value {
        Value::List(words.iter().map(|word| Value::Text((*word).to_owned())).collect())
    }

    #[test]
    fn each_level_is_looked_at() {
        let page = Value::List(vec![words(&["a"]), words(&["a", "long"]), words(&["a", "b", "c"])]);
        assert_eq!(
            violations(&INPUT, &[Some(page.clone()), None]),
            [
                "Value '[[a], [a, long], [a, b, c]]' at 'page' failed to satisfy constraint: \
                 Member must have length less than or equal to 2",
                "Value '[[a], [a, long], [a, b, c]]' at 'page' failed to satisfy constraint: \
                 Member must satisfy constraint: \
                 [Member must have length less than or equal to 2, Member must not be null]",
                "Value '[a, long]' at 'page.2.member' failed to satisfy constraint: \
                 Member must satisfy constraint: [Member must have length less than or equal to 3, \
                 Member must have length greater than or equal to 1, Member must not be null]",
            ]
        );
        let deep_null = Value::List(vec![Value::List(vec![Value::Null])]);
        assert_eq!(violations(&INPUT, &[Some(deep_null), None]).len(), 1);
    }

    #[test]
    fn a_keys_part_of_a_path_has_an_end() {
        let row = |key: &str, value| (key.to_owned(), value);
        let rows = Value::Map(vec![
            row("a", Value::Structure(vec![None])),
            row("b", Value::Null),
            row(&"k".repeat(1_000), Value::Structure(vec![Some(Value::Text(String::new()))])),
        ]);
        let found = violations(&INPUT, &[None, Some(rows)]);
        assert_eq!(found.len(), 3);
        assert!(found[0].contains("Map keys must satisfy constraint"), "{}", found[0]);
        assert!(found[1].starts_with("Value null at 'rows.a.member.cell'"), "{}", found[1]);
        assert!(found[2].starts_with("Value null at 'rows.b.member'"), "{}", found[2]);
    }
}
