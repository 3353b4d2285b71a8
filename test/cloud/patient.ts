/** Idle connections stay: a client that comes back after a pause on a busy machine must not find its connection closed. */
export const patient = { keepAliveTimeout: 0 } as const;
