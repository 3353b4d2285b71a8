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

/** A stream in buffers of `size` bytes each; what is left, from 0 to `size` bytes, is the generator's return value. */
export async function* inParts(stream: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    length += chunk.byteLength;
    while (length > size) {
      const all = joined(held);
      yield all.subarray(0, size);
      held = [all.subarray(size)];
      length -= size;
    }
  }
  return joined(held);
}

function joined(chunks: Uint8Array[]): Uint8Array {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
