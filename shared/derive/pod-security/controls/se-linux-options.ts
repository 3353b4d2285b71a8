import type { Container } from '../../../facts/pod-spec.ts';
import { control, type Evidence, field, fieldOf, type Judge } from '../control.ts';
import { distinct, plural, quoted, setters } from '../words.ts';

type Options = NonNullable<NonNullable<Container['securityContext']>['seLinuxOptions']>;

const types = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** What of the options is forbidden, by member. */
function forbiddenIn(options: Options | undefined, allowed: readonly string[]): readonly (readonly [keyof Options, string])[] {
  const { type = '', user = '', role = '' } = options ?? {};
  return [
    ...(allowed.includes(type) ? [] : [['type', type] as const]),
    ...(user === '' ? [] : [['user', user] as const]),
    ...(role === '' ? [] : [['role', role] as const]),
  ];
}

const judgeBy =
  (allowed: readonly string[]): Judge =>
  ({ securityContext, containers }) => {
    const pod = forbiddenIn(securityContext?.seLinuxOptions, allowed);
    const bad = containers
      .map((container) => ({ container, found: forbiddenIn(container.securityContext?.seLinuxOptions, allowed) }))
      .filter(({ found }) => found.length > 0);
    const all = [...pod, ...bad.flatMap(({ found }) => found)];
    if (all.length === 0) return undefined;
    const badTypes = distinct(all.filter(([member]) => member === 'type').map(([, value]) => value));
    const what = [
      ...(badTypes.length > 0 ? [`${plural('type', badTypes.length)} ${quoted(badTypes)}`] : []),
      ...(['user', 'role'] as const)
        .filter((name) => all.some(([member]) => member === name))
        .map((name) => `${name} may not be set`),
    ];
    const who = setters(
      pod.length > 0,
      bad.map(({ container }) => container),
    );
    return {
      reason: 'seLinuxOptions',
      detail: `${who} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}`,
      evidence: [
        ...pod.map(([member, value]): Evidence => field(`securityContext.seLinuxOptions.${member}`, value)),
        ...bad.flatMap(({ container, found }) =>
          found.map(([member, value]) => fieldOf(container, `securityContext.seLinuxOptions.${member}`, value)),
        ),
      ],
    };
  };

/** The SELinux type is one made for containers; user and role stay the runtime's. 1.31 adds the type of container engines. */
export const seLinuxOptions = control({
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { from: 0, judge: judgeBy(types) },
    { from: 31, judge: judgeBy([...types, 'container_engine_t']) },
  ],
});
