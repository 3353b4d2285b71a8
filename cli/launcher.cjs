#!/usr/bin/env node
// CommonJS in the syntax of old Node versions: it must run where Postern itself cannot, and say what to do there.
'use strict';
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const wanted = 24;
const built = join(__dirname, '..', 'dist', 'main.js');
// In megabytes: half of the young generation, and the old one. Left to itself on a large machine, V8 keeps a hundred more in the young one, and
// lets the old one grow to four times what is in use instead of twice (docs/benchmarks.md). `npm run postern` says the same.
const flags = ['--max-semi-space-size=16', '--max-old-space-size=2000'];
const entry = existsSync(built) ? built : join(__dirname, 'main.ts');

/** The Node that npm installed beside us as an optional dependency, if there is one for this platform. */
function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  try {
    return require.resolve(`node-${system}-${process.arch}/${binary}`);
  } catch {
    return undefined;
  }
}

const node = Number(process.versions.node.split('.')[0]) >= wanted ? process.execPath : bundledNode();
if (node === undefined) {
  process.stderr.write(
    `postern: needs Node ${wanted} or later, and this is ${process.version}; install it from your package manager, or run npm install without --omit=optional\n`,
  );
  process.exitCode = 64;
} else {
  const child = spawn(node, [...flags, entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // A terminal sends the interrupt to both: the child ends, and its exit code is ours.
  process.on('SIGINT', () => undefined);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
  child.on('error', (error) => {
    process.stderr.write(`postern: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 70;
  });
}
