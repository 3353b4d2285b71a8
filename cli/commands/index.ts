import { addCheck } from './check.ts';
import { addChecks } from './checks.ts';
import { addCollect } from './collect.ts';
import type { Add } from './command.ts';
import { addDemo } from './demo.ts';
import { addEstate } from './estate.ts';
import { addExplain } from './explain.ts';
import { addExposure } from './exposure.ts';
import { addManifests } from './manifests.ts';
import { addPermissions } from './permissions.ts';
import { addReach } from './reach.ts';
import { addRemote } from './remote.ts';
import { addScan } from './scan.ts';

/** The commands, in the order in which help lists them. */
export const commands: readonly Add[] = [
  addScan,
  addCollect,
  addCheck,
  addExposure,
  addReach,
  addManifests,
  addExplain,
  addChecks,
  addPermissions,
  addRemote,
  addDemo,
  addEstate,
];
