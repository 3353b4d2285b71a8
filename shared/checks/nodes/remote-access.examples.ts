import { denied, list, nodeGroup, without } from '../base.ts';
import type { Example } from '../example.ts';

const nodeGroups = (members: Partial<typeof nodeGroup>) => ({ nodeGroups: list([{ ...nodeGroup, ...members }]) });
const opened = 'EKS opened SSH (port 22, on Windows RDP, port 3389) to 0.0.0.0/0: there is a key and no source group';
const other = `${nodeGroup.arn}-other`;
const { known: _, ...reason } = denied('eks:DescribeNodegroup');

export default [
  {
    says: 'No remote access',
    facts: nodeGroups({}),
    expect: [{ resource: nodeGroup.arn, status: 'pass', because: 'no remote access is configured' }],
  },
  {
    says: 'A key for everybody',
    facts: nodeGroups({ remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: [] }, remoteAccessSecurityGroup: 'sg-remote' }),
    expect: [{ resource: nodeGroup.arn, status: 'fail', because: opened }],
  },
  {
    says: 'A key for Windows nodes',
    facts: nodeGroups({ amiType: 'WINDOWS_CORE_2022_x86_64', remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: [] } }),
    expect: [{ resource: nodeGroup.arn, status: 'fail', because: opened }],
  },
  {
    says: 'A key for the members of a group',
    facts: nodeGroups({ remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: ['sg-bastion'] } }),
    expect: [{ resource: nodeGroup.arn, status: 'pass', because: 'remote access is open to sg-bastion only' }],
  },
  {
    says: 'A blank text is no group',
    facts: nodeGroups({ remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: ['', ' '] } }),
    expect: [{ resource: nodeGroup.arn, status: 'fail', because: opened }],
  },
  {
    says: 'A blank text beside a group adds nobody',
    facts: nodeGroups({ remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: ['', 'sg-bastion'] } }),
    expect: [{ resource: nodeGroup.arn, status: 'pass', because: 'remote access is open to sg-bastion only' }],
  },
  {
    says: 'Settings without a key open nothing',
    facts: nodeGroups({ remoteAccess: { sourceSecurityGroups: [] } }),
    expect: [{ resource: nodeGroup.arn, status: 'pass', because: 'no remote access is configured' }],
  },
  {
    says: 'A launch template decides',
    facts: nodeGroups({ launchTemplate: { id: 'lt-0a1b', version: '3' } }),
    expect: [
      {
        resource: nodeGroup.arn,
        status: 'not-applicable',
        because: 'its network access is set by the launch template lt-0a1b; security-groups/open-to-internet judges its groups',
      },
    ],
  },
  {
    says: 'A remote access group without the settings that made it',
    facts: nodeGroups({ remoteAccessSecurityGroup: 'sg-remote' }),
    expect: [
      {
        resource: nodeGroup.arn,
        status: 'not-applicable',
        because:
          'EKS names the remote access group sg-remote without the settings behind it; security-groups/open-to-internet judges the group',
      },
    ],
  },
  {
    says: 'No managed node group',
    facts: { nodeGroups: list([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no managed node group' }],
  },
  {
    says: 'One node group could not be described',
    facts: { nodeGroups: list([nodeGroup], [{ id: other, ...reason }]) },
    expect: [
      { resource: nodeGroup.arn, status: 'pass', because: 'no remote access is configured' },
      { resource: other, status: 'unknown', because: 'AccessDenied: eks:DescribeNodegroup (eks:DescribeNodegroup)' },
    ],
  },
  {
    says: 'An answer without the setting that decides',
    facts: nodeGroups({ remoteAccess: { known: false, why: 'DescribeNodegroup answered a remoteAccess that is no object' } }),
    expect: [
      {
        resource: nodeGroup.arn,
        status: 'unknown',
        because: 'DescribeNodegroup answered a remoteAccess that is no object',
      },
    ],
  },
  {
    says: 'The node groups could not be listed',
    facts: without('nodeGroups', 'eks:ListNodegroups'),
    expect: [{ status: 'unknown', because: 'AccessDenied: eks:ListNodegroups (eks:ListNodegroups)' }],
  },
] satisfies readonly Example[];
