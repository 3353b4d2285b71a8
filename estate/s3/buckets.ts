import type { Call } from '../aws/call.ts';
import { ServiceError, type Values } from '../aws/protocol.ts';

export interface Buckets {
  answer(call: Call): Values;
}
export function bucketsOf(): Buckets {
  return {
    answer: () => {
      throw new ServiceError('NotImplemented', 501, 'A header you provided implies functionality that is not implemented.');
    },
  };
}
