import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialsIn, fingerprintWith } from '../../shared/collect/kubernetes/credentials.ts';
import { detectors } from '../../shared/collect/kubernetes/detectors.ts';
import { tries } from '../whole.ts';

const key = Buffer.from('a key of the test');
const fingerprint = fingerprintWith(key);
const found = (place: string, value: string) =>
  credentialsIn(place, value, fingerprint).map((one) => `${one.detector} ${one.place}`);

/** Letters and digits without meaning, put together here: what the form asks for, and nobody's. */
const random = (length: number, alphabet = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz'): string =>
  Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('');
const upper = (length: number) => random(length, 'A2B3C4D5E6F7GHIJKLMNOPQRSTUVWXYZ');
const dashes = '-'.repeat(5);
const jwt = [{ alg: 'RS256' }, { sub: 'system:serviceaccount:shop:web' }].map((part) =>
  Buffer.from(JSON.stringify(part)).toString('base64url'),
);

/** One value for each detector. */
const values: Readonly<Record<string, string>> = {
  'private-key': `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${random(64)}\n`,
  'kubeconfig-client-key': `users:\n- user:\n    client-key-data: ${random(400)}==\n`,
  'aws-secret-access-key': `[default]\naws_secret_access_key = ${random(40)}\n`,
  'aws-access-key-pair': `AKIA${upper(16)}:${random(40)}`,
  'github-token': `ghp_${random(36)}`,
  'gitlab-token': `glpat-${random(20)}`,
  'slack-token': `xoxb-${random(30)}`,
  'slack-webhook': `https://hooks.slack.com/services/T${upper(9)}/B${upper(9)}/${random(24)}`,
  'google-api-key': `AIza${random(35)}`,
  'stripe-key': `sk_live_${random(24)}`,
  'npm-token': `//npm.example.com/:_authToken=npm_${random(36)}`,
  'pypi-token': `pypi-AgE${random(80)}`,
  'sendgrid-key': `SG.${random(22)}.${random(43)}`,
  'anthropic-key': `sk-ant-${random(60)}`,
  'openai-key': `sk-proj-${random(60)}`,
  'digitalocean-token': `dop_v1_${random(64, '0123456789abcdef')}`,
  'vault-token': `hvs.${random(30)}`,
  'shopify-token': `shpat_${random(32, '0123456789abcdef')}`,
  'telegram-token': `123456789:AA${random(33)}`,
  'azure-storage-key': `AccountName=x;AccountKey=${random(86)}==;`,
  jwt: `${jwt.join('.')}.${random(40)}`,
  'registry-login': `{"auths":{"ghcr.io":{"auth":"${Buffer.from('shop:hunter22').toString('base64')}"}}}`,
  'basic-authorization': `curl -H "Authorization: Basic ${Buffer.from('shop:hunter22').toString('base64')}" http://shop/`,
};

describe('what is one', () => {
  it('every detector has an example', () => {
    expect(Object.keys(values).sort()).toEqual(detectors.map(({ name }) => name).sort());
  });
  it.each(Object.entries(values))('by its form: %s', (name, value) => {
    expect(found('data.config', value)[0]).toMatch(new RegExp(`^${name} data\\.config(:\\d+)?$`));
    expect(found('args.0', `--config=${JSON.stringify(value)}`).length).toBeGreaterThan(0);
  });
  it.each([
    ['env.DATABASE_URL', 'postgres://shop:hunter2@db:5432/shop', 'url-with-password env.DATABASE_URL'],
    ['env.REDIS', 'redis://:hunter2@cache:6379', 'url-with-password env.REDIS'],
    ['env.DB_PASSWORD', 'postgres', 'named-password env.DB_PASSWORD'],
    ['env.dbPassword', 'hunter2', 'named-password env.dbPassword'],
    ['env.PGPASSWORD', 'hunter2', 'named-password env.PGPASSWORD'],
    ['env.PIN_PASS', '12345678', 'named-password env.PIN_PASS'],
    ['env.API_KEY', '9f86d081884c7d659a2feaa0c55ad015', 'named-secret env.API_KEY'],
    ['env.clientSecret', random(24), 'named-secret env.clientSecret'],
    ['annotations.example.com/token', random(30), 'named-secret annotations.example.com/token'],
    ['data.app.properties', 'a=b\nspring.datasource.password=hunter2\n', 'named-password data.app.properties:2'],
    ['data.app.yaml', 'db:\n  user: shop\n  password: "hunter2!"\n', 'named-password data.app.yaml:3'],
    ['data.app.json', '{"password":"hunter2","user":"shop"}', 'named-password data.app.json'],
    ['args.1', '--db-password=hunter2', 'named-password args.1'],
    ['env.MYSQL_ROOT_PASSWORD', 'password', 'named-password env.MYSQL_ROOT_PASSWORD'],
    ['env.JDBC', 'jdbc:postgresql://db/shop?user=shop&password=hunter2', 'named-password env.JDBC'],
    ['env.SECRET_KEY_BASE', '3f8b9a7c6d5e4f3a2b1c0d9e8f7a6b5c', 'named-secret env.SECRET_KEY_BASE'],
    ['env.DBPASS', 'hunter2', 'named-password env.DBPASS'],
  ])('by an address or a name: %s %s', (place, value, expected) => {
    expect(found(place, value)).toEqual([expected]);
  });
  it('says nothing of it but a keyed hash', () => {
    const [one] = credentialsIn('env.DB_PASSWORD', 'hunter2', fingerprint);
    const hash = createHmac('sha256', key).update('hunter2').digest('hex').slice(0, 32);
    expect(one).toEqual({ detector: 'named-password', place: 'env.DB_PASSWORD', fingerprint: hash });
    expect(fingerprintWith(Buffer.from('another'))('hunter2')).not.toBe(hash);
  });
});

describe('what is none', () => {
  it.each([
    ...[
      'true',
      'none',
      '',
      '12',
      '8080',
      '30s',
      '/run/secrets/db',
      './key.pem',
      'tls.key',
      'file:///x',
      '$(DB)',
      '\u0024{DB}',
      '$DB',
      '{{ .Values.x }}',
      '<password>',
      '********',
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db',
      'vault:secret/data/db#password',
      'a sentence of words',
      'REDACTED',
      '%(password)s',
    ].map((value) => ['env.DB_PASSWORD', value]),
    ...[
      'my-app-token',
      'my-tls-secret-2',
      'shop-db-credentials-v12',
      'https://login.example.com/token',
      'enabled',
      '3600',
      'short1',
    ].map((value) => ['env.ACCESS_TOKEN', value]),
    ['env.PASSWORD_FILE', '/run/secrets/password'],
    ['env.SECRET_NAME', 'k3Jd92kLmQ81xZpW'],
    ['env.TOKEN_URL', 'https://login.example.com/x9k2m4'],
    ['env.IMAGE', `registry.example.com/shop@sha256:${random(64, '0123456789abcdef')}`],
    ['env.AWS_ACCESS_KEY_ID', `AKIA${upper(16)}`],
    ['data.ca.crt', `${dashes}BEGIN CERTIFICATE${dashes}\n${random(64)}\n`],
    ['data.key.pub', `ssh-rsa ${random(200)} me@host`],
    ['data.nginx.conf', 'location / { proxy_pass http://app:8080; }\n# password: ask the team\n'],
    [
      'data.app.yaml',
      'passwordSecretRef:\n  name: db\n  key: password\nsecretName: shop-tls\ntokenTTL: 3600\npassword: \u0024{DB_PASSWORD}\n',
    ],
    ['data.script.sh', 'read -r password\nexport PASSWORD="$1"\nTOKEN=$(cat /run/token)\n'],
    ['data.x', `eyJ${random(20)}.eyJ${random(20)}.${random(20)}`],
    ['data.git', `index ${random(40, '0123456789abcdef')}..${random(40, '0123456789abcdef')}`],
    ['data.url', 'https://example.com:8443/a@b'],
    ['data.url', 'postgres://user:$(PASSWORD)@db/shop'],
    ['data.auth', '{"auth":"notbase64ofapair"}'],
  ])('%s %s', (place, value) => {
    expect(found(place ?? '', value ?? '')).toEqual([]);
  });
});

describe('hostile values', () => {
  const million = 1_000_000;
  const pieces = [
    'a',
    ':',
    '=',
    '://',
    '"auth": "',
    'eyJ',
    'AKIA',
    'password=',
    '://a:',
    'aws_secret_key',
    ' ',
    '\n',
    '-',
    `AKIA${upper(16)} `,
    'xox',
    '.',
    'client-key-data: ',
    'ab=',
    'token=ab12&',
  ];
  it.each(pieces)('a megabyte of %j is searched in no time', (piece) => {
    const value = piece.repeat(million / piece.length);
    const begin = performance.now();
    expect(credentialsIn('data.x', `password ${value}`, fingerprint).length).toBeLessThanOrEqual(20);
    expect(performance.now() - begin).toBeLessThan(1_500);
  });
  it('no more than twenty are told of one value', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `password=hunter2-${index}`).join('\n');
    expect(credentialsIn('data.x', lines, fingerprint)).toHaveLength(20);
  });
  it('whatever stands there, no value is told', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/_=-]{8,60}$/);
    const form = fc.constantFrom<(value: string) => string>(
      (value) => value,
      (value) => `password=${value}`,
      (value) => `https://u:${value}@h/`,
      (value) => `x: 1\ntoken: "${value}"\n`,
    );
    fc.assert(
      fc.property(fc.constantFrom('env.PASSWORD', 'data.a.b', 'args.0'), secret, form, (place, value, make) => {
        for (const one of credentialsIn(place, make(value), fingerprint)) {
          expect(one.fingerprint).toMatch(/^[0-9a-f]{32}$/);
          expect(`${one.detector} ${one.place}`).not.toContain(value);
        }
      }),
      { numRuns: tries(100, 10_000) },
    );
  });
});
