import { html } from './html.ts';
import { json } from './json.ts';
import type { Renderer } from './report.ts';

export { json } from './json.ts';
export { terminal } from './terminal.ts';

/** The formats that a run keeps, by name: each is the ending of its file, `report.<name>`. */
export const fileFormats = { html, json } as const satisfies Readonly<Record<string, Renderer>>;
