import type { FaultKind } from '../faults.ts';
import { policyDenies, refuse } from './answers/special.ts';
import type { Call } from './call.ts';
import { missingEc2, missingEks, missingElb, missingElbv2, missingIam } from './missing.ts';
import { ServiceError } from './protocol.ts';

/** The service's own error for a fault that is one; undefined for those that happen on the wire. */
export function failure(kind: FaultKind, call: Call): ServiceError | undefined {
  const { dialect } = call.service;
  switch (kind) {
    case 'deny':
      return refuse(call);
    case 'deny-by-policy':
      return refuse(call, policyDenies);
    case 'throttle':
      return dialect.throttled('');
    case 'expired-token':
      return dialect.expired('');
    case 'not-enabled':
      return dialect.unrecognized('');
    case 'server-error':
      return dialect.internal('');
    case 'gone':
      return gone(call);
    default:
      return undefined;
  }
}

function gone(call: Call): ServiceError {
  const { service, operation } = call;
  switch (service.name) {
    case 'ec2':
      return missingEc2([...operation.input.members.keys()].find((name) => /Ids?$/.test(name)) ?? 'ResourceIds', 'deleted');
    case 'eks':
      return missingEks(operation.name, call.input);
    case 'elastic-load-balancing-v2':
      return missingElbv2('Names', operation.name);
    case 'elastic-load-balancing':
      return missingElb('deleted');
    case 'kms':
      return new ServiceError('NotFoundException', 400, 'The key does not exist.');
    case 'iam':
      return missingIam('entity', 'deleted');
    case 's3':
      return new ServiceError('NoSuchKey', 404, 'The specified key does not exist.');
    case 'sts':
      return refuse(call);
    default:
      return new ServiceError('ResourceNotFoundException', 400, 'The specified resource does not exist.');
  }
}
