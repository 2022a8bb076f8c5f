'use strict';
// Entry of the Node host. `host.js` holds its life; nothing here may cost start time.

if (process.argv[2] === '--self-test') require('./selftest.js').main();
else require('./host.js').main();
