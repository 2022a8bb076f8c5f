// Answers with what it was sent.

export default {
  async fetch(request) {
    const body = await request.arrayBuffer();
    return new Response(body, { headers: { "content-type": "application/json" } });
  },
};
