//! What IAM wants of the resources in an identity's policy.

use super::Malformed;
use super::malformed::cut;

const PARTITIONS: &[&str] = &[
    "*",
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
];

const IAM_PATHS: &[&str] = &[
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

const FIELDS: usize = 6;

pub(super) fn check(resource: &str) -> Result<(), Malformed> {
    if resource == "*" {
        return Ok(());
    }
    let mut fields: Vec<&str> = resource.splitn(FIELDS, ':').collect();
    if fields.len() < 2 {
        return Err(Malformed::NoArn(cut(resource)));
    }
    let partition = fields[1];
    if !PARTITIONS.contains(&partition) {
        fields.resize(FIELDS, "*");
        fields[0] = "arn";
        let (partition, resource) = (cut(partition), cut(&fields.join(":")));
        return Err(Malformed::Partition { partition, resource });
    }
    if fields[0] != "arn" {
        return Err(Malformed::NoArn(cut(resource)));
    }
    let Some(service) = fields.get(2) else { return Err(Malformed::ResourceVendor) };
    if service.contains(['*', '?']) {
        return Err(Malformed::ResourceVendor);
    }
    // A short form is fine as long as no field is left out in its middle.
    if service.is_empty() || (fields.len() < FIELDS && fields[2..].contains(&"")) {
        return Err(Malformed::Legacy);
    }
    fields.resize(FIELDS, "*");
    let has_region = !matches!(fields[3], "" | "*");
    match fields[2] {
        "iam" if has_region => Err(Malformed::IamRegion(cut(resource))),
        "iam" if !is_iam_path(fields[5]) => Err(Malformed::IamPath),
        // Access points live in a region, and name their account.
        "s3" if has_region && fields[4].is_empty() => Err(Malformed::S3Region(cut(resource))),
        _ => Ok(()),
    }
}

fn is_iam_path(path: &str) -> bool {
    path == "root" || path.starts_with('*') || IAM_PATHS.iter().any(|known| path.starts_with(known))
}
