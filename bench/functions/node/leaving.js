// An instance that, when asked to, leaves after its answer: the next call has to start another.

const afterMs = Number(process.env.LEAVE_AFTER_MS ?? 0);
let calls = 0;

// Counts the calls of this process, so that who measures knows whose first one it was.
exports.answer = () => {
  calls += 1;
  if (afterMs) setTimeout(() => process.kill(process.pid, "SIGKILL"), afterMs);
  return { calls };
};
