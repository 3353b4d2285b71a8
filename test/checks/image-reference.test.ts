import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comesFrom, imageReference } from '../../shared/checks/image-reference.ts';
import { tries } from '../whole.ts';

const hex = '0123456789abcdef'.repeat(4);

describe('imageReference', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['nginx:1.29', 'docker.io', 'library/nginx', '1.29', undefined],
    ['docker.io/nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['index.docker.io/bitnami/redis:7', 'docker.io', 'bitnami/redis', '7', undefined],
    ['bitnami/redis', 'docker.io', 'bitnami/redis', undefined, undefined],
    ['localhost/web', 'localhost', 'web', undefined, undefined],
    ['localhost:5000/web', 'localhost:5000', 'web', undefined, undefined],
    ['registry.example.com:5000/a/b/c:v1', 'registry.example.com:5000', 'a/b/c', 'v1', undefined],
    ['GHCR.io/acme/web', 'ghcr.io', 'acme/web', undefined, undefined],
    ['[2001:db8::1]:5000/web', '[2001:db8::1]:5000', 'web', undefined, undefined],
    [`ghcr.io/acme/web@sha256:${hex}`, 'ghcr.io', 'acme/web', undefined, `sha256:${hex}`],
    [`ghcr.io/acme/web:1.4@sha256:${hex}`, 'ghcr.io', 'acme/web', '1.4', `sha256:${hex}`],
    ['a__b/c-d.e', 'docker.io', 'a__b/c-d.e', undefined, undefined],
  ])('%s', (text, registry, repository, tag, digest) => {
    expect(imageReference(text)).toEqual({
      registry,
      repository,
      ...(tag === undefined ? {} : { tag }),
      ...(digest === undefined ? {} : { digest }),
    });
  });

  it.each([
    '',
    ':latest',
    '@sha256:',
    'nginx:',
    'nginx@',
    'nginx@sha256:abc',
    `nginx@sha256:${hex}@sha256:${hex}`,
    'Nginx',
    'ghcr.io/Acme/web',
    'ghcr.io//web',
    'ghcr.io/web/',
    '/web',
    '-web',
    'a___b/c',
    'web:ta g',
    'web:-tag',
    `web:${'t'.repeat(129)}`,
    'https://ghcr.io/web',
    'ghcr.io/$(TAG)',
    'ghcr.io/web\n',
    `ghcr.io/${'a/'.repeat(400)}web`,
  ])('%j is none', (text) => {
    expect(imageReference(text)).toBeUndefined();
  });

  it('takes any text in linear time, and what it gives reads the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.stringMatching(/^[a-z0-9._:/@-]{0,300}$/)), (text) => {
        const reference = imageReference(text);
        if (reference === undefined) return;
        const { registry, repository, tag, digest } = reference;
        const again = `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
        expect(imageReference(again)).toEqual(reference);
      }),
      { numRuns: tries(200, 20_000) },
    );
  });
});

describe('comesFrom', () => {
  const from = (text: string, ...places: string[]) => {
    const reference = imageReference(text);
    return reference !== undefined && comesFrom(reference, places);
  };
  it.each([
    ['ghcr.io/shop/web', 'ghcr.io', true],
    ['ghcr.io/shop/web', 'ghcr.io/', true],
    ['ghcr.io/shop/web', 'ghcr.io/shop', true],
    ['ghcr.io/shop/web', 'ghcr.io/shop/web', true],
    ['ghcr.io/shop/web', 'ghcr.io/shop/we', false],
    ['ghcr.io/shopping/web', 'ghcr.io/shop', false],
    ['ghcr.io.example.com/shop/web', 'ghcr.io', false],
    ['ghcr.io:5000/shop/web', 'ghcr.io', false],
    ['nginx', 'docker.io/library', true],
    ['nginx', 'library', false],
  ])('%s from %s: %s', (text, place, expected) => {
    expect(from(text, place)).toBe(expected);
  });
});
