import type { IncomingMessage } from 'node:http';

/** The text of a request's body, or undefined when it has more bytes than the most (which are read to the end all the same). */
export async function read(message: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size <= most ? Buffer.concat(chunks).toString() : undefined;
}
