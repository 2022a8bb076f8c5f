'use strict';
// The `context` that a Lambda handler receives.

/** What every context of one instance shares. */
function instanceFields(env) {
  return {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  };
}

function build(instance, meta, style) {
  const { deadlineMs } = meta;
  return {
    callbackWaitsForEmptyEventLoop: true,
    ...style,
    ...instance,
    clientContext: meta.clientContext ?? undefined,
    identity: meta.identity ?? undefined,
    invokedFunctionArn: meta.arn,
    awsRequestId: meta.requestId,
    tenantId: meta.tenantId ?? undefined,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

module.exports = { instanceFields, build };
