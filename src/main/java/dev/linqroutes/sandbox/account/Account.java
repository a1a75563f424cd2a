package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.ApiError;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state of an account: lines, people, chats, attachments, subscriptions, pending changes and undelivered webhooks. Confined to one thread.
 * Changed only by {@link #commit}, which also writes the journal.
 */
public final class Account implements Closeable {
    /** More than tests need; bounds the memory that clients without a key can fill. */
    public static final int MAX_REFUSED_CALLS = 1_000;

    /** Longer than any path of the API. */
    public static final int MAX_PATH_LENGTH = 200;

    /** Approximate memory of all messages, and likewise of chats, people, attachments and webhooks; bounds what large bodies can fill. */
    public static final long MAX_BYTES = 64L * 1024 * 1024;

    private final String id;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final WeighedMap<Person> people = new WeighedMap<>(Person::weight);
    private final ChatStore chats = new ChatStore();
    private final SendLimits sendLimits = new SendLimits();
    private final LineContacts contacts = new LineContacts();
    private final Map<String, SandboxSubscription> subscriptions = new LinkedHashMap<>();
    private final WeighedMap<Attachment> attachments = new WeighedMap<>(Attachment::weight);
    private final WeighedMap<PendingChange> pendingChanges = new WeighedMap<>(PendingChange::weight);
    private final WeighedMap<WebhookDelivery> undeliveredWebhooks = new WeighedMap<>(WebhookDelivery::weight);
    private final Deque<RefusedCall> refusedCalls = new ArrayDeque<>();
    private final Journal journal;
    private final HistoryLimit limit;
    private Consumer<AccountChange> watcher = change -> {};
    private Duration timeAhead = Duration.ZERO;

    /** A request that was answered with an error, for the record page; not in the journal. */
    public record RefusedCall(String method, String path, int status, int code) {}

    /**
     * Restores the state from the journal, which is made shorter when it is much longer than the state.
     *
     * @param id {@code partner_id} of its events
     * @param numbers the account's lines, in order
     * @param history chats, messages, people and attachments that are remembered, and messages and changes that wait, each
     */
    public Account(String id, List<String> numbers, int history, Journal journal) {
        this.id = id;
        this.journal = journal;
        this.limit = new HistoryLimit(history, MAX_BYTES);
        numbers.forEach(number -> lines.put(number, Line.healthy(number)));
        journal.replay(change -> change.applyTo(this));
        forgetOldest();
        journal.compact(() -> AccountSnapshot.of(this));
    }

    /** Forgets nothing, so that what the caller works on stays until it calls {@link #flush()}. */
    public void commit(AccountChange change) {
        change.applyTo(this);
        journal.append(change);
        watcher.accept(change);
    }

    /** As changes in the journal, so that another limit after a restart does not make the later ones impossible. */
    private void forgetOldest() {
        for (Optional<AccountChange> next = limit.next(this); next.isPresent(); next = limit.next(this)) {
            commit(next.get());
        }
    }

    /** Is told of each change from now on. */
    public void onChange(Consumer<AccountChange> newWatcher) {
        watcher = newWatcher;
    }

    /**
     * Ends a piece of work: forgets what is too much, and passes the changes to the operating system. Called before each response and
     * after what is due later. What the caller had found before may be forgotten.
     */
    public void flush() {
        forgetOldest();
        flushJournal();
        journal.compact(() -> AccountSnapshot.of(this));
    }

    /** Passes the changes to the operating system, also in the middle of a piece of work. */
    public void flushJournal() {
        journal.flush();
    }

    public String id() {
        return id;
    }

    /** In their order. */
    public Collection<Line> lines() {
        return Collections.unmodifiableCollection(lines.values());
    }

    public Optional<Line> line(String number) {
        return Optional.ofNullable(lines.get(number));
    }

    /** @throws ApiError 403/2006 naming the field and the lines that there are; Linq documents no message */
    public Line requireLine(String field, String number) {
        return line(number)
                .orElseThrow(() -> new ApiError(
                        403, 2006, "'" + field + "' is not one of your lines: " + String.join(", ", lines.keySet())));
    }

    /** Never fails: who is not known is reached by iMessage. */
    public Person person(String handle) {
        return people.find(handle).orElseGet(() -> Person.unknown(handle));
    }

    /** Those that differ from everybody else. */
    public Collection<Person> people() {
        return people.asMap().values();
    }

    WeighedMap<Person> knownPeople() {
        return people;
    }

    /** The active people of a chat. */
    public List<Person> peopleIn(Chat chat) {
        return chat.activeHandles().stream().map(this::person).toList();
    }

    public SendLimits sendLimits() {
        return sendLimits;
    }

    public LineContacts contacts() {
        return contacts;
    }

    /** How far a test has advanced the account's time. */
    public Duration timeAhead() {
        return timeAhead;
    }

    void setTimeAhead(Duration ahead) {
        timeAhead = ahead;
    }

    /** A line of the journal that is no longer the account's does not come back. */
    void save(Line line) {
        lines.replace(line.number(), line);
    }

    void save(Person person) {
        people.remove(person.handle());
        if (!person.equals(Person.unknown(person.handle()))) {
            people.put(person.handle(), person);
        }
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

    public Map<String, Attachment> attachments() {
        return attachments.asMap();
    }

    WeighedMap<Attachment> knownAttachments() {
        return attachments;
    }

    /** @throws ApiError 404/2003, also for attachments of other accounts */
    public Attachment requireAttachment(String id) {
        return attachments.find(id).orElseThrow(() -> new ApiError(404, 2003, "Attachment not found"));
    }

    public Map<String, PendingChange> pendingChanges() {
        return pendingChanges.asMap();
    }

    WeighedMap<PendingChange> knownPendingChanges() {
        return pendingChanges;
    }

    /**
     * @param waiting messages that wait until they are sent
     * @throws ApiError 503/4004 when those are as many as may wait
     */
    public void requireRoomForMessage(int waiting) {
        limit.requireRoom(waiting + 1, chats.messageWeight());
    }

    /** @throws ApiError 503/4004 when so many more are too many that wait */
    public void requireRoomForChanges(int more) {
        limit.requireRoom(pendingChanges.size() + more, pendingChanges.weight());
    }

    /** In the order in which they were queued. */
    public Map<String, WebhookDelivery> undeliveredWebhooks() {
        return undeliveredWebhooks.asMap();
    }

    /** Approximate bytes of all undelivered webhooks. */
    public long undeliveredWeight() {
        return undeliveredWebhooks.weight();
    }

    WeighedMap<WebhookDelivery> knownWebhooks() {
        return undeliveredWebhooks;
    }

    public void recordRefused(String method, String path, ApiError refusal) {
        if (refusedCalls.size() == MAX_REFUSED_CALLS) {
            refusedCalls.remove();
        }
        String truncated = path.substring(0, Math.min(path.length(), MAX_PATH_LENGTH));
        refusedCalls.add(new RefusedCall(method, truncated, refusal.status(), refusal.code()));
    }

    /** The latest {@link #MAX_REFUSED_CALLS}. */
    public Collection<RefusedCall> refusedCalls() {
        return Collections.unmodifiableCollection(refusedCalls);
    }

    @Override
    public void close() {
        journal.close();
    }
}
