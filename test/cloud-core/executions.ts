import type { ExecutionState, Executions } from '../../shared/cloud/executions.ts';

const prefix = 'arn:aws:states:eu-central-1:111122223333:execution:postern:';
export const executionArn = (name: string) => prefix + name;

/** Executions as a test says they are; the ones that are started run until the test says otherwise. */
export function someExecutions(states: Record<string, ExecutionState | undefined> = {}) {
  const started: { readonly name: string; readonly input: unknown }[] = [];
  const port: Executions = {
    named: executionArn,
    start: async (name, input) => {
      if (name in states) return { execution: executionArn(name), started: false };
      states[name] = 'running';
      started.push({ name, input });
      return { execution: executionArn(name), started: true };
    },
    state: async (execution) => states[execution.slice(prefix.length)],
  };
  return { ...port, states, list: started };
}
