import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { apiService, controllers, firstPod } from '../../shared/checks/base-kubernetes.ts';
import { denied, derived, reason } from './derived.ts';

const own = { kind: 'Service', name: 'kubernetes' };
const [, replicaSet] = controllers;
const sources = ['controllers', 'horizontalPodAutoscalers', 'pods', 'services'] as const;

describe('defaultNamespaceObjects', () => {
  it('is what stands in default, of all that was listed', () => {
    expect(derived('defaultNamespaceObjects')).toEqual({ known: true, items: [own], missing: [] });
    const facts = {
      pods: list([{ ...firstPod, namespace: 'default' }]),
      controllers: list([{ ...replicaSet, namespace: 'default' } as never]),
      horizontalPodAutoscalers: list([{ namespace: 'default', name: 'web', owner: { kind: 'Shop', name: 's' } }]),
    };
    expect(derived('defaultNamespaceObjects', facts)).toEqual({
      known: true,
      items: [
        { kind: 'Pod', name: 'web-7d4-x', owner: 'ReplicaSet/web-7d4' },
        own,
        { kind: 'HorizontalPodAutoscaler', name: 'web', owner: 'Shop/s' },
        { kind: 'ReplicaSet', name: 'web-7d4', owner: 'Deployment/web' },
      ],
      missing: [],
    });
  });
  it.each([
    ['pods', 'pods'],
    ['services', 'services'],
    ['horizontalPodAutoscalers', 'horizontalpodautoscalers'],
    ['controllers', 'controllers'],
  ] as const)('without %s that list is missing, and the others stand', (name, id) => {
    const items = name === 'services' ? [] : [own];
    expect(derived('defaultNamespaceObjects', { [name]: denied })).toEqual({
      known: true,
      items,
      missing: [{ id, ...reason }],
    });
  });
  it('a kind of controller that could not be listed is missing by its resource', () => {
    const missing = [{ id: 'deployments.apps', ...reason }];
    expect(derived('defaultNamespaceObjects', { controllers: list([], missing) })).toMatchObject({
      missing: [{ id: 'deployments' }],
    });
  });
  it('what could not be read in another namespace does not matter', () => {
    const missing = ['Pod/shop/a', 'Pod/default/b', 'pods[3]'].map((id) => ({ id, ...reason }));
    expect(derived('defaultNamespaceObjects', { pods: list([], missing) })).toMatchObject({
      missing: [
        { id: 'Pod/default/b', ...reason },
        { id: 'pods[3]', ...reason },
      ],
    });
  });
  it('where nothing could be listed, nothing is known', () => {
    const facts = Object.fromEntries(sources.map((name) => [name, denied]));
    expect(derived('defaultNamespaceObjects', facts)).toEqual(denied);
  });
  it('the Service of every cluster is in the base', () => {
    expect(apiService).toMatchObject({ namespace: 'default', name: own.name });
  });
});
