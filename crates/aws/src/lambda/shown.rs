//! A version of a function as Lambda's clients see it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use functions::{AttachedLayer, Declared, Function, Label};
use protocol::lambda::*;
use telemetry::report;

use super::Lambda;

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Creating,
    Updating,
    Done,
}

/// `2026-01-31T12:00:00.000+0000`
pub(super) fn moment(ms: u64) -> String {
    let iso = report::iso(ms.saturating_mul(1_000));
    format!("{}+0000", iso.trim_end_matches('Z'))
}

pub(super) fn code_sha256(package: &blob::Hash) -> String {
    BASE64_STANDARD.encode(package.as_bytes())
}

impl Lambda {
    /// `qualifier` is how the version was asked for: its ARN ends in that.
    pub(super) fn shown(
        &self,
        function: &Function,
        qualifier: Option<&str>,
        progress: Progress,
    ) -> FunctionConfiguration {
        let config = &function.config;
        let declared = &*config.declared;
        let published = match function.label {
            Label::Latest => None,
            Label::Published(_) => Some(function.label.text()),
        };
        let mut arn = self.arn(function.name.as_str());
        if let Some(qualifier) = qualifier.or(published.as_deref()) {
            arn = format!("{arn}:{qualifier}");
        }
        let snap_start = declared.snap_start.as_deref().and_then(SnapStartApplyOn::parse);
        FunctionConfiguration {
            function_name: Some(function.name.to_string()),
            runtime_version_config: None,
            runtime: runtime(function),
            role: Some(self.role(function)),
            handler: Some(config.handler.clone()),
            code_size: i64::try_from(function.package_bytes).ok(),
            description: Some(declared.description.clone()),
            timeout: Some(config.timeout_ms.div_ceil(1_000) as i32),
            memory_size: i32::try_from(config.memory_mb).ok(),
            last_modified: Some(moment(function.deployed_at_ms)),
            code_sha256: Some(code_sha256(&function.package)),
            version: Some(function.label.to_string()),
            vpc_config: Some(VpcConfigResponse {
                subnet_ids: Some(declared.subnets.clone()),
                security_group_ids: Some(declared.security_groups.clone()),
                vpc_id: Some(String::new()),
                ipv6_allowed_for_dual_stack: Some(false),
            })
            .filter(|_| !declared.subnets.is_empty()),
            dead_letter_config: declared
                .dead_letter
                .clone()
                .map(|arn| DeadLetterConfig { target_arn: Some(arn) }),
            environment: (!config.env.is_empty())
                .then(|| EnvironmentResponse { variables: Some(config.env.clone()), error: None }),
            kms_key_arn: declared.kms_key.clone(),
            tracing_config: Some(TracingConfigResponse {
                mode: declared
                    .tracing
                    .as_deref()
                    .and_then(TracingMode::parse)
                    .or(Some(TracingMode::PassThrough)),
            }),
            revision_id: Some(function.revision.to_string()),
            layers: (!config.layers.is_empty()).then(|| config.layers.iter().map(layer).collect()),
            state: Some(if progress == Progress::Creating {
                State::Pending
            } else {
                State::Active
            }),
            state_reason: (progress == Progress::Creating)
                .then(|| "The function is being created.".into()),
            state_reason_code: (progress == Progress::Creating)
                .then_some(StateReasonCode::Creating),
            last_update_status: Some(match progress {
                Progress::Updating => LastUpdateStatus::InProgress,
                Progress::Creating | Progress::Done => LastUpdateStatus::Successful,
            }),
            file_system_configs: (!declared.file_systems.is_empty()).then(|| {
                let one = |(arn, path): &(String, String)| FileSystemConfig {
                    arn: arn.clone(),
                    local_mount_path: path.clone(),
                    s3_files_config: None,
                };
                declared.file_systems.iter().map(one).collect()
            }),
            package_type: Some(PackageType::Zip),
            architectures: Some(vec![architecture(declared)]),
            ephemeral_storage: i32::try_from(config.tmp_mb)
                .ok()
                .map(|size| EphemeralStorage { size }),
            snap_start: Some(SnapStartResponse {
                apply_on: snap_start.or(Some(SnapStartApplyOn::None)),
                optimization_status: Some(match (snap_start, function.label) {
                    (Some(SnapStartApplyOn::PublishedVersions), Label::Published(_)) => {
                        SnapStartOptimizationStatus::On
                    }
                    _ => SnapStartOptimizationStatus::Off,
                }),
            }),
            logging_config: Some(logging(function)),
            function_arn: Some(arn),
            ..FunctionConfiguration::default()
        }
    }

    /// The role it was given, or the name of the one that every function has by itself.
    fn role(&self, function: &Function) -> String {
        let own = function.config.declared.role.clone();
        own.unwrap_or_else(|| self.access.directory().granted_arn(&function.name))
    }
}

/// As it was asked for, where that has a name with Lambda.
fn runtime(function: &Function) -> Option<Runtime> {
    let declared = function.config.declared.runtime.as_deref().and_then(Runtime::parse);
    declared.or_else(|| Runtime::parse(&function.config.runtime.to_string()))
}

pub(super) fn architecture(declared: &Declared) -> Architecture {
    let this =
        if cfg!(target_arch = "aarch64") { Architecture::Arm64 } else { Architecture::X86_64 };
    declared.architecture.as_deref().and_then(Architecture::parse).unwrap_or(this)
}

fn layer(layer: &AttachedLayer) -> Layer {
    Layer {
        arn: Some(layer.arn.clone()),
        code_size: i64::try_from(layer.bytes).ok(),
        ..Layer::default()
    }
}

fn logging(function: &Function) -> LoggingConfig {
    let declared = &*function.config.declared;
    let group = || format!("/aws/lambda/{}", function.name);
    LoggingConfig {
        log_format: declared
            .log_format
            .as_deref()
            .and_then(LogFormat::parse)
            .or(Some(LogFormat::Text)),
        application_log_level: declared.log_level.as_deref().and_then(ApplicationLogLevel::parse),
        system_log_level: declared.system_log_level.as_deref().and_then(SystemLogLevel::parse),
        log_group: Some(declared.log_group.clone().unwrap_or_else(group)),
    }
}
