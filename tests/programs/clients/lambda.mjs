// The life of a function through the AWS SDK for JavaScript, told as JSON: what each step answered.
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
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
import { setTimeout } from "node:timers/promises";

const [first, second] = process.argv.slice(2).map((file) => readFileSync(file));
const client = new LambdaClient({ maxAttempts: 1 });
const name = { FunctionName: "from-javascript" };
const waiting = { client, maxWaitTime: 20, minDelay: 1 };
const told = {};

async function call(more) {
  const answer = await client.send(new InvokeCommand({ ...name, Payload: '{"name":"Ada"}', ...more }));
  return [answer.StatusCode, Buffer.from(answer.Payload ?? []).toString()];
}

// All greetings that the function's log group has, once the one over its URL is there.
async function logged() {
  const logs = new CloudWatchLogsClient({ maxAttempts: 1 });
  const wanted = { logGroupName: `/aws/lambda/${name.FunctionName}`, filterPattern: "greeting" };
  for (let tries = 0; tries < 50; tries++) {
    const { events } = await logs.send(new FilterLogEventsCommand(wanted));
    const messages = events.map((event) => event.message.trimEnd());
    if (messages.some((text) => text.includes("undefined"))) return messages;
    await setTimeout(100);
  }
  throw new Error("the logs did not come");
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
const bob = { ...name, Payload: '{"name":"Bob"}', LogType: "Tail" };
const { LogResult } = await client.send(new InvokeCommand(bob));
told.tail = Buffer.from(LogResult, "base64").toString();
told.kept = await call({ InvocationType: "Event" });
told.asked = await call({ InvocationType: "DryRun" });
const stream = await client.send(new InvokeWithResponseStreamCommand({ ...name, Payload: '{"name":"Eve"}' }));
told.streamed = "";
for await (const event of stream.EventStream) {
  told.streamed += Buffer.from(event.PayloadChunk?.Payload ?? []).toString();
}
const { Code } = await client.send(new GetFunctionCommand(name));
const downloaded = await (await fetch(Code.Location)).arrayBuffer();
told.downloaded = first.equals(Buffer.from(downloaded));
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
told.logged = await logged();
await client.send(new DeleteFunctionCommand(name));
try {
  await call({});
} catch (error) {
  told.gone = [error.name, error.$metadata.httpStatusCode, error.message];
}
console.log(JSON.stringify(told));
