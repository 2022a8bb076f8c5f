// Loads nothing.

const { answer } = require("./leaving.js");

exports.handler = async () => answer();
