// CommonJS in the syntax of old Node versions: it says what to do where the deployment itself cannot even be read.
'use strict';
const wanted = 24;
if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(
    `postern: deploying needs Node ${wanted} or later, and this is ${process.version}; install it, or run npm install without --omit=optional and then npm run deploy\n`,
  );
  process.exitCode = 64;
} else import('./main.ts');
