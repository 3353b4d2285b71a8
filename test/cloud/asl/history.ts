import { StatesError } from './errors.ts';
import type { Json } from './json.ts';

/** The quota on events of one execution; Step Functions ends an execution that reaches it. */
const MAX_EVENTS = 25_000;

/** One event, with the type names of GetExecutionHistory. */
export interface HistoryEvent {
  id: number;
  /** ISO 8601. */
  timestamp: string;
  type: string;
  /** The state that it is about. */
  state?: string;
  /** The iteration of an inline Map that it happened in. */
  index?: number;
  input?: Json;
  output?: Json;
  error?: string;
  cause?: string;
  resource?: string;
  mapRunArn?: string;
}

/** What happened in one execution, in order; a redrive appends to it. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @throws StatesError States.Runtime when the execution has had all the events it may have: a loop without end stops there. */
  add(type: string, details: Omit<HistoryEvent, 'id' | 'timestamp' | 'type'> = {}): void {
    const ends = /^Execution/.test(type);
    if (this.events.length >= MAX_EVENTS - 1 && !ends) {
      throw new StatesError('States.Runtime', `The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    }
    this.events.push({ id: this.events.length + 1, timestamp: new Date(this.#clock()).toISOString(), type, ...details });
  }

  /** How often each type of event happened, or the states in their order, for short assertions. */
  count(type: string): number {
    return this.events.filter((event) => event.type === type).length;
  }

  /** Names of the states in the order in which they were entered. */
  entered(): string[] {
    return this.events.filter(({ type }) => type.endsWith('StateEntered')).map(({ state = '' }) => state);
  }
}
