import { createHash } from 'node:crypto';
import type { Body } from './store.ts';

/** A body on its way into a store: counted and hashed as it is read. */
export interface Measured {
  readonly stream: AsyncIterable<Uint8Array>;
  /** Once the stream was read to its end. */
  result(): { size: number; sha256: string };
  /** The source's own failure, so that it is not taken for one of the store. */
  failure(): { error: unknown } | undefined;
}

/** Counts and hashes `body` while it is read. */
export function measure(body: Body): Measured {
  const hash = createHash('sha256');
  let size = 0;
  let failed: { error: unknown } | undefined;
  let digest: string | undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body instanceof Uint8Array ? [body] : body) {
        hash.update(chunk);
        size += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      failed = { error };
      throw error;
    }
    digest = hash.digest('hex');
  }
  const result = () => {
    if (digest === undefined) throw new Error('a body is measured when it was read to its end');
    return { size, sha256: digest };
  };
  return { stream: read(), result, failure: () => failed };
}

/** All of a stream, of at most `maxBytes`. @throws what `tooLarge` makes, as soon as there is more. */
export async function readAll(stream: AsyncIterable<Uint8Array>, maxBytes: number, tooLarge: () => Error): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** A stream as one buffer if it has at most `limit` bytes; otherwise the same stream again, of which up to one chunk over the limit is held. */
export async function upTo(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | AsyncIterable<Uint8Array>> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const next = await iterator.next();
    if (next.done) return Buffer.concat(chunks, size);
    chunks.push(next.value);
    size += next.value.byteLength;
  }
  return resumed(chunks, iterator);
}

async function* resumed(chunks: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) yield chunk;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
