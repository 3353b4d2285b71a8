import type { Io } from '../io.ts';
import { addReportOptions, type ReportOptions, refuseLater } from '../options.ts';
import type { Add } from './command.ts';
import { runScan } from './scan.ts';

const folder = 'postern-demo';
const opening = 'a simulated organization: three accounts, two Regions, a dozen clusters; nothing leaves this machine\n';

export const addDemo: Add = (program, io, exit) => {
  const command = program.command('demo').description('scan a simulated organization: no AWS account needed');
  addReportOptions(command, folder).action(async (options: ReportOptions) => exit(await runDemo(io, options)));
};

/** The same scan as any other, against the simulated estate: real requests over loopback, the real clients. */
async function runDemo(io: Io, options: ReportOptions): Promise<number> {
  refuseLater(options as unknown as Readonly<Record<string, unknown>>);
  // Loaded here, for the simulated estate loads the models of every service, which no other command needs.
  const [{ startEstate }, { demoEstate, demoFaults }] = await Promise.all([
    import('../../estate/server.ts'),
    import('../../estate/demo/index.ts'),
  ]);
  const estate = await startEstate(demoEstate(io.now()));
  try {
    demoFaults(estate);
    const scope = { region: [], cluster: [], account: [], organization: true, kubernetes: 'auto', rate: 1 } as const;
    const credentials = async () => ({ accessKeyId: 'demo', secretAccessKey: 'test' });
    const aws = { endpoint: estate.url, credentials, region: 'us-east-1' };
    return await runScan(io, { ...options, ...scope }, { aws, folder, opening });
  } finally {
    await estate.close();
  }
}
