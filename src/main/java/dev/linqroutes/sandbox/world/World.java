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
 * The state of the account: chats, subscriptions and what is still to happen. Touched by one thread only, so nothing
 * here is locked. It changes by {@link #commit} alone, which also writes the journal.
 */
public final class World implements Closeable {
    /** More than any test looks at; without a limit whoever has no key could fill the memory. */
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

    /** A call that was answered with an error, for the record that tests read; not kept in the journal. */
    public record RefusedCall(String method, String path, int status, int code) {}

    /** Begins with what the journal holds. */
    public World(Journal journal) {
        this.journal = journal;
        journal.replay(change -> change.applyTo(this));
    }

    public void commit(WorldChange change) {
        change.applyTo(this);
        journal.append(change);
    }

    /** Hands the changes since the last time to the operating system; no answer leaves before. */
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
        String shown = path.substring(0, Math.min(path.length(), MAX_PATH_LENGTH));
        refusedCalls.add(new RefusedCall(method, shown, refusal.status(), refusal.code()));
        refusedCount++;
    }

    /** The latest ones. */
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
