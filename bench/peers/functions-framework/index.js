// Answers with what it was sent.

exports.echo = (request, response) => response.json(request.body);
