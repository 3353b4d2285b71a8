import { beforeAll, describe, expect, test } from 'vitest';
import { runKey } from '../../../shared/contract/keys.ts';
import { runNumber } from '../../cloud-core/fleet.ts';
import type { Night } from './night.ts';

/** The night's own run, which is not known yet where tests are named. */
const RUN = 'RUN';

interface Answered {
  readonly statusCode: number;
  readonly body: string;
}

/** What the functions behind the HTTP API answer to requests as they would come from it (API Gateway, payload format 2.0). */
export const describeRequests = (night: () => Night) =>
  describe('a request', () => {
    const ask = async (name: 'start-scan' | 'download', method: string, path: string, body?: string, query = '') => {
      const { call, run } = night();
      const { error, body: answer } = await call(name, {
        version: '2.0',
        rawPath: path.replace(RUN, run),
        rawQueryString: query,
        requestContext: { stage: '$default', http: { method } },
        isBase64Encoded: false,
        ...(body !== undefined && { body }),
      });
      const { statusCode, body: text } = answer as Answered;
      return { error, status: statusCode, text, value: JSON.parse(text) };
    };

    beforeAll(async () => {
      const { deployment, run } = night();
      await deployment.store.save(runKey(run, 'report.csv'), Buffer.from('it is there, and not in the manifest'));
    });

    test.each([
      ['start-scan', ['GET', '/scans/../../lock.json'], 404],
      ['start-scan', ['GET', '/scans/latest'], 404],
      ['start-scan', ['GET', `/scans/${runNumber(7)}`], 404],
      ['start-scan', ['DELETE', '/scans'], 405],
      ['start-scan', ['POST', '/scans', '{'], 400],
      ['start-scan', ['POST', '/scans', '{"accounts":["1"]}'], 400],
      ['start-scan', ['POST', '/scans', '{"regions":[]}'], 400],
      ['start-scan', ['POST', '/scans', '{"accounts":["999988887777"]}'], 422],
      ['start-scan', ['POST', '/scans', 'x'.repeat(70_000)], 413],
      ['download', ['GET', '/reports/../plan.json'], 404],
      ['download', ['GET', `/reports/${RUN}/report.csv`], 404],
      ['download', ['GET', `/reports/${RUN}/..%2F..%2Flock.json`], 404],
      ['download', ['GET', '/reports', undefined, 'limit=0'], 400],
      ['download', ['GET', '/'], 404],
    ] as const)('to %s that cannot be granted gets one sentence: %#', async (name, parts, status) => {
      const [method, path, body, query] = parts as readonly [string, string, string?, string?];
      const answered = await ask(name, method, path, body, query);
      expect(answered).toMatchObject({ error: null, status });
      expect(answered.text.length).toBeLessThan(300);
      expect(Object.keys(answered.value)).toEqual(['message']);
      expect(answered.value.message).toMatch(/^[A-Z].*\.$/);
      expect(answered.text).not.toMatch(/\n\s+at |node:|Error:/);
    });

    test('for a report gets a link: five minutes, one object, to be saved as a file', async () => {
      const { run, sealed } = night();
      const { value } = await ask('download', 'GET', `/reports/${RUN}/report.html`);
      const entry = sealed.manifest.objects.find(({ key }) => key === 'report.html');
      expect(value).toMatchObject({ expiresIn: 300, size: entry?.size });
      const response = await fetch(value.url);
      expect(Buffer.byteLength(await response.text())).toBe(entry?.size);
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="postern-${run}-report.html"`);
      expect((await fetch(value.url.replace('report.html?', 'report.json?'))).status).toBe(403);
    });
  });
