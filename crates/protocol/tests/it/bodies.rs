//! What bodies may say, and what they are told when they may not.

use protocol::schema::Protocol;
use protocol::{Fault, document, iam, lambda, logs};

use crate::support::{FORM, input};

fn alias(body: &str) -> Result<lambda::CreateAliasRequest, Fault> {
    input::<lambda::op::CreateAlias>("POST /2015-03-31/functions/f/aliases", &[], body)
}

#[test]
fn json_is_read_as_aws_reads_it() {
    let read = alias(
        r#" {"Name":"first","Unknown":{"deep":[1,{"x":null}]},"Description":null,
             "FunctionVersion":"1","Name":"last","RoutingConfig":{"AdditionalVersionWeights":{"2":1}}} "#,
    )
    .unwrap();
    assert_eq!(read.function_name, "f");
    assert_eq!(read.name, "last");
    assert_eq!(read.description, None);
    let weights = read.routing_config.unwrap().additional_version_weights.unwrap();
    assert_eq!(weights["2"], 1.0);
}

#[test]
fn json_of_other_types_is_refused_in_aws_words() {
    for (body, told) in [
        (r#"{"Name":1}"#, "NUMBER_VALUE cannot be converted to String"),
        (r#"{"Name":true}"#, "TRUE_VALUE cannot be converted to String"),
        (r#"{"Name":false}"#, "FALSE_VALUE cannot be converted to String"),
        (r#"{"Name":["x"]}"#, "Start of list found where not expected"),
        (r#"{"Name":{"x":1}}"#, "Start of structure or map found where not expected"),
        (r#"{"RoutingConfig":"x"}"#, "Expected structure or null"),
        (r#"{"RoutingConfig":{"AdditionalVersionWeights":7}}"#, "Expected map or null"),
        ("[]", "Start of list found where not expected"),
        ("7", "Expected structure or null"),
        (r#"{"Name":"x"} x"#, "trailing characters at line 1 column 14"),
        (r#"{"Name":"#, "EOF while parsing a value at line 1 column 8"),
        ("{", "EOF while parsing an object at line 1 column 1"),
        (
            "{\"Name\":\"\u{1}\"}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 10",
        ),
    ] {
        let fault = alias(body).unwrap_err();
        assert_eq!((fault.status, fault.code.as_ref()), (400, "SerializationException"), "{body}");
        assert_eq!(fault.message, told, "{body}");
    }
}

#[test]
fn whole_floats_are_integers() {
    let get = |limit: &str| {
        let body = format!(r#"{{"logGroupName":"g","logStreamName":"s","limit":{limit}}}"#);
        let target = ["x-amz-target: Logs_20140328.GetLogEvents"];
        input::<logs::op::GetLogEvents>("POST /", &target, &body)
            .map(|read| read.limit.unwrap())
            .map_err(|fault| fault.message)
    };
    assert_eq!(get("7"), Ok(7));
    assert_eq!(get("7.0"), Ok(7));
    assert_eq!(get("7e2"), Ok(700));
    for wrong in ["7.5", "1e30", "3000000000", "99999999999999999999"] {
        assert_eq!(
            get(wrong).unwrap_err(),
            "NUMBER_VALUE cannot be converted to Integer",
            "{wrong}"
        );
    }
    assert_eq!(get("\"7\"").unwrap_err(), "STRING_VALUE cannot be converted to Integer");
}

#[test]
fn blobs_are_base64() {
    let update = |zip: &str| {
        let body = format!(r#"{{"ZipFile":"{zip}"}}"#);
        let line = "PUT /2015-03-31/functions/f/code";
        input::<lambda::op::UpdateFunctionCode>(line, &[], &body)
    };
    assert_eq!(update("aGk=").unwrap().zip_file.unwrap().as_ref(), b"hi");
    for wrong in ["a", "aGk", "a*k=", "aGk=\\n"] {
        let told = update(wrong).unwrap_err().message;
        assert_eq!(told, "STRING_VALUE cannot be converted to Blob", "{wrong}");
    }
}

#[test]
fn nothing_is_an_empty_body() {
    let line = "PUT /2015-03-31/functions/f/configuration";
    for body in ["", " \n", "null", "{}"] {
        let read = input::<lambda::op::UpdateFunctionConfiguration>(line, &[], body).unwrap();
        assert_eq!(read.function_name, "f");
        assert_eq!(read.description, None);
    }
}

#[test]
fn nesting_has_an_end_in_every_format() {
    let deep = 100_000;
    let input = iam::op::CreateUser::schema();
    for (protocol, body) in [
        (Protocol::RestJson, format!("{{\"UserName\":{}", "[".repeat(deep))),
        (Protocol::RestJson, format!("{{\"Tags\":{}", "[".repeat(deep))),
        (Protocol::RestXml, "<a>".repeat(deep)),
        (Protocol::Query, format!("Tags{}=1", ".member.1".repeat(deep))),
    ] {
        assert!(document::decode(protocol, input, body.as_bytes()).is_err(), "{protocol:?}");
    }
    for bomb in [&[0x81][..], &[0x9F], &[0xA1, 0x61, b'x'], &[0xC2], &[0xBF, 0x61, b'x']] {
        let body = bomb.repeat(deep);
        assert!(document::decode(Protocol::Cbor, input, &body).is_err(), "{bomb:x?}");
    }
    // What nobody asks for is skipped, however deep.
    let skipped = format!("{{\"Unknown\":{}{}}}", "[".repeat(deep), "]".repeat(deep));
    let read = document::decode(Protocol::RestJson, input, skipped.as_bytes());
    assert!(read.is_ok() || read.unwrap_err().message.contains("recursion"));
}

trait Schema {
    fn schema() -> &'static protocol::schema::Structure;
}

impl<C: protocol::Contract> Schema for C {
    fn schema() -> &'static protocol::schema::Structure {
        C::OPERATION.schema().input
    }
}

#[test]
fn forms_draw_trees() {
    let read = |form: &str| {
        let form = format!("Action=CreateUser&Version=2010-05-08&UserName=u&{form}");
        input::<iam::op::CreateUser>("POST /", &[FORM], &form)
    };
    let tags = |form: &str| {
        let tags = read(form).unwrap().tags;
        tags.map(|tags| tags.into_iter().map(|tag| tag.key + "=" + &tag.value).collect::<Vec<_>>())
    };
    let two = Some(vec!["a=1".to_owned(), "b=2+ é".to_owned()]);
    // In the order of their numbers, gaps or not.
    for form in [
        "Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.2.Value=2%2B+%C3%A9",
        "Tags.member.10.Key=b&Tags.member.10.Value=2%2b%20%C3%A9&Tags.member.9.Key=a&Tags.member.9.Value=1",
    ] {
        assert_eq!(tags(form), two, "{form}");
    }
    assert_eq!(tags("Unknown.member.1=x"), None);
    assert_eq!(tags("Tags="), Some(vec![]));
    assert_eq!(tags("Tags.member.x.Key=a"), None);
    let fault = read("Tags.member.1.Key=a").unwrap_err();
    assert!(
        fault
            .message
            .starts_with("1 validation error detected: Value null at 'tags.1.member.value'")
    );
    let fault = input::<iam::op::ListUsers>(
        "POST /",
        &[FORM],
        "Action=ListUsers&Version=2010-05-08&MaxItems=many",
    );
    assert_eq!(fault.unwrap_err().message, "STRING_VALUE cannot be converted to Integer");
    let long = "x=1&".repeat(30_000);
    assert_eq!(read_raw(&long), Some("MalformedQueryString".to_owned()));
}

fn read_raw(form: &str) -> Option<String> {
    let head = crate::support::head("POST /", &[FORM]);
    protocol::route(&head, Some("iam"), form.as_bytes()).err().map(|e| e.fault.code.into_owned())
}

#[test]
fn xml_is_read_without_its_traps() {
    let schema = iam::op::CreateUser::schema();
    let read = |xml: &str| document::decode(Protocol::RestXml, schema, xml.as_bytes());
    let ok = read(
        "\u{FEFF}<?xml version=\"1.0\"?><!-- hi --><r xmlns:n='u' a=\"&lt;\"><n:UserName>a&amp;&#x42;<![CDATA[<c>]]></n:UserName><Path/></r>\n",
    )
    .unwrap();
    let texts: Vec<_> = ok.iter().flatten().collect();
    assert_eq!(format!("{texts:?}"), r#"[Text(""), Text("a&B<c>")]"#);
    for wrong in [
        "<!DOCTYPE r [<!ENTITY x \"y\">]><r>&x;</r>",
        "<r>&x;</r>",
        "<r>&#xD800;</r>",
        "<r><a></r></a>",
        "<r></r><r></r>",
        "<r></r>x",
        "x<r></r>",
        "<r",
        "<r a></r>",
        "<r a=b></r>",
        "<r><",
        "</r>",
        "<>",
        "& <r/>",
    ] {
        assert_eq!(read(wrong).unwrap_err().code, "MalformedXML", "{wrong}");
    }
}

#[test]
fn headers_labels_and_parameters_are_read() {
    let read = input::<lambda::op::Invoke>(
        "POST /2015-03-31/functions/a%3Ab/invocations?Qualifier=%24LATEST",
        &["x-amz-invocation-type: Event", "x-amz-log-type: Tail"],
        "{\"any\": 1}",
    )
    .unwrap();
    assert_eq!(read.function_name, "a:b");
    assert_eq!(read.qualifier.as_deref(), Some("$LATEST"));
    assert_eq!(read.invocation_type, Some(lambda::InvocationType::Event));
    assert_eq!(read.payload.unwrap().as_ref(), b"{\"any\": 1}");
    // Decoded once: what was encoded twice stays encoded.
    let read = input::<lambda::op::ListTags>(
        "GET /2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af%2525",
        &[],
        "",
    );
    assert!(read.unwrap_err().message.contains("function:f%25'"));
    let read = input::<lambda::op::UntagResource>(
        "DELETE /2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af?tagKeys=a&tagKeys=b+c",
        &[],
        "",
    );
    assert_eq!(read.unwrap().tag_keys, ["a", "b c"]);
}

/// Three bytes can ask for a structure; a message must not unfold to more than it should.
#[test]
fn a_message_cannot_unfold_to_gigabytes() {
    let count = 1_000_000;
    let input = iam::op::CreateUser::schema();
    for (protocol, body) in [
        (Protocol::RestJson, format!("{{\"Tags\":[{}{{}}]}}", "{},".repeat(count))),
        (Protocol::RestXml, format!("<r><Tags>{}</Tags></r>", "<member/>".repeat(count))),
        (Protocol::Query, format!("Tags.member.1.{}=1", "a.b&".repeat(count))),
    ] {
        assert!(document::decode(protocol, input, body.as_bytes()).is_err(), "{protocol:?}");
    }
    let mut cbor = b"\xA1\x64Tags\x9F".to_vec();
    cbor.extend(vec![0xA0; count]);
    cbor.push(0xFF);
    assert!(document::decode(Protocol::Cbor, input, &cbor).is_err());
    // Names of many parts, each of its own.
    let names: Vec<_> = (0..15_000).map(|n| format!("a{n}.b.c.d.e.f=1")).collect();
    assert!(document::decode(Protocol::Query, input, names.join("&").as_bytes()).is_err());
}

/// What no service of ours has yet: lists and maps without an element around them, attributes.
mod bare {
    use protocol::schema::{Length, List, Map, Protocol, Shape, Structure, Text, member};
    use protocol::{Value, document};

    static WORDS: List =
        List { element: Shape::TEXT, wire: "member", length: Length::ANY, sensitive: false };
    static NAMES: Map = Map {
        key: &Text::ANY,
        value: Shape::INTEGER,
        wire: ("Name", "Value"),
        length: Length::ANY,
        sensitive: false,
    };
    static THING: Structure = Structure {
        name: "Thing",
        members: &[
            member("Words", Shape::List(&WORDS)).wire("Word").flattened(),
            member("Names", Shape::Map(&NAMES)).wire("Name").flattened(),
        ],
        sensitive: false,
    };
    static OWNER: Structure = Structure {
        name: "Owner",
        members: &[member("Kind", Shape::TEXT).wire("kind").attribute(), member("Id", Shape::TEXT)],
        sensitive: false,
    };
    static OWNED: Structure = Structure {
        name: "Owned",
        members: &[member("Owner", Shape::Structure(&OWNER))],
        sensitive: false,
    };

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn elements_stand_bare_in_xml_and_in_forms() {
        let names = vec![("x".to_owned(), Value::Integer(1)), ("y".to_owned(), Value::Integer(2))];
        let slots = vec![Some(Value::List(vec![text("a"), text("b")])), Some(Value::Map(names))];
        let xml = "<r><Word>a</Word><Word>b</Word><Name><Name>x</Name><Value>1</Value></Name>\
                   <Name><Name>y</Name><Value>2</Value></Name></r>";
        let written = document::encode(Protocol::RestXml, "r", &THING, &slots);
        assert_eq!(String::from_utf8(written).unwrap(), xml);
        assert_eq!(document::decode(Protocol::RestXml, &THING, xml.as_bytes()), Ok(slots.clone()));
        let form = "Word.1=a&Word.2=b&Name.1.Name=x&Name.1.Value=1&Name.2.Name=y&Name.2.Value=2";
        assert_eq!(document::decode(Protocol::Query, &THING, form.as_bytes()), Ok(slots));
    }

    #[test]
    fn attributes_are_written_and_read() {
        let slots = vec![Some(Value::Structure(vec![Some(text("a\"<b")), Some(text("7"))]))];
        let xml = "<r><Owner kind=\"a&quot;&lt;b\"><Id>7</Id></Owner></r>";
        let written = document::encode(Protocol::RestXml, "r", &OWNED, &slots);
        assert_eq!(String::from_utf8(written).unwrap(), xml);
        assert_eq!(document::decode(Protocol::RestXml, &OWNED, xml.as_bytes()), Ok(slots));
    }
}
