package dev.linqroutes.sandbox.world;

import dev.linqroutes.sandbox.http.ApiError;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of the account: chats, subscriptions, pending changes and undelivered webhooks. Confined to one thread. Changed only by
 * {@link #commit}, which also writes the journal.
 */
public final class World implements Closeable {
    /** More than tests need; bounds the memory that clients without a key can fill. */
    public static final int MAX_REFUSED_CALLS = 1_000;

    /** Longer than any path of the API. */
    public static final int MAX_PATH_LENGTH = 200;

    private final ChatStore chats = new ChatStore();
    private final Map<String, SandboxSubscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, PendingChange> pendingChanges = new LinkedHashMap<>();
    private final Map<String, WebhookDelivery> undeliveredWebhooks = new LinkedHashMap<>();
    private final Deque<RefusedCall> refusedCalls = new ArrayDeque<>();
    private final Journal journal;
    private long refusedCount;

    /** A request that was answered with an error, for the record page; not in the journal. */
    public record RefusedCall(String method, String path, int status, int code) {}

    /** Restores the state from the journal. */
    public World(Journal journal) {
        this.journal = journal;
        journal.replay(change -> change.applyTo(this));
    }

    public void commit(WorldChange change) {
        change.applyTo(this);
        journal.append(change);
    }

    /** Passes the buffered changes to the operating system; called before each response. */
    public void flush() {
        journal.flush();
    }

    public ChatStore chats() {
        return chats;
    }

    public Map<String, SandboxSubscription> subscriptions() {
        return subscriptions;
    }

    /** @throws ApiError 404/2010 */
    public SandboxSubscription requireSubscription(String id) {
        SandboxSubscription subscription = subscriptions.get(id);
        if (subscription == null) {
            throw new ApiError(404, 2010, "Webhook subscription not found");
        }
        return subscription;
    }

    public Map<String, PendingChange> pendingChanges() {
        return pendingChanges;
    }

    public Map<String, WebhookDelivery> undeliveredWebhooks() {
        return undeliveredWebhooks;
    }

    public void recordRefused(String method, String path, ApiError refusal) {
        if (refusedCalls.size() == MAX_REFUSED_CALLS) {
            refusedCalls.remove();
        }
        String truncated = path.substring(0, Math.min(path.length(), MAX_PATH_LENGTH));
        refusedCalls.add(new RefusedCall(method, truncated, refusal.status(), refusal.code()));
        refusedCount++;
    }

    /** The latest {@link #MAX_REFUSED_CALLS}. */
    public Collection<RefusedCall> refusedCalls() {
        return Collections.unmodifiableCollection(refusedCalls);
    }

    public long refusedCount() {
        return refusedCount;
    }

    @Override
    public void close() {
        journal.close();
    }
}
