// Answers with what it was sent.

exports.handler = async (event) => ({
  headers: { "content-type": "application/json" },
  body: event.body,
});
