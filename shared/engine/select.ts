import type { CheckHead } from '../checks/check.ts';
import type { Reads } from '../facts/fact.ts';
import { facts as definitions, type FactName } from '../facts/index.ts';
import type { Framework } from '../frameworks/framework.ts';
import { closure } from './order.ts';

/** A selection that names nothing: a typo in a gate must not turn into a pass. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError';
}

/** `*` stands for any characters, `/` among them; everything else for itself. Linear in the text: no pattern of a user backtracks. */
export function matchesGlob(glob: string, text: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  if (rest.length === 0) return glob === text;
  if (!text.startsWith(first)) return false;
  const last = rest.at(-1) ?? '';
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** What is not seen unless it is asked for: connections tried (`--probe`), and the metadata of Secrets. */
export interface Asked {
  readonly probe?: boolean | undefined;
  readonly secrets?: 'metadata' | undefined;
}

/** Whether a check judges what only a scan that was asked to probe has seen. */
const needsProbe = ({ needs }: Pick<CheckHead, 'needs'>): boolean =>
  needs.some((name: FactName) => 'probed' in definitions[name]);

/** Whether a check judges, through whatever derivations, what is read on request only. */
const needsSecrets = ({ each, needs }: Pick<CheckHead, 'each' | 'needs'>): boolean =>
  [...closure(each === undefined ? needs : [each, ...needs], definitions)].some((name) => {
    const { reads }: { readonly reads?: Reads } = definitions[name as FactName] as object;
    return reads?.onRequest === 'secrets';
  });

/**
 * The checks that globs and frameworks select; all of them where neither is given, and those of both where both are.
 * Those of what is seen on request only are among them where it was asked for: without, they are absent, and not unknown.
 * @throws SelectionError for a glob that matches no check, or a framework that does not exist
 */
export function selectChecks<C extends CheckHead>(
  all: readonly C[],
  frameworks: readonly Framework[],
  selection: Asked & { readonly globs: readonly string[]; readonly frameworks: readonly string[] },
): { readonly checks: readonly C[]; readonly frameworks: readonly Framework[] } {
  const probed = selection.probe === true ? all : all.filter((check) => !needsProbe(check));
  const checks = selection.secrets === undefined ? probed.filter((check) => !needsSecrets(check)) : probed;
  for (const glob of selection.globs) {
    if (checks.some(({ id }) => matchesGlob(glob, id))) continue;
    throw new SelectionError(
      whyNone(
        glob,
        all.find(({ id }) => matchesGlob(glob, id)),
      ),
    );
  }
  const chosen = selection.frameworks.map((id) => {
    const framework = frameworks.find((candidate) => candidate.id === id);
    if (framework === undefined)
      throw new SelectionError(
        `no framework is called ${JSON.stringify(id)}; there is ${frameworks.map(({ id }) => id).join(', ')}`,
      );
    return framework;
  });
  const mapped = new Set(
    chosen.flatMap(({ controls }) => Object.values(controls).flatMap((control) => ('checks' in control ? control.checks : []))),
  );
  const selected = checks.filter(
    ({ id }) =>
      (selection.globs.length === 0 || selection.globs.some((glob) => matchesGlob(glob, id))) &&
      (chosen.length === 0 || mapped.has(id)),
  );
  return { checks: selected, frameworks: chosen.length === 0 ? frameworks : chosen };
}

function whyNone(glob: string, unasked: CheckHead | undefined): string {
  if (unasked === undefined) return `no check matches ${JSON.stringify(glob)}; postern checks lists them`;
  return needsProbe(unasked)
    ? `${unasked.id} judges what was probed, and nothing was: postern scan --probe does, from the command line only`
    : `${unasked.id} judges Secrets, and they are not listed: put secrets: metadata into postern.yaml`;
}
