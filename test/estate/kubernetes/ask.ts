import { Agent, request } from 'node:https';
import { type KubernetesEstate, serveKubernetes } from '../../../estate/kubernetes/server.ts';

export const ARN = 'arn:aws:eks:eu-central-1:111111111111:cluster/alpha';

/** An estate of one cluster. */
export const oneCluster = (objects: readonly unknown[], version = '1.34') =>
  serveKubernetes(new Map([[ARN, { name: 'alpha', version, objects }]]));

interface Item {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The members of answers into which the tests look. */
interface Body extends Item {
  readonly metadata: Item['metadata'] & { readonly continue?: string };
  readonly items: readonly Item[];
  readonly groups: readonly { readonly name: string }[];
  readonly resources: readonly unknown[];
  readonly versions: readonly unknown[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
}

/** Asks as a plain client does: node:https and nothing of ours. */
export function ask(
  estate: KubernetesEstate,
  path: string,
  { arn = ARN, method = 'GET', headers = { authorization: 'Bearer token' } as Record<string, string>, ca = '' } = {},
): Promise<Reply> {
  const { url = '', certificateAuthority = '' } = estate.endpoints.get(arn) ?? {};
  const authority = ca || Buffer.from(certificateAuthority, 'base64').toString();
  return new Promise((resolve, reject) => {
    const message = request(`${url}${path}`, { method, headers, ca: authority, agent: new Agent() }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const body = /^[{[]/.test(text) ? JSON.parse(text) : text;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    message.on('error', reject);
    message.end();
  });
}
