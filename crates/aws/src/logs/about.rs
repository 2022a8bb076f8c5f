//! What each operation is about, as permissions name it, and what conditions can ask of it.

use std::collections::BTreeMap;

use identity::policy::Context;
use protocol::logs::*;

use super::home::Home;

/// ARNs that must all be allowed, and what is known beside.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) resources: Vec<String>,
    pub(super) context: Context,
    /// Whether tags are given to what is made.
    pub(super) tags_anew: bool,
}

/// An input that says what it is about.
pub(super) trait About {
    fn about(&self, home: &Home) -> Subject;
}

impl Subject {
    fn of(resource: String) -> Self {
        Self { resources: vec![resource], context: Context::new(), tags_anew: false }
    }

    /// The tags that the request brings.
    fn bringing(mut self, tags: &BTreeMap<String, String>) -> Self {
        for (key, value) in tags {
            self.context.add(&format!("aws:RequestTag/{key}"), value);
        }
        self.naming(tags.keys().cloned().collect())
    }

    fn naming(mut self, keys: Vec<String>) -> Self {
        self.context.set_all("aws:TagKeys", keys);
        self
    }
}

/// The ARN of a group that is named in one of two ways. Without any the request fails anyway.
fn either(home: &Home, name: &Option<String>, identifier: &Option<String>) -> String {
    let identifier = identifier.as_deref().map(|identifier| home.name(identifier));
    home.asked_arn(name.as_deref().or(identifier).unwrap_or_default())
}

macro_rules! about {
    ($( $input:ident => |$given:ident, $home:ident| $subject:expr; )*) => { $(
        impl About for $input {
            fn about(&self, $home: &Home) -> Subject {
                let $given = self;
                $subject
            }
        }
    )* };
}

about! {
    CreateLogGroupRequest => |i, home| match &i.tags {
        Some(tags) => Subject {
            tags_anew: !tags.is_empty(),
            ..Subject::of(home.asked_arn(&i.log_group_name)).bringing(tags)
        },
        None => Subject::of(home.asked_arn(&i.log_group_name)),
    };
    DeleteLogGroupRequest => |i, home| Subject::of(home.asked_arn(&i.log_group_name));
    DescribeLogGroupsRequest => |_i, home| Subject::of(home.asked_arn(""));
    PutRetentionPolicyRequest => |i, home| Subject::of(home.asked_arn(&i.log_group_name));
    DeleteRetentionPolicyRequest => |i, home| Subject::of(home.asked_arn(&i.log_group_name));

    CreateLogStreamRequest => |i, home| {
        Subject::of(home.stream_arn(&i.log_group_name, &i.log_stream_name))
    };
    DeleteLogStreamRequest => |i, home| {
        Subject::of(home.stream_arn(&i.log_group_name, &i.log_stream_name))
    };
    DescribeLogStreamsRequest => |i, home| {
        Subject::of(either(home, &i.log_group_name, &i.log_group_identifier))
    };

    PutLogEventsRequest => |i, home| {
        Subject::of(home.stream_arn(&i.log_group_name, &i.log_stream_name))
    };
    GetLogEventsRequest => |i, home| {
        let group = either(home, &i.log_group_name, &i.log_group_identifier);
        Subject::of(group + &i.log_stream_name)
    };
    FilterLogEventsRequest => |i, home| {
        Subject::of(either(home, &i.log_group_name, &i.log_group_identifier))
    };
    StartLiveTailRequest => |i, home| Subject {
        resources: {
            let groups = i.log_group_identifiers.iter();
            groups.map(|group| home.asked_arn(home.name(group))).collect()
        },
        context: Context::new(),
        tags_anew: false,
    };

    TagLogGroupRequest => |i, home| {
        Subject::of(home.asked_arn(&i.log_group_name)).bringing(&i.tags)
    };
    UntagLogGroupRequest => |i, home| {
        Subject::of(home.asked_arn(&i.log_group_name)).naming(i.tags.clone())
    };
    ListTagsLogGroupRequest => |i, home| Subject::of(home.asked_arn(&i.log_group_name));
    TagResourceRequest => |i, home| {
        Subject::of(home.arn(home.name(&i.resource_arn))).bringing(&i.tags)
    };
    UntagResourceRequest => |i, home| {
        Subject::of(home.arn(home.name(&i.resource_arn))).naming(i.tag_keys.clone())
    };
    ListTagsForResourceRequest => |i, home| Subject::of(home.arn(home.name(&i.resource_arn)));
}
