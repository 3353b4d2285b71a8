import { StatesError } from './errors.ts';
import type { Json } from './json.ts';
import { memoryObjects, type Objects, type Task } from './world.ts';

/** A machine of these states, from the first on. */
export function machine(states: object, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

/** A Task that invokes a function, and ends the machine unless it has a Next. */
export function task(more: object = {}): object {
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...('Next' in more ? {} : { End: true }), ...more };
}

/** The ResultWriter of `all`. */
export const writer = {
  Resource: 'arn:aws:states:::s3:putObject',
  Arguments: { Bucket: 'evidence', Prefix: 'runs/1/children' },
};

/** The input of `all`: where its items are. */
export const input = { key: 'items.json' };

/** A Distributed Map over the items in S3, each child a task of its item. */
export function all(more: object = {}): object {
  const processor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Call',
    States: { Call: task({ Arguments: '{% $states.input %}' }) },
  };
  const reader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: 'evidence', Key: '{% $states.input.key %}' },
  };
  return machine({ All: { Type: 'Map', Label: 'Accounts', ItemReader: reader, ItemProcessor: processor, End: true, ...more } });
}

/** S3 with these items where `all` reads them. */
export function stored(items: Json): Objects & { objects: Map<string, string> } {
  return memoryObjects(new Map([['evidence/items.json', JSON.stringify(items)]]));
}

/** A task that fails for the items in the set. */
export function failingOn(bad: ReadonlySet<Json>): Record<string, Task> {
  return answering((item) => {
    if (bad.has(item)) throw new StatesError('Broken', `${JSON.stringify(item)} is`);
    return { done: item };
  });
}

/** A task that fails with these errors, one call after another, and then succeeds. */
export function failing(...errors: string[]): Record<string, Task> {
  return {
    'lambda:invoke': async () => {
      const error = errors.shift();
      if (error !== undefined) throw new StatesError(error, `it was ${error}`);
      return 'well';
    },
  };
}

/** A task from a plain function of the input. */
export function answering(answer: (input: Json) => Json | Promise<Json>): Record<string, Task> {
  return { 'lambda:invoke': async (input) => answer(input) };
}

/** Waits that take no time, and how many seconds they were to take. */
export function waits(): { wait: (milliseconds: number) => Promise<void>; seconds: number[] } {
  const seconds: number[] = [];
  return {
    seconds,
    wait: async (milliseconds) => {
      seconds.push(milliseconds / 1_000);
    },
  };
}
