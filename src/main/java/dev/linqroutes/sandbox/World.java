package dev.linqroutes.sandbox;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of the account: chats, subscriptions and what is still to happen. Touched by one thread only, so nothing
 * here is locked. It changes by {@link #commit} alone, which also writes the journal.
 */
final class World implements Closeable {
    /** More than any test looks at; without a limit whoever has no key could fill the memory. */
    static final int REFUSED_KEPT = 1_000;

    /** Longer than any path of the API. */
    static final int REFUSED_PATH = 200;

    private final Chats chats = new Chats();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, PendingChange> pending = new LinkedHashMap<>();
    private final Map<String, Webhook> undelivered = new LinkedHashMap<>();
    private final Deque<RefusedCall> refused = new ArrayDeque<>();
    private final Journal journal;
    private long refusedCount;

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

    void refuse(String method, String path, Refusal refusal) {
        if (refused.size() == REFUSED_KEPT) {
            refused.remove();
        }
        String shown = path.substring(0, Math.min(path.length(), REFUSED_PATH));
        refused.add(new RefusedCall(method, shown, refusal.status(), refusal.code()));
        refusedCount++;
    }

    /** The latest ones. */
    Collection<RefusedCall> refused() {
        return Collections.unmodifiableCollection(refused);
    }

    long refusedCount() {
        return refusedCount;
    }

    @Override
    public void close() {
        journal.close();
    }
}
