// @ts-check
// The commands of package.json begin here. CommonJS in plain words, so that every Node in every folder can say why it cannot go on.
const { dirname } = require('node:path');
const { placeFault } = require('./setup/place.cjs');

const major = Number(process.versions.node.split('.')[0]);
const fault =
  major < 20
    ? `This is Node ${process.versions.node}; the set-up needs Node 20 or newer: install it (nodejs.org) and run the same command again.`
    : placeFault(dirname(__dirname));

if (fault) {
  console.error(fault);
  process.exitCode = 1;
} else import('./bootstrap.mjs');
