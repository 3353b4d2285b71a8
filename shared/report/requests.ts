import type { ReportTarget } from './report.ts';
import { count } from './words.ts';

/**
 * Requests of one cluster's Kubernetes API that came to the same end, told as one: a ClusterRole that is not bound is refused on two dozen
 * lists, and is one thing to mend. Nothing is lost: report.json has each.
 */

type Missing = ReportTarget['missing'][number];

/** A request as errors of the Kubernetes client begin (shared/clients/kubernetes/errors.ts), then what came of it. */
const REQUEST = /^((?:GET|POST) \/\S*) at \S+: (.+)$/s;
const GRANT = /^grant (\w+) on ([\w./*-]+) \((core group|group [\w.-]+)\)$/;

/** More requests than this with one end are one reason. */
const mostRequests = 2;

/**
 * The same list; the server's address is left out, since the target has a name and a thousand clusters with one fault have a thousand
 * addresses.
 */
export function requestsTogether(missing: readonly Missing[]): readonly Missing[] {
  const read = missing.map((entry) => ({ entry, match: REQUEST.exec(entry.why) }));
  const byEnd = Map.groupBy(
    read.filter(({ match }) => match !== null),
    ({ match }) => match?.[2] ?? '',
  );
  const together = new Map([...byEnd].map(([end, found]) => [end, oneFor(end, found)]));
  return read.map(({ entry, match }) => {
    if (match === null) return entry;
    const [, request = '', end = ''] = match;
    const one = together.get(end);
    return one === undefined ? { ...entry, why: `${request}: ${end}` } : { fact: entry.fact, ...one };
  });
}

interface Read {
  readonly entry: Missing;
  readonly match: RegExpExecArray | null;
}

/** What is said in place of each request; undefined where they are few. */
function oneFor(end: string, found: readonly Read[]): Omit<Missing, 'fact'> | undefined {
  const requests = new Set(found.map(({ match }) => match?.[1]));
  if (requests.size <= mostRequests) return undefined;
  const why = `${count(requests.size, 'request')} to the Kubernetes API: ${end}`;
  const actions = [...new Set(found.map(({ entry }) => entry.action).filter((action) => action !== undefined))];
  return actions.length === 0 ? { why } : { why, action: actionsTogether(actions) };
}

/** "grant list on nodes (core group)" and its like in one sentence, by verb and API group. */
function actionsTogether(actions: readonly string[]): string {
  const grants = actions.flatMap((action) => {
    const [, verb, resource, group] = GRANT.exec(action) ?? [];
    return verb === undefined || resource === undefined || group === undefined ? [] : [{ verb, resource, group }];
  });
  const others = actions.filter((action) => !GRANT.test(action));
  if (grants.length < 2) return actions.join('; ');
  const words = [...Map.groupBy(grants, ({ verb }) => verb)].map(([verb, ofVerb]) => {
    const groups = [...Map.groupBy(ofVerb, ({ group }) => group)].map(
      ([group, ofGroup]) => `${ofGroup.map(({ resource }) => resource).join(', ')} (${group})`,
    );
    return `${verb} on ${groups.join('; ')}`;
  });
  return [`grant ${words.join('; ')}: postern permissions --kubernetes prints the ClusterRole`, ...others].join('; ');
}
