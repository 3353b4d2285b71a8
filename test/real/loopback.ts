import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Waits until something answers at an address, whatever it says. @throws Error when the program is not alive any more, or after `tries` */
export async function answering(address: string, alive: () => boolean, tries = 300): Promise<void> {
  for (let tried = 0; alive() && tried < tries; tried++) {
    const answered = await fetch(address).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await wait(50);
  }
  throw new Error(`no answer at ${address}`);
}
