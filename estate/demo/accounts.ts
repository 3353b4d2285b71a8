/** The accounts of the demo's organization. The first one is the caller's, and the organization's management account. */
export const production = '111122223333';
export const staging = '444455556666';
/** An online shop that was bought last spring: its administrators have not made the scanner's role yet, so it cannot be read. */
export const acquired = '777788889999';

/** The offices and the VPN: a documentation block (RFC 5737), as every public address of the demo. */
export const office = '198.51.100.0/26';
