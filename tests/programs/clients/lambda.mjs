// The life of a function through the AWS SDK for JavaScript, told as JSON: what each step answered.
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { readFileSync } from "node:fs";

const [first, second] = process.argv.slice(2).map((file) => readFileSync(file));
const client = new LambdaClient({ maxAttempts: 1 });
const name = { FunctionName: "from-javascript" };
const waiting = { client, maxWaitTime: 20, minDelay: 1 };
const told = {};

async function call(more) {
  const answer = await client.send(new InvokeCommand({ ...name, Payload: '{"name":"Ada"}', ...more }));
  return [answer.StatusCode, Buffer.from(answer.Payload ?? []).toString()];
}

await client.send(
  new CreateFunctionCommand({
    ...name,
    Runtime: "nodejs20.x",
    Role: "arn:aws:iam::000000000000:role/any",
    Handler: "index.handler",
    Code: { ZipFile: first },
  }),
);
await waitUntilFunctionActiveV2(waiting, name);
told.waited = await call({});
told.kept = await call({ InvocationType: "Event" });
told.asked = await call({ InvocationType: "DryRun" });
const stream = await client.send(new InvokeWithResponseStreamCommand({ ...name, Payload: '{"name":"Eve"}' }));
told.streamed = "";
for await (const event of stream.EventStream) {
  told.streamed += Buffer.from(event.PayloadChunk?.Payload ?? []).toString();
}
await client.send(new PublishVersionCommand(name));
await client.send(new CreateAliasCommand({ ...name, Name: "live", FunctionVersion: "1" }));
await client.send(new UpdateFunctionCodeCommand({ ...name, ZipFile: second }));
await waitUntilFunctionUpdatedV2(waiting, name);
told.alias = [await call({ Qualifier: "live" })];
await client.send(new PublishVersionCommand(name));
await client.send(new UpdateAliasCommand({ ...name, Name: "live", FunctionVersion: "2" }));
told.alias.push(await call({ Qualifier: "live" }));
const { FunctionUrl } = await client.send(new CreateFunctionUrlConfigCommand({ ...name, AuthType: "NONE" }));
told.url = await (await fetch(FunctionUrl)).text();
await client.send(new DeleteFunctionCommand(name));
try {
  await call({});
} catch (error) {
  told.gone = [error.name, error.$metadata.httpStatusCode, error.message];
}
console.log(JSON.stringify(told));
