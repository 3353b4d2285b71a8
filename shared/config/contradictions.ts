import { defaultLockDays } from './defaults.ts';

/** The members of a configuration that may contradict each other. */
export interface Contradictable {
  readonly accounts?: readonly string[] | undefined;
  readonly organization?: boolean | undefined;
  readonly organizationalUnits?: readonly string[] | undefined;
  readonly exclude?:
    | { readonly accounts?: readonly string[] | undefined; readonly organizationalUnits?: readonly string[] | undefined }
    | undefined;
  readonly deployment?:
    | {
        readonly evidence?:
          | { readonly lockDays?: number | undefined; readonly deleteAfterDays?: number | undefined }
          | undefined;
      }
    | undefined;
}

export interface Contradiction {
  readonly path: readonly [string, ...(string | number)[]];
  /** Reads on after the member's name. */
  readonly message: string;
}

/** What cannot be meant together, though each member alone could. */
export function contradictions(config: Contradictable): readonly Contradiction[] {
  return [...ofChoice(config), ...ofExclusion(config), ...ofEvidence(config)];
}

function* ofChoice({ accounts, organization, organizationalUnits }: Contradictable): Generator<Contradiction> {
  if (organizationalUnits === undefined) return;
  if (organization === false)
    yield {
      path: ['organizationalUnits'],
      message: 'cannot be chosen from where organization is false: leave one of them out',
    };
  if (accounts !== undefined)
    yield {
      path: ['organizationalUnits'],
      message: 'cannot be chosen together with accounts: name either the units or the accounts',
    };
}

function* ofExclusion({ accounts, organization, organizationalUnits, exclude }: Contradictable): Generator<Contradiction> {
  if (exclude === undefined) return;
  if (organization !== true && organizationalUnits === undefined)
    yield {
      path: ['exclude'],
      message: 'cannot leave anything out without an organization: add "organization: true", or organizationalUnits',
    };
  yield* both(exclude.accounts, accounts, 'accounts');
  yield* both(exclude.organizationalUnits, organizationalUnits, 'organizationalUnits');
}

function* both(
  excluded: readonly string[] = [],
  chosen: readonly string[] = [],
  name: 'accounts' | 'organizationalUnits',
): Generator<Contradiction> {
  for (const [index, id] of excluded.entries())
    if (chosen.includes(id)) yield { path: ['exclude', name, index], message: `is named in ${name}, too` };
}

/** S3 deletes nothing that is locked: what is to go earlier would stay, and be paid for. */
function* ofEvidence({ deployment }: Contradictable): Generator<Contradiction> {
  const { lockDays = defaultLockDays, deleteAfterDays } = deployment?.evidence ?? {};
  if (deleteAfterDays !== undefined && deleteAfterDays < lockDays)
    yield {
      path: ['deployment', 'evidence', 'deleteAfterDays'],
      message: `is less than the ${lockDays} days for which evidence is locked (lockDays)`,
    };
}
