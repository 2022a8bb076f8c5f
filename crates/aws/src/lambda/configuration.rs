//! What requests say of a function's configuration, and what becomes of it.

use std::collections::BTreeMap;

use functions::{AttachedLayer, Function, FunctionConfig};
use protocol::Fault;
use protocol::lambda::*;

use super::Lambda;
use super::code::invalid;

/// Layers of one function at most, as on Lambda.
const LAYERS_MAX: usize = 5;
/// A function's code and its layers, unpacked, are packages of this size together at most.
const ALL_BYTES_MAX: u64 = 250 * 1024 * 1024;

/// The settings of a request. What is absent stays as it is.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) runtime: Option<Runtime>,
    pub(super) role: Option<String>,
    pub(super) handler: Option<String>,
    pub(super) description: Option<String>,
    pub(super) timeout: Option<i32>,
    pub(super) memory_size: Option<i32>,
    pub(super) vpc_config: Option<VpcConfig>,
    pub(super) dead_letter_config: Option<DeadLetterConfig>,
    pub(super) environment: Option<Environment>,
    pub(super) kms_key_arn: Option<String>,
    pub(super) tracing_config: Option<TracingConfig>,
    pub(super) layers: Option<Vec<String>>,
    pub(super) file_system_configs: Option<Vec<FileSystemConfig>>,
    pub(super) architectures: Option<Vec<Architecture>>,
    pub(super) ephemeral_storage: Option<EphemeralStorage>,
    pub(super) snap_start: Option<SnapStart>,
    pub(super) logging_config: Option<LoggingConfig>,
}

macro_rules! wanted_from {
    ($input:ident, $( $extra:ident = $value:expr ),*) => {
        Wanted {
            runtime: $input.runtime,
            handler: $input.handler.take(),
            description: $input.description.take(),
            timeout: $input.timeout,
            memory_size: $input.memory_size,
            vpc_config: $input.vpc_config.take(),
            dead_letter_config: $input.dead_letter_config.take(),
            environment: $input.environment.take(),
            kms_key_arn: $input.kms_key_arn.take(),
            tracing_config: $input.tracing_config.take(),
            layers: $input.layers.take(),
            file_system_configs: $input.file_system_configs.take(),
            ephemeral_storage: $input.ephemeral_storage.take(),
            snap_start: $input.snap_start.take(),
            logging_config: $input.logging_config.take(),
            $( $extra: $value, )*
        }
    };
}

impl Wanted {
    pub(super) fn of_creation(input: &mut CreateFunctionRequest) -> Self {
        let role = Some(std::mem::take(&mut input.role));
        wanted_from!(input, role = role, architectures = input.architectures.take())
    }

    pub(super) fn of_update(input: &mut UpdateFunctionConfigurationRequest) -> Self {
        wanted_from!(input, role = input.role.take(), architectures = None)
    }
}

impl Lambda {
    /// Makes the function as it is wanted, or says what cannot be.
    pub(super) fn configure(&self, function: &mut Function, wanted: Wanted) -> Result<(), Error> {
        let config = &mut function.config;
        if let Some(runtime) = wanted.runtime {
            function.notes = set_runtime(config, runtime)?;
        }
        if let Some(handler) = wanted.handler {
            config.handler = handler;
        }
        check_limits(wanted.timeout, wanted.memory_size)?;
        if let Some(seconds) = wanted.timeout {
            config.timeout_ms = u32::try_from(seconds).unwrap_or(0).saturating_mul(1_000);
        }
        if let Some(memory) = wanted.memory_size {
            config.memory_mb = u32::try_from(memory).unwrap_or(0);
        }
        if let Some(storage) = wanted.ephemeral_storage {
            config.tmp_mb = u32::try_from(storage.size).unwrap_or(0);
        }
        if let Some(environment) = wanted.environment {
            config.env = environment.variables.unwrap_or_default();
            check_environment(&config.env)?;
        }
        if let Some(layers) = wanted.layers {
            config.layers = self.attached(&layers)?;
            check_sizes(function.package_bytes, &config.layers)?;
        }
        let declared = &mut config.declared;
        set(&mut declared.role, wanted.role);
        declared.description =
            wanted.description.unwrap_or(std::mem::take(&mut declared.description));
        set(&mut declared.kms_key, wanted.kms_key_arn);
        set(
            &mut declared.dead_letter,
            wanted.dead_letter_config.map(|c| c.target_arn.unwrap_or_default()),
        );
        set(
            &mut declared.tracing,
            wanted.tracing_config.and_then(|c| c.mode).map(|m| m.to_string()),
        );
        set(
            &mut declared.snap_start,
            wanted.snap_start.and_then(|c| c.apply_on).map(|a| a.to_string()),
        );
        if let Some(architectures) = wanted.architectures {
            declared.architecture = architectures.first().map(|one| one.to_string());
        }
        if let Some(vpc) = wanted.vpc_config {
            declared.subnets = vpc.subnet_ids.unwrap_or_default();
            declared.security_groups = vpc.security_group_ids.unwrap_or_default();
        }
        if let Some(systems) = wanted.file_system_configs {
            let both = |one: FileSystemConfig| (one.arn, one.local_mount_path);
            declared.file_systems = systems.into_iter().map(both).collect();
        }
        if let Some(logging) = wanted.logging_config {
            declared.log_format = logging.log_format.map(|f| f.to_string());
            declared.log_level = logging.application_log_level.map(|l| l.to_string());
            declared.system_log_level = logging.system_log_level.map(|l| l.to_string());
            declared.log_group = logging.log_group;
        }
        Ok(())
    }

    fn attached(&self, arns: &[String]) -> Result<Vec<AttachedLayer>, Error> {
        if arns.len() > LAYERS_MAX {
            return Err(invalid(format!("Cannot reference more than {LAYERS_MAX} layers.")));
        }
        let find = |arn: &String| {
            let unknown = || invalid(format!("Layer version {arn} does not exist."));
            let (name, number) = self.layer_named(arn).ok_or_else(unknown)?;
            let layer = self.layers.get(name, number).ok_or_else(unknown)?;
            let package = layer.package.ok_or_else(unknown)?;
            Ok::<_, Error>((
                name.to_owned(),
                AttachedLayer { arn: arn.clone(), package, bytes: layer.bytes },
            ))
        };
        let mut attached = BTreeMap::new();
        let mut in_order = Vec::new();
        for arn in arns {
            let (name, layer) = find(arn)?;
            if attached.insert(name, arn).is_some() {
                return Err(invalid(format!(
                    "Two different versions of the same layer are not allowed to be referenced in \
                     the same function. {arn}"
                )));
            }
            in_order.push(layer);
        }
        Ok(in_order)
    }

    /// `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION`, of this platform.
    pub(super) fn layer_named<'a>(&self, arn: &'a str) -> Option<(&'a str, u64)> {
        let prefix = format!("arn:aws:lambda:{}:{}:layer:", self.region, self.keys.account());
        let (name, number) = arn.strip_prefix(&prefix)?.split_once(':')?;
        // A version has one spelling, so that no policy is got around with another.
        let parsed: u64 = number.parse().ok()?;
        (parsed.to_string() == number).then_some((name, parsed))
    }
}

/// The model has no upper limits for these. Lambda has, and tells each in a way of its own.
fn check_limits(timeout: Option<i32>, memory: Option<i32>) -> Result<(), Error> {
    let (seconds_max, mb_max) =
        (functions::BOUNDS.timeout_ms.1 / 1_000, functions::BOUNDS.memory_mb.1);
    let above = |value: Option<i32>, most: u32| {
        value.filter(|value| u32::try_from(*value).is_ok_and(|value| value > most))
    };
    if let Some(seconds) = above(timeout, seconds_max) {
        let message = format!(
            "1 validation error detected: Value '{seconds}' at 'timeout' failed to satisfy \
             constraint: Member must have value less than or equal to {seconds_max}"
        );
        return Err(Fault::new(400, "ValidationException", message).into());
    }
    if above(memory, mb_max).is_some() {
        return Err(invalid(format!(
            "'MemorySize' value failed to satisfy constraint: Member must have value less than or \
             equal to {mb_max}"
        )));
    }
    Ok(())
}

/// An empty text takes the setting away.
fn set(setting: &mut Option<String>, wanted: Option<String>) {
    if let Some(wanted) = wanted {
        *setting = Some(wanted).filter(|text| !text.is_empty());
    }
}

/// The runtime that stands in for the one asked for, and what people should know of that.
fn set_runtime(config: &mut FunctionConfig, asked: Runtime) -> Result<Vec<String>, Error> {
    let name = asked.as_str();
    let Ok(runtime) = name.parse::<functions::Runtime>() else {
        return Err(invalid(format!(
            "The runtime {name} cannot run here: this platform runs {}. Programs in other languages \
             run with provided.al2023 and a bootstrap.",
            what_runs()
        )));
    };
    let mut notes = Vec::new();
    if matches!(runtime, functions::Runtime::Python { .. } | functions::Runtime::Node { .. }) {
        let found = runtime::find(runtime).map_err(|missing| invalid(missing.to_string()))?;
        notes.extend(found.note);
    }
    config.runtime = runtime;
    config.declared.runtime = Some(name.to_owned());
    Ok(notes)
}

fn what_runs() -> String {
    let mut names: Vec<String> = runtime::all()
        .iter()
        .filter(|one| one.supported())
        .map(|one| {
            let (major, minor, _) = one.version;
            match one.language {
                runtime::Language::Python => format!("python{major}.{minor}"),
                runtime::Language::Node => format!("nodejs{major}.x"),
            }
        })
        .collect();
    names.sort();
    names.dedup();
    names.push("provided.al2 and provided.al2023".into());
    names.join(", ")
}

fn check_environment(variables: &BTreeMap<String, String>) -> Result<(), Error> {
    let reserved: Vec<&str> =
        variables.keys().map(String::as_str).filter(|key| functions::is_reserved(key)).collect();
    if !reserved.is_empty() {
        return Err(invalid(format!(
            "Lambda was unable to configure your environment variables because the environment \
             variables you have provided contains reserved keys that are currently not supported for \
             modification. Reserved keys used in this request: {}",
            reserved.join(", ")
        )));
    }
    let bytes: usize = variables.iter().map(|(key, value)| key.len() + value.len()).sum();
    let most = functions::BOUNDS.env_bytes;
    if bytes > most {
        return Err(invalid(format!(
            "Lambda was unable to configure your environment variables because the environment \
             variables you have provided exceeded the {most} bytes limit: {bytes} bytes."
        )));
    }
    Ok(())
}

pub(super) fn check_sizes(code: u64, layers: &[AttachedLayer]) -> Result<(), Error> {
    let all = layers.iter().map(|layer| layer.bytes).sum::<u64>().saturating_add(code);
    if all > ALL_BYTES_MAX {
        return Err(invalid(format!(
            "Function code combined with layers exceeds the maximum allowed size of \
             {ALL_BYTES_MAX} bytes. The actual size is {all} bytes."
        )));
    }
    Ok(())
}
