//! CreateFunction.

use functions::{Function, FunctionConfig, FunctionName, Label, Revision, VersionId};
use protocol::lambda::{CreateFunctionRequest, Error, FunctionConfiguration, PackageType};

use super::Lambda;
use super::change::{now_ms, refused};
use super::code::invalid;
use super::configuration::Wanted;
use super::shown::Progress;

impl Lambda {
    pub(super) async fn create_function(
        &self,
        mut input: CreateFunctionRequest,
    ) -> Result<FunctionConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        if self.registry.entry(named.name.as_str()).is_some() {
            return Err(taken(&named.name));
        }
        if input.package_type == Some(PackageType::Image) {
            // Says that images are not run here.
            input.code.image_uri.get_or_insert_default();
        } else if input.runtime.is_none() || input.handler.is_none() {
            return Err(invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment \
                 packages.",
            ));
        }
        if !is_role(&input.role) || !self.access.lambda_may_assume(&input.role) {
            return Err(invalid("The role defined for the function cannot be assumed by Lambda."));
        }
        let upload = self.upload_of(std::mem::take(&mut input.code))?;
        let mut function = Function {
            name: named.name.clone(),
            app: None,
            label: Label::Latest,
            version: VersionId(0),
            config: FunctionConfig::new(functions::Runtime::Provided { al: None }, ""),
            package: upload.hash,
            package_bytes: upload.bytes,
            deployed_at_ms: 0,
            revision: Revision::default(),
            notes: Vec::new(),
        };
        self.configure(&mut function, Wanted::of_creation(&mut input))?;
        let tags = input.tags.take().unwrap_or_default();
        super::tags::check(&tags)?;
        let publish = input.publish == Some(true);
        let package = self.keep(upload).await?;
        let made = self
            .registry
            .edit(&named.name, now_ms(), |draft| {
                if draft.entry().is_some() {
                    return Err(Refused(taken(&named.name)));
                }
                let latest = draft.put_latest(function)?;
                draft.settings()?.tags = tags;
                Ok(if publish { draft.publish(None)? } else { latest })
            })
            .await
            .map_err(refused);
        let made = self.or_give_up(package, made).await?;
        self.tell(&named.name);
        Ok(self.shown(&made, None, Progress::Creating))
    }
}

use super::change::Refused;

fn taken(name: &FunctionName) -> Error {
    Error::ResourceConflict { message: format!("Function already exist: {name}") }
}

/// Whether a text is a role's ARN. Whether that role exists is asked where it matters.
fn is_role(arn: &str) -> bool {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(fields[..], ["arn", _, "iam", _, _, role] if role.starts_with("role/"))
}
