import { header, type Request } from './aws/protocol.ts';
import { type Service, services } from './aws/services.ts';

/** What a signature's credential scope says (Signature Version 4): who, when, where, and to which service. */
export interface Scope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly signingName: string;
}

/** From the Authorization header, or from the query of a presigned URL. */
export function scopeOf(request: Request): Scope | undefined {
  const signed =
    /\bCredential=([^,\s]+)/.exec(header(request, 'authorization') ?? '')?.[1] ?? request.query.get('X-Amz-Credential') ?? '';
  // An access key may hold slashes; the scope's four parts are the last.
  const [, accessKeyId = '', date = '', region = '', signingName = ''] =
    /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(signed) ?? [];
  return accessKeyId === '' ? undefined : { accessKeyId, date, region, signingName };
}

/** The service that a request is for: by its scope, where two share a scope by the API version, and unsigned by what else it shows. */
export function serviceOf(request: Request, scope: Scope | undefined): Service | undefined {
  const all = [...services().values()];
  const version = versionOf(request);
  if (scope) {
    const sharing = all.filter((s) => s.signingName === scope.signingName);
    return sharing.length > 1 ? sharing.find((s) => s.apiVersion === version) : sharing[0];
  }
  if (version !== undefined) return all.find((s) => s.apiVersion === version);
  const target = header(request, 'x-amz-target');
  if (target !== undefined) return all.find((s) => targets[target.split('.')[0] ?? ''] === s.name);
  return services().get('s3');
}

const versionOf = ({ body, query, headers }: Request): string | undefined => {
  const isForm = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return (isForm ? new URLSearchParams(body.toString()).get('Version') : query.get('Version')) ?? undefined;
};

const targets: Readonly<Record<string, string>> = {
  TrentService: 'kms',
  Logs_20140328: 'cloudwatch-logs',
  AWSOrganizationsV20161128: 'organizations',
};
