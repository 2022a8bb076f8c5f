'use strict';
// Entry of the Node host. `host.js` holds its life; nothing here may cost start time.

require('./host.js').main();
