import { expect, test } from 'vitest';
import { checkDefinition } from '../cloud/asl/check.ts';
import { definitionFrom } from '../cloud/asl/cloudformation.ts';
import { deployed, ofType, synthesize } from './synthesized.ts';

const { hub } = synthesize();

test('the interpreter knows everything in the definition', () => {
  const [[id]] = ofType(hub, 'AWS::StepFunctions::StateMachine') as [[string, unknown]];
  const machine = checkDefinition(definitionFrom(hub, id, deployed), ['lambda:invoke']);
  expect(Object.keys(machine.States)).toEqual([
    'Plan',
    'Begin?',
    'Wait for the other run',
    'Made before',
    'Accounts',
    'Publish',
  ]);
});
