// Counts down before your eyes: the answer is sent piece by piece while it is made.

import { setTimeout as sleep } from "node:timers/promises";

export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType("text/plain; charset=utf-8");
  const from = Math.min(Number(event.queryStringParameters?.from ?? 5), 9);
  for (let left = from; left > 0; left--) {
    stream.write(`${left}…\n`);
    await sleep(500);
  }
  stream.end("lift-off\n");
});
