// The margin of a lease: what an answer's way into the database may take after the request's own time is up.

/** The group commit waits 2 ms; a database that another process holds, seconds. */
export const LEASE_MARGIN_MS = 5_000;
