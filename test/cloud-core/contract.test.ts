import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../shared/contract/environment.ts';
import {
  EventError,
  parsePlanEvent,
  parsePublishEvent,
  parseScope,
  parseStart,
  parseTargetEvent,
} from '../../shared/contract/events.ts';
import { executionArn } from './executions.ts';
import { runNumber } from './fleet.ts';

const run = runNumber(1);
const execution = executionArn('e');
const account = '111122223333';
const region = 'eu-central-1';
const cluster = '0123456789abcdef0123456789abcdef';

test('events are read as they are written, and nothing else of them', () => {
  const schedule = { trigger: 'schedule', time: '2026-11-21T02:00:00Z' };
  expect(parsePlanEvent({ execution, start: schedule, more: 1 })).toEqual({ execution, start: schedule });
  const request = { trigger: 'request', run, scope: { accounts: [account], regions: [region], clusters: ['a'] } };
  expect(parseStart(request)).toEqual(request);
  expect(parsePublishEvent({ run, execution })).toEqual({ run, execution });
  for (const target of [
    { run, account },
    { run, account, region },
    { run, account, region, cluster },
  ])
    expect(parseTargetEvent({ ...target, more: 1 })).toEqual(target);
});

test.each([
  [parsePlanEvent, { execution: 'arn:aws:iam::1:role/x', start: { trigger: 'schedule', time: '2026-11-21T02:00:00Z' } }],
  [parsePlanEvent, { execution, start: { trigger: 'cli' } }],
  [parsePlanEvent, { execution, start: { trigger: 'schedule', time: '<aws.scheduler.scheduled-time>' } }],
  [parsePlanEvent, { execution, start: { trigger: 'schedule', time: '2026-13-45T99:99:99Z' } }],
  [parsePublishEvent, { run: '../../x', execution }],
  [parseTargetEvent, { run, account: '../..' }],
  [parseTargetEvent, { run, account, region: '..' }],
  [parseTargetEvent, { run, account, cluster }],
  [parseTargetEvent, { run, account, region, cluster: '../payments' }],
  [parseScope, { clusters: [] }],
  [parseScope, { others: ['a'] }],
] as const)('%o refuses %o', (parse, event) => {
  expect(() => parse(event)).toThrow(EventError);
});

test('whatever comes in is read or refused in a sentence', () => {
  fc.assert(
    fc.property(
      fc.anything(),
      fc.constantFrom(parsePlanEvent, parsePublishEvent, parseTargetEvent, parseScope, parseStart),
      (event, parse) => {
        try {
          parse(event);
        } catch (error) {
          expect(error).toBeInstanceOf(EventError);
          expect((error as Error).message).toMatch(/^[\w ,:;]{5,120}$/);
        }
      },
    ),
  );
});

test('the environment is read by name, and what is wrong with it named', () => {
  const env = { POSTERN_BUCKET: 'postern-runs', POSTERN_TOPIC: 'topic', AWS_REGION: region };
  expect(readEnvironment(env, 'bucket', 'region')).toEqual({ bucket: 'postern-runs', region });
  expect(() => readEnvironment(env, 'topic')).toThrow('the variable POSTERN_TOPIC is not what it should be; deploy again');
  expect(() => readEnvironment(env, 'stateMachine')).toThrow('the variable POSTERN_STATE_MACHINE is not set; deploy again');
});
