// One process for one call: a handler's module loaded, called with stdin's event, and its answer.

const fs = require("node:fs");
const path = require("node:path");

const { handler } = require(path.resolve(process.argv[2]));
handler(JSON.parse(fs.readFileSync(0, "utf8"))).then((answer) => {
  console.log(JSON.stringify(answer));
});
