import { validateEstate } from './validate.ts';

/** What stands in an estate file (contracts 3.3). Everything below a service is checked against the service's own model. */
export interface Estate {
  readonly accounts: Readonly<Record<string, EstateAccount>>;
}
interface EstateAccount {
  readonly global?: EstateServices;
  readonly regions?: Readonly<Record<string, EstateRegion>>;
}
export type EstateService = Readonly<Record<string, unknown>>;
type EstateServices = Readonly<Record<string, EstateService>>;
/** The services of a Region, and under `kubernetes` the objects of its clusters by the cluster's name. */
export type EstateRegion = Readonly<Record<string, EstateService>>;

/** A file that does not say what an estate is; the message says where, and what to do. */
export class EstateError extends Error {
  override readonly name = 'EstateError';
}

/** About ten times the largest estate that the generator makes. */
const maximumText = 512 * 1024 * 1024 - 64;
const maximumDepth = 100;

/**
 * The text of an estate file → the estate.
 * @param where the file's name, as it is to stand in errors
 * @throws EstateError naming every member that the contract or the service's model does not know, by its place
 */
export function parseEstate(text: string, where: string): Estate {
  if (text.length > maximumText) throw new EstateError(`${where}: larger than ${maximumText} characters`);
  if (depthOf(text) > maximumDepth) throw new EstateError(`${where}: nested deeper than ${maximumDepth} levels`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new EstateError(`${where}: not JSON: ${printable(error instanceof Error ? error.message : String(error))}`);
  }
  return checkEstate(parsed, where);
}

/** A value that claims to be an estate → the estate, or an EstateError. */
export function checkEstate(value: unknown, where: string): Estate {
  const problems = validateEstate(value);
  if (problems.length === 0) return value as Estate;
  const shown = problems.slice(0, 5).map(printable).join('; ');
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
  throw new EstateError(`${where}: ${shown}${more}`);
}

/** How deep brackets nest outside strings, without building anything: a parser's recursion is not to be a file's choice. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) i = endOfString(text, i);
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i;
}

/** On one line, without control characters, of a length that a terminal can show. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 400);
