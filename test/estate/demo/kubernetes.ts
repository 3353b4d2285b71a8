import { request } from 'node:https';
import { DescribeClusterCommand, type EKSClient } from '@aws-sdk/client-eks';

/** Asks a cluster's own API, at the endpoint and with the authority that EKS describes. */
export async function askKubernetes(eks: EKSClient, name: string, path: string) {
  const { cluster } = await eks.send(new DescribeClusterCommand({ name }));
  const ca = Buffer.from(cluster?.certificateAuthority?.data ?? '', 'base64');
  return new Promise<{ readonly status: number; readonly body: unknown }>((resolve, reject) => {
    const asked = request(
      `${cluster?.endpoint}${path}`,
      { ca, agent: false, headers: { authorization: 'Bearer token' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
