import { expect, test } from 'vitest';
import { definitionFrom, type Resolve, resolveValue } from './cloudformation.ts';
import type { Json } from './json.ts';

const resolve: Resolve = (name, attribute) =>
  ({
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    Bucket: 'evidence',
    'Plan.Arn': 'arn:aws:lambda:eu-west-1:1:function:plan',
  })[attribute === undefined ? name : `${name}.${attribute}`];

const machineOf = (properties: object): object => ({
  Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: properties } },
});

/** CloudFormation's placeholders look like those of JavaScript: they are written with angle brackets here. */
const sub = (text: string): string => text.replaceAll('<', '${').replaceAll('>', '}');

test('puts the values of the stack into a synthesized definition', () => {
  const text = {
    'Fn::Join': [
      '',
      [
        '{"StartAt":"Plan","States":{"Plan":{"Resource":"arn:',
        { Ref: 'AWS::Partition' },
        ':states:::lambda:invoke","Arguments":{"FunctionName":"',
        { 'Fn::GetAtt': ['Plan', 'Arn'] },
        '","Bucket":"',
        { Ref: 'Bucket' },
        '"}}}}',
      ],
    ],
  };
  expect(definitionFrom(machineOf({ DefinitionString: text }), 'Machine', resolve)).toEqual({
    StartAt: 'Plan',
    States: {
      Plan: {
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:plan', Bucket: 'evidence' },
      },
    },
  });
  const substituted = { Definition: { a: sub('<bucket>/x') }, DefinitionSubstitutions: { bucket: { Ref: 'Bucket' } } };
  expect(definitionFrom(machineOf(substituted), 'Machine', resolve)).toEqual({ a: 'evidence/x' });
});

test('carries out the functions of a template at any depth', () => {
  const cases: [Json, Json][] = [
    [{ 'Fn::Sub': sub('arn:<AWS::Partition>:s3:::<Bucket>/<!literal>') }, sub('arn:aws:s3:::evidence/<literal>')],
    [{ 'Fn::Sub': [sub('<own>-<Plan.Arn>'), { own: { Ref: 'Bucket' } }] }, 'evidence-arn:aws:lambda:eu-west-1:1:function:plan'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': 'Plan.Arn' }] }] }, 'function'],
    [{ Environment: [{ Ref: 'Bucket' }, 1, null] }, { Environment: ['evidence', 1, null] }],
  ];
  for (const [value, expected] of cases) expect(resolveValue(value, resolve)).toEqual(expected);
});

test('what it does not know is an error, never a string that looks like a value', () => {
  expect(() => resolveValue({ Ref: 'Other' }, resolve)).toThrow('nothing says what Other is');
  expect(() => resolveValue({ 'Fn::GetAtt': ['Bucket', 'Arn'] }, resolve)).toThrow('nothing says what Bucket.Arn is');
  expect(() => resolveValue({ 'Fn::ImportValue': 'x' }, resolve)).toThrow('Fn::ImportValue is not known');
  expect(() => definitionFrom(machineOf({}), 'Machine', resolve)).toThrow('needs one of');
  expect(() => definitionFrom(machineOf({}), 'Bucket', resolve)).toThrow('Bucket is not an AWS::StepFunctions::StateMachine');
  expect(() => definitionFrom(machineOf({ DefinitionString: sub('<gone>') }), 'Machine', resolve)).toThrow(
    'no DefinitionSubstitution gone',
  );
});
