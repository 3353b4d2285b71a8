import type { RawObject } from './objects.ts';

export type Selector = (object: RawObject) => boolean;

const REQUIREMENT =
  /^\s*(?:(?<absent>!)\s*(?<gone>[\w./-]+)|(?<key>[\w./-]+)(?:\s*(?<operator>==|=|!=)\s*(?<value>[\w.-]*)|\s+(?<set>in|notin)\s*\((?<values>[\w., -]*)\))?)\s*$/;

/** A label selector (`a=b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b)`) → a predicate, or what is wrong with it. */
export function labelSelector(text: string): Selector | string {
  const tests: Selector[] = [];
  for (const requirement of text === '' ? [] : text.split(/,(?![^(]*\))/)) {
    const groups = requirement.match(REQUIREMENT)?.groups;
    if (!groups) return `unable to parse requirement: ${requirement}`;
    tests.push(labelTest(groups));
  }
  return (object) => tests.every((test) => test(object));
}

function labelTest({
  absent,
  gone = '',
  key = '',
  operator,
  value = '',
  set,
  values = '',
}: Readonly<Record<string, string | undefined>>): Selector {
  const label = (object: RawObject, name: string) => object.metadata.labels?.[name];
  if (absent) return (object) => label(object, gone) === undefined;
  if (set) {
    const wanted = new Set(values.split(',').map((each) => each.trim()));
    return (object) => wanted.has(label(object, key) ?? '\u0000') === (set === 'in');
  }
  if (operator) return (object) => (label(object, key) === value) === (operator !== '!=');
  return (object) => label(object, key) !== undefined;
}

/** A field selector on `metadata.name` and `metadata.namespace`, the two that every resource has; any other is refused. */
export function fieldSelector(text: string): Selector | string {
  const tests: Selector[] = [];
  for (const requirement of text === '' ? [] : text.split(',')) {
    const [, field, operator, value] = requirement.match(/^metadata\.(name|namespace)(==|=|!=)(.*)$/) ?? [];
    if (field === undefined) return `field label not supported: ${requirement}`;
    tests.push(({ metadata }) => ((metadata[field] ?? '') === value) === (operator !== '!='));
  }
  return (object) => tests.every((test) => test(object));
}
