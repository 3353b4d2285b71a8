import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether what is long runs in full (`npm run test:real`), or as a sample (`npm test`). */
    readonly whole: boolean;
  }
}

export const isWhole = (): boolean => inject('whole');

/** Of a long list, every one in `of`; all of it where the long tests run in full. */
export const sampled = <T>(list: readonly T[], of: number, offset = 0): readonly T[] =>
  isWhole() ? list : list.filter((_, index) => (index + offset) % of === 0);

/** How often a property is tried. */
export const tries = (sample: number, whole: number): number => (isWhole() ? whole : sample);
