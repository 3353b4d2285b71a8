import type { Socket } from 'node:net';
import { codeOf, type Dialled, type ProbeTools } from './network.ts';

/** What came of a TCP connection: a refusal is a packet that came back, silence is none. */
type TcpOutcome = 'connected' | 'refused' | 'timed-out' | 'unreachable';

export type Connection =
  | { readonly outcome: 'connected'; readonly socket: Socket }
  | { readonly outcome: Exclude<TcpOutcome, 'connected'>; readonly code: string };

/** Opens a TCP connection (RFC 9293) and sends nothing. Whoever gets the socket closes it. Never throws. */
export function connectTo({ network, limits, signal }: ProbeTools, { address, port }: Dialled): Promise<Connection> {
  if (signal?.aborted) return Promise.resolve({ outcome: 'unreachable', code: 'ABORT_ERR' });
  return new Promise((resolve) => {
    const socket = network.dial(address, port);
    const done = (connection: Connection): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (connection.outcome === 'connected') socket.off('error', failed);
      else socket.destroy();
      // What comes after is nobody's concern, and must not end the process.
      socket.on('error', () => undefined);
      resolve(connection);
    };
    const stop = () => done({ outcome: 'unreachable', code: 'ABORT_ERR' });
    const failed = (error: unknown) => done({ outcome: outcomeOf(codeOf(error)), code: codeOf(error) });
    const timer = setTimeout(() => done({ outcome: 'timed-out', code: 'ETIMEDOUT' }), limits.connectMs);
    signal?.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => done({ outcome: 'connected', socket }));
    socket.once('error', failed);
  });
}

/** A reset is a packet that came back, as a refusal is; what fails on this side says nothing of the other. */
function outcomeOf(code: string): Exclude<TcpOutcome, 'connected'> {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused';
  return code === 'ETIMEDOUT' ? 'timed-out' : 'unreachable';
}
