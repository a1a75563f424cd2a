package dev.linqroutes.sandbox;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of the account: chats, subscriptions and what is still to happen. Touched by one thread only, so nothing
 * here is locked. It changes by {@link #commit} alone, which also writes the journal.
 */
final class World implements Closeable {
    private final Chats chats = new Chats();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, PendingChange> pending = new LinkedHashMap<>();
    private final Map<String, Webhook> undelivered = new LinkedHashMap<>();
    private final List<RefusedCall> refused = new ArrayList<>();
    private final Journal journal;

    /** A call that was answered with an error, for the record that tests read; not kept in the journal. */
    record RefusedCall(String method, String path, int status, int code) {}

    /** Begins with what the journal holds. */
    World(Journal journal) {
        this.journal = journal;
        journal.replay(change -> change.applyTo(this));
    }

    void commit(Change change) {
        change.applyTo(this);
        journal.append(change);
    }

    /** Hands the changes since the last time to the operating system; no answer leaves before. */
    void flush() {
        journal.flush();
    }

    Chats chats() {
        return chats;
    }

    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** @throws Refusal 404/2010 */
    Subscription requireSubscription(String id) {
        Subscription subscription = subscriptions.get(id);
        if (subscription == null) {
            throw new Refusal(404, 2010, "Webhook subscription not found");
        }
        return subscription;
    }

    Map<String, PendingChange> pending() {
        return pending;
    }

    Map<String, Webhook> undelivered() {
        return undelivered;
    }

    List<RefusedCall> refused() {
        return refused;
    }

    @Override
    public void close() {
        journal.close();
    }
}
