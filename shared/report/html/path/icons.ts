import { type Html, ours } from '../tag.ts';
import type { Icon } from './kinds.ts';

/** Outlines in a square of 20 units; a gate is the gap in a wall across the way, a door is one that somebody opened. */
const outlines: Readonly<Record<Icon, string>> = {
  internet: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16M2 10h16M10 2c4.5 4 4.5 12 0 16M10 2c-4.5 4-4.5 12 0 16',
  gateway: 'M3 18V9a7 6.5 0 0 1 14 0v9M8 18v-5a2 2 0 0 1 4 0v5',
  balancer: 'M10 2v6M10 8 4 17M10 8v9M10 8l6 9',
  listener: 'M2 10h10M8 6l4 4-4 4M17 3v14',
  targets: 'M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h5v5h-5z',
  subnet: 'M7 3H3v4M13 3h4v4M7 17H3v-4M13 17h4v-4',
  interface: 'M5 5h10v10H5zM8 2v3M12 2v3M8 15v3M12 15v3M2 8h3M2 12h3M15 8h3M15 12h3',
  cluster: 'M10 2l7 4v8l-7 4-7-4V6z',
  port: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  gate: 'M1 10h5M14 10h5',
  door: 'M1 9h4l2 7M19 9h-4l-2 7',
};

export const iconId = (icon: Icon): string => `step-${icon}`;

/** Every picture once in a page: drawings refer to them. */
export const icons: Html = ours(
  `<svg class="defs" aria-hidden="true" width="0" height="0"><defs>${Object.entries(outlines)
    .map(([icon, outline]) => `<symbol id="${iconId(icon as Icon)}" viewBox="0 0 20 20"><path d="${outline}"/></symbol>`)
    .join('')}</defs></svg>`,
);
