import type { Container } from '../../facts/pod-spec.ts';

/** Words of the admission's messages: quoted lists, and nouns in the right number. */

export const quoted = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(', ');
export const plural = (noun: string, count: number): string => (count === 1 ? noun : `${noun}s`);
/** In order and without repetition. */
export const distinct = (items: readonly string[]): string[] => [...new Set(items)].sort();
export const containersNamed = (containers: readonly Pick<Container, 'name'>[]): string =>
  `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`;
/** Who sets something: the pod, containers of it, or both. */
export const setters = (pod: boolean, containers: readonly Container[]): string =>
  [...(pod ? ['pod'] : []), ...(containers.length > 0 ? [containersNamed(containers)] : [])].join(' and ');
