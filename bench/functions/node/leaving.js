// Makes an instance leave when it is asked to: the next call then meets none and has to start one.

let calls = 0;

// Counts the calls of this process, so that who measures knows whose first one it was.
exports.answer = (event) => {
  if (event.queryStringParameters?.leave !== undefined) process.kill(process.pid, "SIGKILL");
  calls += 1;
  return { calls };
};
