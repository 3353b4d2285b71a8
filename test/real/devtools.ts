/** One message of the DevTools protocol: an answer (`id`), or an event (`method`). */
interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
}

/** Something that happened in a page. */
interface Happening {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A page of a browser, spoken to over the Chrome DevTools Protocol. */
export interface Page {
  /** Sends one command and gives its result. @throws Error with the browser's words */
  send(method: string, params?: object): Promise<unknown>;
  /** The value of an expression in the page. It runs in spite of the page's policy: as in a console. */
  evaluate<T>(expression: string): Promise<T>;
  /** Everything that happened so far, the oldest first. */
  readonly happenings: readonly Happening[];
  /** Loads an address and waits until its load event has fired. */
  open(url: string): Promise<void>;
}

/** A connection to a browser. */
export interface DevTools {
  /** A new, empty page of which every event is recorded. */
  page(): Promise<Page>;
  close(): void;
}

/** Connects to the WebSocket address that a browser printed. */
export async function devTools(address: string): Promise<DevTools> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`no connection to ${address}`)), { once: true });
  });
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Map<string, (happening: Happening) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.method !== undefined && message.sessionId !== undefined)
      listeners.get(message.sessionId)?.({ method: message.method, params: message.params ?? {} });
  });
  let last = 0;
  const send = (method: string, params: object = {}, sessionId?: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ error, result }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  const page = async (): Promise<Page> => {
    const { targetId } = (await send('Target.createTarget', { url: 'about:blank' })) as { targetId: string };
    const attached = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string };
    const made = recording((method, params) => send(method, params, attached.sessionId));
    listeners.set(attached.sessionId, made.happened);
    for (const domain of ['Page', 'Runtime', 'Network', 'Log', 'Debugger']) await made.page.send(`${domain}.enable`);
    return made.page;
  };
  return { page, close: () => socket.close() };
}

function recording(send: Page['send']): { readonly page: Page; readonly happened: (happening: Happening) => void } {
  const happenings: Happening[] = [];
  let loaded = () => {};
  const happened = (happening: Happening): void => {
    happenings.push(happening);
    if (happening.method === 'Page.loadEventFired') loaded();
  };
  const open = async (url: string): Promise<void> => {
    const load = new Promise<void>((resolve) => {
      loaded = resolve;
    });
    const { errorText } = (await send('Page.navigate', { url })) as { readonly errorText?: string };
    if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
    await load;
  };
  const evaluate = async <T>(expression: string): Promise<T> => {
    const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    const { result, exceptionDetails } = answer as { result: { value: T }; exceptionDetails?: { text: string } };
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value;
  };
  return { page: { send, evaluate, happenings, open }, happened };
}
