import { check, fail, pass } from '../check.ts';
import { count, listed, quoted } from '../words.ts';

const mostShown = 20;

/**
 * What looks like a credential in the values of a ConfigMap: by its form, by the password in an address, or by the name under which it
 * stands. Told are the detector, the key with its line, and where else the same is; never the value.
 */
export default check({
  id: 'config-maps/credentials',
  title: 'No ConfigMap holds a credential',
  severity: 'high',
  scope: 'cluster',
  why: 'ConfigMaps are made to be read: by the role view, by dashboards, by every pod that mounts them, and they are not encrypted as Secrets can be.',
  fix: {
    text: 'Replace the credential, since it has been read, and keep the new one in a Secret, or outside of the cluster. For AWS give the service account a role instead.',
  },
  each: 'configMaps',
  needs: ['credentialPlaces', 'settings'],
  judge: ({ namespace, name, credentials }, { credentialPlaces: { shared }, settings: { platformNamespaces } }) => {
    if (credentials.length === 0) return pass('nothing in it looks like a credential');
    const own = `ConfigMap/${namespace}/${name}`;
    const elsewhere = new Map(shared.map((one) => [one.fingerprint, one]));
    const evidence = credentials.slice(0, mostShown).map(({ detector, place, fingerprint }) => {
      const same = elsewhere.get(fingerprint);
      const others = same === undefined ? '' : `; the same in ${othersOf(same, own)}`;
      return { kind: 'config-map', id: own, says: `${detector} in ${quoted(place)}${others}` };
    });
    const many = credentials.filter(({ fingerprint }) => elsewhere.has(fingerprint)).length;
    const because = [
      listed(
        credentials.map(({ detector, place }) => `${detector} in ${quoted(place)}`),
        3,
      ),
      ...(many === 0 ? [] : [`${many === credentials.length ? '' : `${many} of them `}also in other objects`]),
    ].join('; ');
    return platformNamespaces.includes(namespace)
      ? fail(`${because}; ${namespace} is a platform namespace`, evidence, { severity: 'low' })
      : fail(because, evidence);
  },
});

function othersOf(
  { objects, count: all }: { readonly objects: readonly string[]; readonly count: number },
  own: string,
): string {
  const named = objects.filter((id) => id !== own);
  const rest = all - 1 - Math.min(named.length, 3);
  return `${named.slice(0, 3).join(', ')}${rest > 0 ? ` and ${count(rest, 'other object', 'other objects')}` : ''}`;
}
