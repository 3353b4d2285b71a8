/** Where every sketched world stands. */
export const account = '111122223333';
export const region = 'eu-central-1';
export const vpcId = 'vpc-1';

export const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARNs of load balancers and target groups by their names, as sketches use them. */
export const balancerArn = (type: 'application' | 'network', name: string): string =>
  arn('elasticloadbalancing', `loadbalancer/${pathOf(type, name)}`);
export const pathOf = (type: 'application' | 'network', name: string): string =>
  `${type === 'network' ? 'net' : 'app'}/${name}/0123456789abcdef`;
export const targetGroupArn = (name: string): string => arn('elasticloadbalancing', `targetgroup/${name}/fedcba9876543210`);
