import { check } from '../check.ts';
import { type Container, judging } from '../specs.ts';
import { listed, quoted } from '../words.ts';

/** `env[].valueFrom.secretKeyRef` and `envFrom[].secretRef` (CIS Amazon EKS Benchmark 4.4.1, "Prefer using secrets as files"). */
export default check({
  id: 'pods/secret-variables',
  title: 'Secrets come as files, not as environment variables',
  severity: 'low',
  scope: 'cluster',
  why: 'The environment goes to every child process, into crash dumps and error reports, and does not change when the Secret does.',
  fix: {
    text: 'Mount the Secret as a volume with defaultMode 0400 and let the process read the file; where it can only read its environment, waive this.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'no environment variable comes from a Secret',
    offences: ({ containers }) =>
      containers.flatMap((container) => {
        const names = secretsOf(container);
        return names.length === 0 ? [] : [{ container, says: `variables from ${listed(names.map(quoted), 3)}` }];
      }),
  }),
});

const secretsOf = ({ env, envFrom }: Container): readonly string[] => [
  ...new Set(
    [...env, ...envFrom].filter(({ from }) => from === 'secret').map(({ reference }) => `Secret ${reference ?? '(unnamed)'}`),
  ),
];
