import { Refusal } from './reason.ts';

/** More than any account has: 5,000 pages of 1,000. */
const MAX_PAGES = 5_000;

/**
 * Follows a list to its end. A list that cannot end (a token that comes again, pages without number) is refused: what was read of it
 * is not the list. An empty token means the same as none, and an empty page need not be the last (EC2 "Pagination").
 * @throws Refusal, and whatever `ask` throws
 */
export async function* pages<Page>(
  action: string,
  ask: (token: string | undefined) => Promise<Page>,
  next: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let token: string | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const page = await ask(token);
    yield page;
    token = next(page);
    if (token === undefined || token === null || token === '') return;
    if (seen.has(token)) throw new Refusal(`EndlessList: ${action} gives the same page token again`, 'scan again');
    seen.add(token);
  }
  throw new Refusal(`EndlessList: ${action} has more than ${MAX_PAGES} pages`, 'scan again');
}

/** The list in a page. A page without it is no page: an empty list is there, and empty. @throws Refusal */
export function listIn(action: string, list: unknown, name: string): readonly unknown[] {
  if (Array.isArray(list)) return list;
  throw new Refusal(`MalformedAnswer: ${action} gave no ${name}`, 'scan again; if it stays, see what answers');
}
