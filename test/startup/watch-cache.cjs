// Says on stderr what V8 made of a code cache it was handed.
'use strict';

const vm = require('node:vm');

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    if (options.cachedData) process.stderr.write(`cache ${this.cachedDataRejected ? 'refused' : 'taken'}\n`);
  }
};
