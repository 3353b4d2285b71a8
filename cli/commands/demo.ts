import { demoEstate, demoFaults } from '../../estate/demo/index.ts';
import { startEstate } from '../../estate/server.ts';
import type { Io } from '../io.ts';
import { addReportOptions, type ReportOptions, refuseLater } from '../options.ts';
import type { Add } from './command.ts';
import { runScan } from './scan.ts';

export const addDemo: Add = (program, io, exit) => {
  const command = program.command('demo').description('scan a simulated organization: no AWS account needed');
  addReportOptions(command).action(async (options: ReportOptions) => exit(await runDemo(io, options)));
};

/** The same scan as any other, against the simulated estate: real requests over loopback, the real clients. */
async function runDemo(io: Io, options: ReportOptions): Promise<number> {
  refuseLater(options as unknown as Readonly<Record<string, unknown>>);
  const estate = await startEstate(demoEstate(io.now()));
  try {
    demoFaults(estate);
    io.err('a simulated organization: three accounts, two Regions, a dozen clusters; nothing leaves this machine\n');
    const scope = { region: [], cluster: [], account: [], organization: true, kubernetes: 'auto', rate: 1 } as const;
    const credentials = async () => ({ accessKeyId: 'demo', secretAccessKey: 'test' });
    return await runScan(
      io,
      { ...options, ...scope },
      { aws: { endpoint: estate.url, credentials, region: 'us-east-1' }, folder: 'postern-demo' },
    );
  } finally {
    await estate.close();
  }
}
