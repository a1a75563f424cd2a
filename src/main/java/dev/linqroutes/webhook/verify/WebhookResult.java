package dev.linqroutes.webhook.verify;

/** What became of a webhook. */
public enum WebhookResult {
    /** In the ledger, now or since an earlier delivery: 200. */
    STORED,
    /** A header that is needed is missing: 401. */
    UNSIGNED,
    /** No secret fits: 401. */
    WRONG_SIGNATURE,
    /** Perhaps Linq's, but nobody can tell from what has come of it: 503. */
    UNVERIFIABLE,
    /** Linq's, but its clock and ours are too far apart: 503. */
    WRONG_TIME,
    /** No secret is configured: 503. */
    NO_SECRET,
    /** The ledger is too slow, or there is too much to do: 503. */
    LAGGING,
    /** Others wait already, or it was not complete when another needed its place: 503. */
    NO_ROOM,
    /** Its body did not come in time: 503. */
    BODY_TIMEOUT,
    /** Larger than the server takes: 503. */
    TOO_LARGE,
    /** The ledger could not: 503. */
    LEDGER_AWAY,
    /** Something nobody thought of: 503. */
    FAILED
}
