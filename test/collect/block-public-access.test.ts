import { describe, expect, test } from 'vitest';
import { collect, reject } from './replies.ts';

describe('block public access', () => {
  const read = async (answers: Parameters<typeof collect>[1]) =>
    (await collect(['blockPublicAccess'], answers)).blockPublicAccess;
  const exclusions = (...items: unknown[]) => ({
    'ec2 DescribeVpcBlockPublicAccessExclusions': () => ({ VpcBlockPublicAccessExclusions: items }),
  });
  const one = {
    ExclusionId: 'vpcbpa-exclude-1',
    ResourceArn: 'arn:aws:ec2:eu-central-1:111111111111:vpc/vpc-1',
    InternetGatewayExclusionMode: 'allow-bidirectional',
    State: 'create-complete',
  };

  test('the mode, and who is excluded from it', async () => {
    expect(await read({})).toEqual({
      known: true,
      value: {
        mode: 'block-ingress',
        exclusions: [
          { id: 'vpcbpa-exclude-00000000', vpcId: 'vpc-00000000', mode: 'allow-egress', state: 'create-complete' },
          { id: 'vpcbpa-exclude-00000001', subnetId: 'subnet-00000001', mode: 'allow-egress', state: 'create-complete' },
        ],
      },
    });
  });

  test.each<[string, object]>([
    ['of neither', { ...one, ResourceArn: 'arn:aws:ec2:eu-central-1:111111111111:instance/i-1' }],
    ['of a mode that there is not', { ...one, InternetGatewayExclusionMode: 'allow' }],
    ['without state', { ...one, State: undefined }],
  ])('an exclusion %s makes them all unknown, not the mode', async (_name, bad) => {
    expect(await read(exclusions(one, bad))).toMatchObject({ value: { mode: 'block-ingress', exclusions: { known: false } } });
  });

  test('denied', async () => {
    const denied = reject('denied', 'AccessDenied: ec2:x');
    expect(await read({ 'ec2 DescribeVpcBlockPublicAccessOptions': denied })).toMatchObject({ known: false });
    expect(await read({ 'ec2 DescribeVpcBlockPublicAccessExclusions': denied })).toEqual({
      known: false,
      why: 'AccessDenied: ec2:x',
    });
    const mode = { InternetGatewayBlockMode: 'sometimes' };
    expect(
      await read({ 'ec2 DescribeVpcBlockPublicAccessOptions': () => ({ VpcBlockPublicAccessOptions: mode }) }),
    ).toMatchObject({ value: { mode: { known: false } } });
  });

  test('where nothing is blocked, nobody is asked who is excluded', async () => {
    const off = { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } };
    const asked = () => {
      throw new Error('asked');
    };
    expect(
      await read({
        'ec2 DescribeVpcBlockPublicAccessOptions': () => off,
        'ec2 DescribeVpcBlockPublicAccessExclusions': asked,
      }),
    ).toEqual({ known: true, value: { mode: 'off', exclusions: [] } });
  });
});
