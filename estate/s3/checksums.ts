import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ServiceError, type Values } from '../aws/protocol.ts';

/** Member of an S3 input or output → how its checksum is computed, as base64 ("Checking object integrity"). */
const algorithms: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  ChecksumCRC32: (bytes) => base64(crc32(bytes), 4),
  ChecksumCRC32C: (bytes) => base64(crc32c(bytes), 4),
  ChecksumCRC64NVME: (bytes) => crc64nvme(bytes).toString('base64'),
  ChecksumSHA1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
  ChecksumSHA256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
};

/** The checksums that a request gave, each of which must be right. */
export function verified(given: Values, bytes: Uint8Array): Values {
  const kept: Record<string, unknown> = {};
  for (const [member, compute] of Object.entries(algorithms)) {
    const claimed = given[member];
    if (claimed === undefined) continue;
    if (compute(bytes) !== claimed)
      throw new ServiceError(
        'BadDigest',
        400,
        `The ${member.replace('Checksum', '')} you specified did not match the calculated checksum.`,
      );
    kept[member] = claimed;
  }
  const md5 = given.ContentMD5;
  if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5)
    throw new ServiceError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
  return kept;
}

/** Trailer or header `x-amz-checksum-crc32` → the member. */
export const memberOfHeader = (header: string): string | undefined =>
  Object.keys(algorithms).find((member) => `x-amz-checksum-${member.slice(8).toLowerCase()}` === header);

function base64(value: number, length: number): string {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
}

let castagnoli: Uint32Array | undefined;
/** CRC-32C, reflected, polynomial 0x82F63B78 (RFC 3720). */
function crc32c(bytes: Uint8Array): number {
  castagnoli ??= Uint32Array.from({ length: 256 }, (_, i) => {
    let c = i;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
    return c;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (castagnoli[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

let nvme: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;
/** CRC-64/NVME, reflected, polynomial 0x9A6C9329AC4BC9B5 (NVM Express command set), in two halves of 32 bits. */
function crc64nvme(bytes: Uint8Array): Buffer {
  nvme ??= nvmeTable();
  const { high, low } = nvme;
  let h = 0xffffffff;
  let l = 0xffffffff;
  for (const byte of bytes) {
    const index = (l ^ byte) & 255;
    l = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0);
    h = (h >>> 8) ^ (high[index] ?? 0);
  }
  const out = Buffer.alloc(8);
  out.writeUInt32BE(~h >>> 0, 0);
  out.writeUInt32BE(~l >>> 0, 4);
  return out;
}

function nvmeTable() {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    let c = BigInt(i);
    for (let bit = 0; bit < 8; bit++) c = c & 1n ? (c >> 1n) ^ 0x9a6c9329ac4bc9b5n : c >> 1n;
    high[i] = Number(c >> 32n);
    low[i] = Number(c & 0xffffffffn);
  }
  return { high, low };
}
