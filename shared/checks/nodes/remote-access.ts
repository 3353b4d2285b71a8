import { check, fail, notApplicable, pass } from '../check.ts';

/**
 * "If you specify an Amazon EC2 SSH key but don't specify a source security group when you create a managed node group, then the port on the
 * nodes is opened to the internet (0.0.0.0/0)" (EKS API, RemoteAccessConfig): port 22, and 3389 on Windows. A node group with a launch
 * template has no such setting: its groups are the template's.
 */
export default check({
  id: 'nodes/remote-access',
  title: 'Node groups do not open remote access to the internet',
  severity: 'medium',
  scope: 'cluster',
  provider: 'eks',
  why: 'An SSH or RDP port that everybody may try is guessed at around the clock; one stolen key is then a node, with the credentials of every pod on it.',
  fix: {
    text: 'Reach nodes with Session Manager and make node groups without an SSH key, or name the security groups that may connect. Either takes a new node group: the setting cannot be changed.',
    cli: 'aws eks create-nodegroup --cluster-name CLUSTER --nodegroup-name NAME --remote-access ec2SshKey=KEY,sourceSecurityGroups=GROUP …',
    cdk: "cluster.addNodegroupCapacity('Nodes', { remoteAccess: { sshKeyName: 'KEY', sourceSecurityGroups: [bastion] }, … })",
    terraform:
      'remote_access {\n  ec2_ssh_key               = "KEY"\n  source_security_group_ids = [aws_security_group.bastion.id]\n}',
  },
  each: 'nodeGroups',
  needs: [],
  judge: (nodeGroup) => {
    const evidence = (says: string) => [{ kind: 'node-group', id: nodeGroup.arn, says }];
    const { remoteAccess } = nodeGroup;
    if (remoteAccess !== undefined) {
      const { ec2SshKey: key, sourceSecurityGroups } = remoteAccess;
      const groups = sourceSecurityGroups.filter(isNamed);
      const quoted = evidence(`remoteAccess: ec2SshKey ${key ?? 'none'}, sourceSecurityGroups ${groups.join(', ') || 'none'}`);
      if (groups.length > 0) return pass(`remote access is open to ${groups.join(', ')} only`, quoted);
      if (key !== undefined)
        return fail(
          'EKS opened SSH (port 22, on Windows RDP, port 3389) to 0.0.0.0/0: there is a key and no source group',
          quoted,
        );
    }
    const template = nodeGroup.launchTemplate;
    if (template !== undefined)
      return notApplicable(
        `its network access is set by the launch template ${[template.id, template.name].find((name) => name !== undefined && isNamed(name)) ?? '(unnamed)'}; security-groups/open-to-internet judges its groups`,
      );
    const group = nodeGroup.remoteAccessSecurityGroup;
    if (group !== undefined && isNamed(group))
      return notApplicable(
        `EKS names the remote access group ${group} without the settings behind it; security-groups/open-to-internet judges the group`,
      );
    return pass('no remote access is configured', evidence('remoteAccess: none, launchTemplate: none'));
  },
});

/** A blank text names no group: it restricts nobody. */
const isNamed = (id: string): boolean => id.trim() !== '';
