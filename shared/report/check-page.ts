import type { Check, Severity } from '../checks/check.ts';
import { code, fenced, plain, row } from './markdown.ts';

/** An example as a page shows it: what differs from the compliant estate, and every verdict on it. */
export interface PageExample {
  readonly says: string;
  readonly departure: readonly string[];
  readonly expect: readonly {
    readonly resource?: string;
    readonly status: string;
    readonly severity?: Severity;
    readonly because: string;
  }[];
}

/** All that the page of a check is made of. */
export interface CheckPage {
  readonly check: Check;
  readonly examples: readonly PageExample[];
  /** What a scan reads for it: IAM actions, rules of a ClusterRole (`list pods`), paths of the API server. */
  readonly reads: { readonly aws: readonly string[]; readonly kubernetes: readonly string[] };
  /** Whether it judges what was probed. */
  readonly probes?: boolean;
  /** The controls that it decides, or has a part in. */
  readonly controls: readonly {
    readonly framework: string;
    readonly control: string;
    readonly title: string;
    readonly part: boolean;
  }[];
  /** What the items are that it judges one by one, and what it means that there are none. */
  readonly each?: { readonly item: string; readonly none: string };
}

/** The page of a check in Markdown (GitHub's), all of it from the check and its examples. */
export function checkPage({ check, examples, reads, probes, controls, each }: CheckPage): string {
  const parts = [
    `# ${plain(check.title)}`,
    [
      row(['Check', code(check.id)]),
      row(['---', '---']),
      row(['Severity', check.severity]),
      row(['Judged', each === undefined ? `once per ${check.scope}` : `per ${plain(each.item)} of the ${check.scope}`]),
      ...controls.map(({ framework, control, title, part }) =>
        row([plain(framework), `${plain(`${control} ${title}`)}${part ? ' (in part)' : ''}`]),
      ),
    ].join('\n'),
    plain(check.why),
    '## How to mend it',
    plain(check.fix.text),
    ...snippets(check),
    '## What is read',
    ...(probes === true ? [probed] : readings(reads)),
    '## What each verdict means',
    ...meanings(check, each),
    '## Examples',
    'Each differs from a compliant estate in what is shown, and gives exactly the verdicts below it: they are the tests of this check.',
    ...examples.map(example),
  ];
  return `${parts.join('\n\n')}\n`;
}

const snippetNames = [
  ['cli', 'AWS CLI', 'sh'],
  ['kubectl', 'kubectl', 'sh'],
  ['cdk', 'AWS CDK', 'ts'],
  ['terraform', 'Terraform', 'hcl'],
] as const;

const snippets = ({ fix }: Check): readonly string[] =>
  snippetNames.flatMap(([name, title, language]) => {
    const text = fix[name];
    return text === undefined ? [] : [`${title}:`, fenced(text.split('\n'), language)];
  });

const probed =
  'What `postern scan --probe` met, from the command line. Without `--probe` the check is no part of a scan: it is absent, and not unknown.';

function readings({ aws, kubernetes }: CheckPage['reads']): readonly string[] {
  if (aws.length + kubernetes.length === 0) return ['Nothing beyond what the scan is told.'];
  return [
    ...(aws.length === 0 ? [] : [`AWS: ${aws.map(code).join(', ')}`]),
    ...(kubernetes.length === 0 ? [] : [`Kubernetes: ${kubernetes.map(code).join(', ')}`]),
  ];
}

function meanings(check: Check, each: CheckPage['each']): readonly string[] {
  const list = [
    `- **pass**: ${plain(check.title)}.`,
    `- **fail**: it is not so${check.severity === 'low' ? '' : `; ${check.severity} at most, and lower where the verdict says so`}.`,
    ...(each === undefined ? [] : [`- **not-applicable**: ${plain(each.none)}; or the verdict says why it does not apply.`]),
    '- **unknown**: something that decides it could not be read; the verdict names it, and what to grant.',
  ];
  return [list.join('\n')];
}

const ofTemplate = /^controllers\[[^\]]+\]\.template\.spec\.(.+)$/s;
const ofPod = /^(pods\[[^\]]+\]\.spec)\.(.+)$/s;

/** A pod that has every departure of its workload's template says so in one line; what it has beside them is shown. */
function withoutCopies(lines: readonly string[]): readonly string[] {
  const template = new Set(lines.flatMap((line) => ofTemplate.exec(line)?.[1] ?? []));
  const members = Map.groupBy(lines, (line) => ofPod.exec(line)?.[1]);
  const copies = (pod: string): boolean => {
    const own = new Set(members.get(pod)?.map((line) => ofPod.exec(line)?.[2]));
    return template.size > 0 && [...template].every((member) => own.has(member));
  };
  const shown = lines.map((line) => {
    const [, pod, member = ''] = ofPod.exec(line) ?? [];
    return pod !== undefined && template.has(member) && copies(pod) ? `${pod}: as its template` : line;
  });
  return [...new Set(shown)];
}

function example({ says, departure: lines, expect }: PageExample): string {
  const departure = withoutCopies(lines);
  const verdicts = expect.map(
    ({ resource, status, severity, because }) =>
      `- **${plain(status)}**${severity === undefined ? '' : ` (${severity})`}${resource === undefined ? '' : `, ${code(resource)}`}: ${code(because)}`,
  );
  return [`### ${plain(says)}`, departure.length === 0 ? 'The compliant estate.' : fenced(departure), verdicts.join('\n')].join(
    '\n\n',
  );
}

/** The table of contents: every check, by its area. */
export function checkIndex(checks: readonly Pick<Check, 'id' | 'title' | 'severity' | 'scope'>[]): string {
  const rows = checks.map(({ id, title, severity, scope }) => row([`[${plain(id)}](${id}.md)`, severity, scope, plain(title)]));
  return `${[
    '# Checks',
    'One page per check, made from the check and its examples by `npm run docs`.',
    [row(['Check', 'Severity', 'Scope', 'True when it passes']), row(['---', '---', '---', '---']), ...rows].join('\n'),
  ].join('\n\n')}\n`;
}
