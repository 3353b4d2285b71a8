import { isGone } from '../clients/errors.ts';
import { type Unknown, unknown } from '../facts/fact.ts';
import { forEachOf, inParts } from './each.ts';
import { listIn } from './pages.ts';
import { type Reader, structure, tagList } from './read.ts';
import { missingOf } from './reason.ts';

/** DescribeTags of both generations takes this many at a time. */
const AT_A_TIME = 20;

type Tags = Readonly<Record<string, string>>;

/**
 * The tags of load balancers by their ids. Those whose tags could not be read have the reason instead: that says nothing against the
 * load balancers themselves.
 */
export async function loadBalancerTags(
  ids: readonly string[],
  from: Reader,
  idMember: string,
  ask: (ids: readonly string[]) => Promise<unknown>,
): Promise<(id: string) => Tags | Unknown> {
  const tags = new Map<string, Tags | Unknown>();
  const read = async (part: readonly string[]): Promise<void> => {
    try {
      for (const item of listIn(from.action, await ask(part), 'TagDescriptions')) {
        const description = structure(item);
        const id = description[idMember];
        if (typeof id === 'string') tags.set(id, from(tagList, description.Tags, 'Tags'));
      }
    } catch (error) {
      const { why, action } = missingOf('tags', error);
      // One that was deleted since it was listed fails the question for all that are named with it.
      if (part.length > 1 && isGone({ why })) await forEachOf(inParts(part, 1), read);
      else for (const id of part) tags.set(id, unknown(why, action));
    }
  };
  await forEachOf(inParts(ids, AT_A_TIME), read);
  return (id) => tags.get(id) ?? unknown(`${from.action} gave no tags of ${id}`);
}
