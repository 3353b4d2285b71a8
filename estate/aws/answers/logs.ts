import { type Call, text, texts } from '../call.ts';
import { at } from '../entities.ts';
import { ServiceError, type Values } from '../protocol.ts';
import { itemsOf, under } from './items.ts';
import type { Special } from './special.ts';

const groups = (call: Call): readonly unknown[] => under(call, 'DescribeLogGroups') ?? itemsOf(call, 'logGroups');

export const logs: Special = {
  check: (call) => {
    const name = text(call.input.logGroupName);
    if (name !== undefined && !groups(call).some((g) => at(g, 'logGroupName') === name))
      throw new ServiceError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
  },
  answers: { DescribeLogGroups: describeLogGroups },
  chooses: new Set(['DescribeLogGroups']),
};

/** By the beginning of the name, by a part of it in any case, or by names and ARNs. */
function describeLogGroups(call: Call): Values {
  const prefix = text(call.input.logGroupNamePrefix);
  const pattern = text(call.input.logGroupNamePattern)?.toLowerCase();
  const wanted = texts(call.input.logGroupIdentifiers);
  if (prefix !== undefined && pattern !== undefined)
    throw call.service.dialect.invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  const chosen = groups(call).filter((group) => {
    const name = String(at(group, 'logGroupName'));
    const ids = [name, at(group, 'arn'), at(group, 'logGroupArn')];
    if (prefix !== undefined && !name.startsWith(prefix)) return false;
    if (pattern !== undefined && !name.toLowerCase().includes(pattern)) return false;
    return wanted.length === 0 || wanted.some((w) => ids.includes(w));
  });
  return { logGroups: chosen };
}
