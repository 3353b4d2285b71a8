/** Identifies one run and sorts by its start: `YYYYMMDDTHHMMSSZ-<8 hex digits>`. Only `parseRunId` and `makeRunId` make one. */
export type RunId = string & { readonly brand: 'RunId' };

const RUN_ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{8}$/;

/**
 * The id of a run that started at `startedAt`.
 *
 * @param random 32 bits that tell apart two runs of the same second (an integer from 0 to 2^32 - 1).
 * @throws RangeError for a date outside the years 0 to 9999, or a number out of range.
 */
export function makeRunId(startedAt: Date, random: number): RunId {
  if (!Number.isInteger(random) || random < 0 || random > 0xffff_ffff) throw new RangeError(`not 32 bits: ${random}`);
  const seconds = startedAt.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const id = parseRunId(`${seconds}-${random.toString(16).padStart(8, '0')}`);
  if (id === undefined) throw new RangeError(`no run id for the date ${startedAt.toISOString()}`);
  return id;
}

/** `text` as a run id, or undefined: anything else (`../`, a date that does not exist) never becomes part of a key. */
export function parseRunId(text: string): RunId | undefined {
  const found = RUN_ID.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(written);
  // Date accepts 30 February as 2 March: only a date that reads back the same exists.
  return !Number.isNaN(date.getTime()) && date.toISOString() === written ? (text as RunId) : undefined;
}
