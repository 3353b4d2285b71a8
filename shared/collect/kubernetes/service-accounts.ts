import * as v from 'valibot';
import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { defined, flag, listOf, maybe, parsed, text } from './raw.ts';

// amazon-eks-pod-identity-webhook, README: annotations of a service account.
const prefix = 'eks.amazonaws.com/';

const names = listOf(v.object({ name: maybe(text) }));
const account = v.object({ automountServiceAccountToken: maybe(flag), secrets: names, imagePullSecrets: names });

export const serviceAccounts = collector('serviceAccounts', (context, { cluster }) =>
  listed('serviceAccounts', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'serviceaccounts', kind: 'ServiceAccount' },
    project: (item, { name, namespace, annotations }) => {
      const { automountServiceAccountToken, secrets, imagePullSecrets } = parsed(account, item);
      const annotation = (key: string) => (Object.hasOwn(annotations, prefix + key) ? annotations[prefix + key] : undefined);
      return {
        namespace,
        name,
        ...defined({
          automountServiceAccountToken,
          roleArn: annotation('role-arn'),
          tokenExpiration: annotation('token-expiration'),
          audience: annotation('audience'),
        }),
        secrets: secrets.flatMap((one) => one.name ?? []),
        imagePullSecrets: imagePullSecrets.flatMap((one) => one.name ?? []),
      };
    },
  }),
);
