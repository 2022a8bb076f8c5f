import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const sts = new STSClient({});

export async function handler() {
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  return { arn: Arn };
}
