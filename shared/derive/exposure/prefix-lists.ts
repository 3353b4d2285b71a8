import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Fact } from '../../facts/index.ts';
import { type Cidr, parseCidr } from '../../net/cidr.ts';
import { listed, memoised } from './listed.ts';

/** Texts as blocks, or what is wrong with the first that is none; `where` names the resource. */
export function blocksOf(texts: readonly string[], where: string): readonly Cidr[] | Unknown {
  const blocks: Cidr[] = [];
  for (const text of texts) {
    const block = parseCidr(text);
    if (!block.ok) return unknown(`${where}: ${block.problem}`);
    blocks.push(block.value);
  }
  return blocks;
}

/**
 * The blocks of a managed prefix list, the customer's or AWS's own (EC2 GetManagedPrefixListEntries). A list that is not in the snapshot,
 * or holds what is no CIDR, is unknown.
 */
export function prefixListBlocks(fact: Fact<'prefixLists'>): (id: string) => readonly Cidr[] | Unknown {
  const lists = listed('prefixLists', fact);
  return memoised((id) => {
    const list = lists.find(id);
    if (isUnknown(list)) return list;
    return isUnknown(list.cidrs) ? list.cidrs : blocksOf(list.cidrs, `prefix list ${id}`);
  });
}
