// The margins of a lease beyond the request's own time, so that no answer comes after the lease has ended.

/** What a lease must have over the request's timeout: refused at the daemon's start when it has less. */
export const LEASE_MARGIN_MS = 5_000;

/**
 * What must be left of it when the request is about to go: the answer's way into the database. The group commit
 * waits 2 ms, a database that another process holds longer. The difference is how long a claim may wait for its
 * turn to be sent.
 */
export const SETTLE_MARGIN_MS = 2_000;
