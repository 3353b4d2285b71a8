import { base } from '../shared/checks/base.ts';
import type { Check } from '../shared/checks/check.ts';
import type { Example } from '../shared/checks/example.ts';
import { checks } from '../shared/checks/index.ts';
import { closure } from '../shared/engine/order.ts';
import type { Reads } from '../shared/facts/fact.ts';
import { type FactName, facts } from '../shared/facts/index.ts';
import { frameworks } from '../shared/frameworks/index.ts';
import { type CheckPage, checkIndex, checkPage, type PageExample } from '../shared/report/check-page.ts';
import { departure } from '../shared/report/departure.ts';

/** The folder of the checks' pages, written by docs.ts; a test compares. */
export const pagesFolder = new URL('../docs/checks/', import.meta.url);

/** Every page by its path in that folder. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>([['README.md', checkIndex(checks)]]);
  for (const check of checks) all.set(`${check.id}.md`, checkPage(await pageOf(check)));
  return all;
}

async function pageOf(check: Check): Promise<CheckPage> {
  const examples = (await import(new URL(`../shared/checks/${check.id}.examples.ts`, import.meta.url).href)) as {
    readonly default: readonly Example[];
  };
  const definition = check.each === undefined ? undefined : facts[check.each];
  return {
    check,
    examples: examples.default.map((example) => shown(check, example)),
    reads: readsOf([...(check.each === undefined ? [] : [check.each]), ...check.needs]),
    probes: check.needs.some((name) => 'probed' in facts[name]),
    controls: controlsOf(check.id),
    ...(definition === undefined ? {} : { each: { item: definition.item, none: definition.none } }),
  };
}

const shown = (check: Check, { says, facts: changed, expect }: Example): PageExample => ({
  says,
  departure: departure(
    Object.fromEntries(Object.keys(changed).map((name) => [name, base[name as keyof typeof base]])),
    changed,
  ),
  expect: expect.map((one) => (one.status === 'fail' ? { severity: check.severity, ...one } : one)),
});

/** What is read for facts, through derivations and predecessors. */
function readsOf(names: readonly FactName[]): CheckPage['reads'] {
  const reads = [...closure(names, facts)].flatMap((name): Reads[] => {
    const definition = facts[name as FactName];
    return 'reads' in definition ? [definition.reads] : [];
  });
  const rules = reads
    .flatMap(({ kubernetes = [] }) => kubernetes)
    .flatMap(({ resource, verbs }) => verbs.map((verb) => `${verb} ${resource}`));
  const paths = reads.flatMap(({ kubernetesByDefault = [] }) => kubernetesByDefault);
  return { aws: sorted(reads.flatMap(({ aws = [] }) => aws)), kubernetes: sorted([...rules, ...paths]) };
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

function controlsOf(check: string): CheckPage['controls'] {
  return frameworks.flatMap(({ name, version, controls }) =>
    Object.entries(controls).flatMap(([control, mapped]) =>
      'checks' in mapped && (mapped.checks as readonly string[]).includes(check)
        ? [
            {
              framework: `${name} ${version}`,
              control,
              title: mapped.title,
              part: mapped.checks.length > 1 || mapped.manual !== undefined || mapped.planned !== undefined,
            },
          ]
        : [],
    ),
  );
}
