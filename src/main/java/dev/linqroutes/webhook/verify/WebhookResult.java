package dev.linqroutes.webhook.verify;

/** What happened to a webhook, and the status it was answered with; also the label {@code result} of {@code linq_webhooks}. */
public enum WebhookResult {
    /** Stored in the ledger, now or by an earlier delivery: 200. */
    STORED,
    /** Of a type that is not published ({@code topics.events.by-type}): 200. */
    DROPPED,
    /** Signature headers are missing: 401. */
    UNSIGNED,
    /** No configured secret matches the signature: 401. */
    WRONG_SIGNATURE,
    /** Possibly Linq's, but changed on its way so that the signature cannot be checked: 503. */
    UNVERIFIABLE,
    /** Signed, but its timestamp is too far from this machine's clock: 503. */
    WRONG_TIME,
    /** No secret is configured: 503. */
    NO_SECRET,
    /** The ledger is too slow, or the server is overloaded: 503. */
    LAGGING,
    /** The admission buffer is full, or the request was evicted while incomplete: 503. */
    NO_ROOM,
    /** The body was not complete in time: 503. */
    BODY_TIMEOUT,
    /** Larger than {@code camel.server.maxBodySize}: 503. */
    TOO_LARGE,
    /** The ledger was unavailable: 503. */
    LEDGER_AWAY,
    /** Unexpected error: 503. */
    FAILED
}
