/** Whose estate the base is. */
export const account = '111122223333';
export const region = 'eu-central-1';
export const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
