import { IpSet } from '../../shared/net/ip-set.ts';

const count = 10_000;
const rounds = 25;

/** A small linear congruential generator: the same blocks in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

function blocks(seed: number): string[] {
  const next = numbers(seed);
  return Array.from({ length: count }, () => {
    const length = 8 + ((next() >>> 16) % 25);
    const address = (next() >>> (32 - length)) * 2 ** (32 - length);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${length}`;
  });
}

/** Milliseconds to parse and unite 10,000 IPv4 CIDRs of lengths 8 to 32: the first round (cold), and the median of the others. */
export function measureCidrs(): { readonly cold: number; readonly median: number } {
  const times = Array.from({ length: rounds }, (_, round) => {
    const texts = blocks(round + 1);
    const started = performance.now();
    IpSet.ofCidrs(...texts);
    return performance.now() - started;
  });
  const [cold = 0, ...warm] = times;
  return { cold, median: warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0 };
}
