/** The functions of the deployment: each is a file in functions/, a folder of code, and a Lambda function of that name with `postern-` before it. */
export const functionNames = ['plan', 'collect', 'scan', 'publish', 'start-scan', 'download'] as const;
export type FunctionName = (typeof functionNames)[number];
