// Waits as long as it is asked to.

const { setTimeout: sleep } = require("node:timers/promises");

const { answer } = require("./leaving.js");

exports.handler = async (event) => {
  await sleep(Number(event.queryStringParameters.ms));
  return answer(event);
};
