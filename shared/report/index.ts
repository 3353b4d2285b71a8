import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import type { Renderer } from './report.ts';
import { sarif } from './sarif.ts';

export { terminal } from './terminal.ts';

/** The formats that a run keeps unless others are asked for, by name: each is the ending of its file, `report.<name>`. */
export const fileFormats = { html, json } as const satisfies Readonly<Record<string, Renderer>>;

/** All formats of files by the names that people give them, with the ending of each; `data` is for other programs to read. */
export const formats: Readonly<Record<string, { readonly ending: string; readonly render: Renderer; readonly data: boolean }>> =
  {
    html: { ending: 'html', render: html, data: false },
    json: { ending: 'json', render: json, data: true },
    sarif: { ending: 'sarif', render: sarif, data: true },
    junit: { ending: 'xml', render: junit, data: true },
  };
