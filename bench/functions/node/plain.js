// Loads nothing.

const { answer } = require("./leaving.js");

exports.handler = async (event) => answer(event);
