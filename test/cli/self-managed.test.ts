import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { domain, mixedEstate } from '../stages/mixed.ts';
import { place } from '../stages/small.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

const cwd = emptyFolder();
let estate: RunningEstate;
beforeAll(async () => {
  estate = await startEstate(mixedEstate());
});
afterAll(() => estate.close());
const line = (words: string) => postern(words.split(' '), { cwd, env: credentialsFor(estate.url) });
const from = `--region ${place.region} --rate 1`;
const few = '--check exposure/api-server --check encryption/*';

interface Row {
  readonly target: { readonly cluster?: string };
  readonly ports?: readonly unknown[];
}

test('exposures of a cluster that is not of EKS, live and from a run, are the same', async () => {
  const collected = await line(`collect ${from} ${few} --snapshot facts`);
  expect(collected.code).toBe(0);
  const ask = async (where: string) => JSON.parse((await line(`exposure ${where} --cluster ${domain} --format json`)).out);
  const live = await ask(from);
  expect(live.exposures.filter(({ target }: Row) => target.cluster === domain)).toMatchObject([{ ports: [[443, 443]] }]);
  expect(await ask('--snapshot facts')).toEqual(live);
  const nowhere = await line(`exposure ${from} --cluster old.example.org`);
  expect(nowhere.err).toContain('no Region that was looked at has such a cluster');
  expect(nowhere.code).toBe(64);
});

test('its run is judged again as it was, and a name that nothing bears is refused', async () => {
  const live = JSON.parse((await line(`scan ${from} ${few} --format json --all`)).out);
  const again = await line(`check --snapshot facts ${few} --format json --all`);
  expect(JSON.parse(again.out)).toEqual({ ...live, run: expect.anything() });
  expect((await line(`scan ${from} --check encryption/* --cluster old.example.org`)).err).toContain(
    'no account and Region that was scanned has such a cluster',
  );
});
