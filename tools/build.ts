import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * Makes `dist/`, which a package needs: Node strips no types below node_modules. Our own code is bundled, split where it is imported
 * lazily; dependencies stay what npm installs.
 */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['cli/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
  legalComments: 'none',
});
