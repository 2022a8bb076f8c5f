//! Lambda: its types, errors and operations.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

mod errors;
mod operations;
mod schema;
mod types;

pub use self::errors::*;
pub use self::operations::*;
pub use self::types::*;

pub static SERVICE: crate::schema::Service = crate::schema::Service {
    name: "lambda",
    id: "Lambda",
    version: "2015-03-31",
    protocol: crate::schema::Protocol::RestJson,
    target: None,
    xml_namespace: None,
    validation: "ValidationException",
    operations: operations::TABLE,
    missing: &[
        crate::schema::Missing {
            name: "CheckpointDurableExecution",
            method: "POST",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint",
        },
        crate::schema::Missing {
            name: "CreateCapacityProvider",
            method: "POST",
            uri: "/2025-11-30/capacity-providers",
        },
        crate::schema::Missing {
            name: "CreateCodeSigningConfig",
            method: "POST",
            uri: "/2020-04-22/code-signing-configs",
        },
        crate::schema::Missing {
            name: "CreateEventSourceMapping",
            method: "POST",
            uri: "/2015-03-31/event-source-mappings",
        },
        crate::schema::Missing {
            name: "DeleteCapacityProvider",
            method: "DELETE",
            uri: "/2025-11-30/capacity-providers/{CapacityProviderName}",
        },
        crate::schema::Missing {
            name: "DeleteCodeSigningConfig",
            method: "DELETE",
            uri: "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}",
        },
        crate::schema::Missing {
            name: "DeleteDurableExecution",
            method: "DELETE",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}",
        },
        crate::schema::Missing {
            name: "DeleteEventSourceMapping",
            method: "DELETE",
            uri: "/2015-03-31/event-source-mappings/{UUID}",
        },
        crate::schema::Missing {
            name: "DeleteResourcePolicy",
            method: "DELETE",
            uri: "/2026-07-09/resource-policy/{ResourceArn}",
        },
        crate::schema::Missing {
            name: "GetCapacityProvider",
            method: "GET",
            uri: "/2025-11-30/capacity-providers/{CapacityProviderName}",
        },
        crate::schema::Missing {
            name: "GetDurableExecution",
            method: "GET",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}",
        },
        crate::schema::Missing {
            name: "GetDurableExecutionHistory",
            method: "GET",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}/history",
        },
        crate::schema::Missing {
            name: "GetDurableExecutionState",
            method: "GET",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}/state",
        },
        crate::schema::Missing {
            name: "GetEventSourceMapping",
            method: "GET",
            uri: "/2015-03-31/event-source-mappings/{UUID}",
        },
        crate::schema::Missing {
            name: "GetFunctionScalingConfig",
            method: "GET",
            uri: "/2025-11-30/functions/{FunctionName}/function-scaling-config",
        },
        crate::schema::Missing {
            name: "GetResourcePolicy",
            method: "GET",
            uri: "/2026-07-09/resource-policy/{ResourceArn}",
        },
        crate::schema::Missing {
            name: "ListCapacityProviders",
            method: "GET",
            uri: "/2025-11-30/capacity-providers",
        },
        crate::schema::Missing {
            name: "ListDurableExecutionsByFunction",
            method: "GET",
            uri: "/2025-12-01/functions/{FunctionName}/durable-executions",
        },
        crate::schema::Missing {
            name: "ListEventSourceMappings",
            method: "GET",
            uri: "/2015-03-31/event-source-mappings",
        },
        crate::schema::Missing {
            name: "ListFunctionVersionsByCapacityProvider",
            method: "GET",
            uri: "/2025-11-30/capacity-providers/{CapacityProviderName}/function-versions",
        },
        crate::schema::Missing {
            name: "ListFunctionsByCodeSigningConfig",
            method: "GET",
            uri: "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions",
        },
        crate::schema::Missing {
            name: "PauseDurableExecution",
            method: "POST",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}/pause",
        },
        crate::schema::Missing {
            name: "PutFunctionScalingConfig",
            method: "PUT",
            uri: "/2025-11-30/functions/{FunctionName}/function-scaling-config",
        },
        crate::schema::Missing {
            name: "PutResourcePolicy",
            method: "PUT",
            uri: "/2026-07-09/resource-policy/{ResourceArn}",
        },
        crate::schema::Missing {
            name: "ResumeDurableExecution",
            method: "POST",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}/resume",
        },
        crate::schema::Missing {
            name: "SendDurableExecutionCallbackFailure",
            method: "POST",
            uri: "/2025-12-01/durable-execution-callbacks/{CallbackId}/fail",
        },
        crate::schema::Missing {
            name: "SendDurableExecutionCallbackHeartbeat",
            method: "POST",
            uri: "/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat",
        },
        crate::schema::Missing {
            name: "SendDurableExecutionCallbackSuccess",
            method: "POST",
            uri: "/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed",
        },
        crate::schema::Missing {
            name: "StopDurableExecution",
            method: "POST",
            uri: "/2025-12-01/durable-executions/{DurableExecutionArn}/stop",
        },
        crate::schema::Missing {
            name: "UpdateCapacityProvider",
            method: "PUT",
            uri: "/2025-11-30/capacity-providers/{CapacityProviderName}",
        },
        crate::schema::Missing {
            name: "UpdateCodeSigningConfig",
            method: "PUT",
            uri: "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}",
        },
        crate::schema::Missing {
            name: "UpdateEventSourceMapping",
            method: "PUT",
            uri: "/2015-03-31/event-source-mappings/{UUID}",
        },
    ],
};
