import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { configMap, ownRights } from '../../shared/checks/base-kubernetes.ts';
import { containerWith, deployed, podWith } from '../../shared/checks/base-workloads.ts';
import { byNamespace } from '../../shared/derive/workload/of-namespace.ts';
import { denied, derived, reason } from './derived.ts';

describe('byNamespace', () => {
  const items = [{ namespace: 'shop', name: 'a' }];
  it('takes what is missing as its own by its id, else as anybody’s', () => {
    const of = byNamespace({ known: true, items, missing: [{ ...reason, id: 'Pod/other/x' }] });
    expect(of('shop')).toEqual({ items });
    expect(of('other')).toEqual({ items: [], unread: denied });
    expect(byNamespace({ known: true, items, missing: [{ ...reason, id: 'pods' }] })('third').unread).toEqual(denied);
    expect(byNamespace(denied)('shop')).toEqual({ items: [], unread: denied });
  });
});

describe('scannerRights', () => {
  it('names what it may, and whether every question was answered', () => {
    const rights = ownRights.map((right, index) => ({ ...right, allowed: index === 1 ? true : index === 2 ? denied : false }));
    expect(derived('scannerRights', { ownRights: list(rights) })).toEqual({
      known: true,
      value: { asked: rights.length, allowed: ['list secrets'], everything: false, complete: denied },
    });
  });
});

describe('credentialPlaces', () => {
  const credential = { detector: 'jwt', place: 'data.token', fingerprint: 'f1' };
  it('tells which objects hold the same one', () => {
    const facts = {
      configMaps: list(['web', 'api'].map((name) => ({ ...configMap, name, credentials: [credential] }))),
      ...deployed(podWith([containerWith({ credentials: [credential, { ...credential, fingerprint: 'f2' }] })])),
    };
    expect(derived('credentialPlaces', facts)).toEqual({
      known: true,
      value: {
        shared: [{ fingerprint: 'f1', objects: ['ConfigMap/shop/api', 'ConfigMap/shop/web', 'Deployment/shop/web'], count: 3 }],
      },
    });
    expect(derived('credentialPlaces', { ...facts, configMaps: denied })).toMatchObject({ value: { shared: [] } });
  });
});
