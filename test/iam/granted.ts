import type { Rights } from './template.ts';

/**
 * What roles may do in the accounts that they are in, as the templates write it: every action of every Allow, also with wildcards.
 * @param name of the roles
 * @throws Error for a statement that allows all actions but some
 */
export function grantedTo({ roles }: Pick<Rights, 'roles'>, name: string): ReadonlySet<string> {
  const mine = [...roles.values()].filter(({ arn }) => arn.endsWith(`:role/${name}`));
  if (mine.length === 0) throw new Error(`there is no role ${name}`);
  return new Set(
    mine.flatMap(({ identity }) =>
      identity.flatMap(({ at, effect, actions }) => {
        if (actions.not) throw new Error(`${at}: NotAction`);
        return effect === 'Allow' ? actions.patterns : [];
      }),
    ),
  );
}
