import { type Command, InvalidArgumentError } from 'commander';
import { reach } from '../../shared/derive/exposure/reach.ts';
import { derivations } from '../../shared/derive/index.ts';
import { type ReachAnswer, reachTerminal, verdictOf } from '../../shared/report/exposure/reach.ts';
import { answerTo } from '../../shared/stages/exposure/reach.ts';
import { type Match, type Search, search } from '../../shared/stages/exposure/search.ts';
import { exitCodes, type Io, UsageError } from '../io.ts';
import { addNetworkOptions, type NetworkOptions, withNetwork } from '../network.ts';
import { type Destination, parseDestination, parseSources } from '../reach-question.ts';
import type { Add } from './command.ts';

type Options = NetworkOptions & { readonly to: string; readonly from?: string };

export const addReach: Add = (program, io, exit) => {
  const command: Command = program
    .command('reach')
    .description('whether the internet can reach something, with the proof, or what stops it')
    .requiredOption(
      '--to <destination>',
      'ENI, INSTANCE or ADDRESS, then :PORT or :PORT/PROTO if you like; IPv6 in brackets',
      once,
    )
    .option('--from <sources>', 'internet, or a CIDR (default: internet)', once);
  addNetworkOptions(command).action(async (options: Options) => exit(await runReach(io, options)));
};

/** One question at a time: of two, one would not be answered. */
function once(value: string, previous: string | undefined): string {
  if (previous !== undefined) throw new InvalidArgumentError('It is given twice.');
  return value;
}

/** Answers one question. Yes and no are both answers: only what could not be seen has an exit code (docs/decisions/012-exposures.md). */
async function runReach(io: Io, options: Options): Promise<number> {
  const destination = parseDestination(options.to);
  const asked = options.from ?? 'internet';
  const from = parseSources(asked);
  return withNetwork(io, options, async (source) => {
    const found = await search(source, destination.to);
    io.signal.throwIfAborted();
    const match = theOne(options.to, destination, found);
    const sources = asked === 'internet' ? 'the internet' : asked;
    const answer: ReachAnswer =
      match === undefined
        ? { ...unfound(found), what: `${whatOf(destination)}, in no network that could be read,`, from: sources }
        : {
            ...(await answerTo(match.place, { ...destination, from }, { reach, derivations })),
            what: whatOf(destination, match),
            from: sources,
          };
    io.signal.throwIfAborted();
    const colour = io.terminal.out && !io.env.NO_COLOR;
    for (const line of reachTerminal(answer, { colour, width: io.terminal.columns })) await io.out(line);
    return verdictOf(answer) === 'unknown' ? exitCodes.incomplete : exitCodes.ok;
  });
}

/** What is meant, or undefined where it may be in what could not be read. @throws UsageError for what is nowhere, and for what is in several places */
function theOne(text: string, { to }: Destination, { found, near, unread }: Search): Match | undefined {
  const [match, ...others] = found;
  if (others.length > 0) {
    const names = found.slice(0, mostNames).map(({ id, place }) => `${id} (${place.region}, ${place.account})`);
    throw new UsageError(`--to ${text}: ${found.length} have it: ${names.join(', ')}; name one of them`);
  }
  if (match !== undefined || unread.length > 0) return match;
  const what = { interface: 'interface', instance: 'instance', address: 'interface with this address' }[to.kind];
  const like = near.length === 0 ? '' : `; near are ${near.join(', ')}`;
  throw new UsageError(`--to ${text}: no ${what} where it was looked for${like}`);
}

const mostNames = 6;

const unfound = ({ unread, near }: Search): Omit<ReachAnswer, 'what' | 'from'> => ({
  reachable: false,
  rows: [],
  stoppedBy: [],
  near,
  unknown: unread.map(({ id, ...reason }) => ({
    target: { account: '' },
    resource: { type: 'network-interface', id },
    ...reason,
  })),
});

/** "tcp 22 of eni-1 in eu-central-1", "port 53 of 54.93.0.10 (eni-1) in eu-central-1". */
function whatOf({ to, port, protocol }: Destination, match?: Match): string {
  const service = port === undefined ? '' : `${protocol ?? 'port'} ${port} of `;
  const where = match?.place.region === undefined ? '' : ` in ${match.place.region}`;
  return `${service}${to.id}${match === undefined || match.id === to.id ? '' : ` (${match.id})`}${where}`;
}
