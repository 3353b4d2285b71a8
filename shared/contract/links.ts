/**
 * Seconds that a link to a report is good for: the console's; under two minutes, clients with a slow clock fail. Links are made for so long
 * (cloud/presign.ts), and the bucket refuses an older signature, whoever made it (infra/).
 */
export const LINK_SECONDS = 300;
