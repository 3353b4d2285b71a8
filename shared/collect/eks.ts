import { listIn, pages } from './pages.ts';
import { Refusal } from './reason.ts';

/** A page of one of EKS's lists of names. */
type Page = { readonly nextToken?: string | undefined };

/**
 * All names of one of EKS's lists, each once.
 * @throws Refusal where the list is none, or a name in it: without it, the list is not whole
 */
export async function eksNames<P extends Page>(
  action: string,
  ask: (token: string | undefined) => Promise<P>,
  [list, of]: readonly [name: string, of: (page: P) => unknown],
): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const page of pages(action, ask, ({ nextToken }) => nextToken)) {
    for (const name of listIn(action, of(page), list)) {
      if (typeof name !== 'string' || name === '')
        throw new Refusal(`MalformedAnswer: ${action} gave a malformed name in ${list}`);
      names.add(name);
    }
  }
  return [...names];
}
