import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { Aws, AwsLimits, AwsOptions } from '../../shared/clients/aws.ts';
import { awsAt } from '../collect/estate.ts';

const opened: Aws[] = [];
const servers: Server[] = [];
afterAll(() => {
  for (const aws of opened) aws.close();
  for (const server of servers) server.close().closeAllConnections();
});
/** A server that answers as it likes, which is not how a service does. */
const serve = (answer: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(answer);
    servers.push(server);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

const open = async (endpoint: string, options: Partial<AwsOptions> = {}): Promise<Aws> => {
  const aws = await awsAt(endpoint, options);
  opened.push(aws);
  return aws;
};

test('every wait ends: no answer, one that stops half-way, and a caller that gives up', async () => {
  const silent = await serve((request) => void request.resume());
  const half = await serve((_request, response) => void response.writeHead(200, { 'content-length': 99 }).write('<a>'));
  const ask = async (server: string, limits: Partial<AwsLimits>, signal?: AbortSignal) =>
    (await open(server, { limits })).call(undefined, 'ec2', 'DescribeVpcs', {}, signal);
  const timeout = { kind: 'timeout', why: 'Timeout: ec2:DescribeVpcs: no answer in time' };
  await expect(ask(silent, { callMs: 50 })).rejects.toMatchObject(timeout);
  await expect(ask(silent, { answerMs: 50 })).rejects.toMatchObject(timeout);
  await expect(ask(half, { callMs: 50 })).rejects.toMatchObject(timeout);
  const stop = new AbortController();
  const patient = ask(silent, {}, stop.signal);
  stop.abort();
  await expect(patient).rejects.toMatchObject(timeout);
});

test('an answer without end is cut off', async () => {
  const endless = await serve((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/xml' });
    const more = () => {
      while (!response.destroyed && response.write('<item>'.repeat(1000)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  const large = await serve((_request, response) => void response.writeHead(200, { 'content-length': 100_001 }).write('<a>'));
  for (const server of [endless, large]) {
    const aws = await open(server, { limits: { maxBytes: 100_000 } });
    await expect(aws.call(undefined, 'ec2', 'DescribeVpcs', {})).rejects.toMatchObject({
      kind: 'malformed',
      why: 'AnswerTooLarge: ec2:DescribeVpcs: an answer larger than 100000 bytes',
    });
  }
  const cut = await serve((_request, response) => void response.writeHead(200).write('<a>', () => response.destroy()));
  await expect((await open(cut)).call(undefined, 'ec2', 'DescribeVpcs', {})).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a server that lacks an operation and says so in HTML is not an empty list', async () => {
  const moto = await serve((request, response) => {
    const status = request.url === '/' ? 500 : 404;
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Not Found</title>');
  });
  const aws = await open(moto);
  await expect(aws.call(undefined, 'eks', 'DescribeClusterVersions', {})).rejects.toMatchObject({
    why: 'MalformedAnswer: eks:DescribeClusterVersions: answered 404 with text/html, not the eks protocol',
  });
  await expect(aws.call(undefined, 'ec2', 'DescribeVpcs', {})).rejects.toMatchObject({
    why: 'MalformedAnswer: ec2:DescribeVpcs: answered 500 with text/html, not the ec2 protocol',
  });
});

test.each(['null', '[]', '"x"', '1', 'true', '{"clusters":"x"}', '{"nextToken":{}}'])(
  'the body %s breaks nothing',
  async (body) => {
    const odd = await serve(
      (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    );
    const aws = await open(odd);
    const answer = await aws.call(undefined, 'eks', 'ListClusters', {}).catch((error: Error) => error.name);
    expect(Array.isArray((answer as { clusters?: unknown }).clusters)).toBe(false);
  },
);
