/** Names of the stacks: of the hub, and of the member role as a template of its own. */
export const stackNames = { hub: 'Postern', member: 'PosternMember' } as const;
