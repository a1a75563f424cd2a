package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.events.EventTypes;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An account of a sandbox: give {@link #baseUrl()}, {@link #apiKey()} and {@link #line()} to the program under test, act as the
 * people it writes to, and look at what it did. {@link LinqSandboxTest} makes one for each test; {@link #at} finds a sandbox in a
 * container or on another host.
 */
public final class LinqSandbox implements AutoCloseable {
    private static final int PAGE = 1_000;

    private final SandboxCalls calls;
    private final String line;
    private final boolean temporary;
    private final ProgramCalls program;
    private final Patience patience = new Patience();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean strict;

    private LinqSandbox(SandboxCalls calls, String line, ProgramCalls program, boolean temporary) {
        this.calls = calls;
        this.line = line;
        this.program = program;
        this.temporary = temporary;
    }

    /**
     * An account that exists already, such as that of the command line.
     *
     * @param url of the sandbox, with or without {@code /api/partner/v3}
     * @throws IllegalStateException when the sandbox refuses the key
     * @throws java.io.UncheckedIOException when none answers
     */
    public static LinqSandbox at(String url, String apiKey) {
        SandboxCalls calls = SandboxCalls.of(url, apiKey);
        return new LinqSandbox(
                calls, calls.show("/lines").at("/lines/0/number").asText(), ProgramCalls.of(calls), false);
    }

    /** A new account of the same sandbox, which sees nothing of the others; {@link #close} deletes it. */
    public LinqSandbox newAccount() {
        JsonNode account = calls.sandbox("POST", "/accounts", JsonTrees.object());
        SandboxCalls ofAccount = calls.with(account.path("api_key").asText());
        return new LinqSandbox(ofAccount, account.path("phone_number").asText(), program.ofNewAccount(ofAccount), true);
    }

    /** What the program under test has for {@code https://api.linqapp.com/api/partner/v3}. */
    public String baseUrl() {
        return calls.apiUrl();
    }

    /** Root of the sandbox's own addresses, such as {@code sandboxUrl() + "/sandbox/faults"}, which take the same key. */
    public String sandboxUrl() {
        return calls.root().toString();
    }

    public String apiKey() {
        return calls.apiKey();
    }

    /** The number that the account sends from. */
    public String line() {
        return line;
    }

    /**
     * Subscribes to webhooks.
     *
     * @param url that the sandbox can reach; {@code ?version=2026-02-03} at its end chooses the version
     * @param eventTypes such as {@code message.received}; none for all
     * @return the secret that signs them
     */
    public String subscribe(String url, String... eventTypes) {
        ObjectNode body = JsonTrees.object().put("target_url", url);
        body.set("subscribed_events", JsonTrees.texts(eventTypes.length > 0 ? List.of(eventTypes) : EventTypes.ALL));
        return calls.api("the subscription", "POST", "/webhook-subscriptions", body)
                .path("signing_secret")
                .asText();
    }

    /** @param handle number or e-mail address; everybody exists */
    public SandboxPerson actAs(String handle) {
        return new SandboxPerson(calls, handle, Optional.empty());
    }

    /** The chats, newest activity first; at most 1,000. */
    public List<SeenChat> chats() {
        return calls.show("/chats?limit=" + PAGE)
                .path("chats")
                .valueStream()
                .map(summary -> new SeenChat(
                        calls.show("/chats/" + summary.at("/chat/id").asText())))
                .toList();
    }

    /**
     * Waits for a chat.
     *
     * @param what it is, for the failure
     * @throws AssertionError with the chats that there are when the time is over
     */
    public SeenChat awaitChat(String what, Predicate<SeenChat> wanted) {
        return patience.await("chat " + what, this::chats, wanted, this::chats, program::causes);
    }

    /** The messages of all chats, oldest first, as they are now. */
    public List<SeenMessage> messages() {
        return calls.all("messages", 0).map(SeenMessage::new).toList();
    }

    /** Waits for a message with this text; fails with the messages that there are. */
    public SeenMessage awaitMessage(String text) {
        return awaitMessage("\"" + text + "\"", message -> message.text().equals(text));
    }

    /**
     * Waits for a message.
     *
     * @param what it is, for the failure
     * @throws AssertionError with the messages that there are when the time is over
     */
    public SeenMessage awaitMessage(String what, Predicate<SeenMessage> wanted) {
        return patience.await("message " + what, this::messages, wanted, this::chats, program::causes);
    }

    /** How long what is awaited may take; 10 seconds unless set. */
    public LinqSandbox waitAtMost(Duration patience) {
        this.patience.setMost(patience);
        return this;
    }

    /** The calls of Linq's API by the program under test, oldest first; without those of this object. */
    public List<SeenRequest> requests() {
        return program.all();
    }

    /** The webhooks to all subscriptions, oldest first. */
    public List<SeenDelivery> deliveries() {
        return calls.all("deliveries", 0).map(SeenDelivery::new).toList();
    }

    /**
     * Waits until a webhook of this type was delivered; fails with the webhooks that there are.
     *
     * @throws IllegalArgumentException at once when Linq has no such type
     */
    public SeenDelivery awaitDelivery(String eventType) {
        if (!EventTypes.ALL.contains(eventType)) {
            throw new IllegalArgumentException("there is no event '" + eventType + "'; there are: " + EventTypes.ALL);
        }
        return patience.await(
                "webhook " + eventType + " that was delivered",
                this::deliveries,
                delivery -> delivery.eventType().equals(eventType)
                        && delivery.state().equals("delivered"),
                this::deliveries,
                () -> (isSubscribedTo(eventType) ? "" : "\nnothing is subscribed to " + eventType) + program.causes());
    }

    private boolean isSubscribedTo(String eventType) {
        try {
            return calls.api("to list the subscriptions", "GET", "/webhook-subscriptions", JsonTrees.object())
                    .path("subscriptions")
                    .valueStream()
                    .filter(subscription -> subscription.path("is_active").booleanValue())
                    .flatMap(subscription ->
                            subscription.path("subscribed_events").valueStream())
                    .anyMatch(type -> type.asText().equals(eventType));
        } catch (IllegalStateException keyRevokedByFault) {
            return true;
        }
    }

    /**
     * Waits for a webhook, or until it has become what is wanted.
     *
     * @param what it is, for the failure
     * @throws AssertionError with the webhooks that there are when the time is over
     */
    public SeenDelivery awaitDelivery(String what, Predicate<SeenDelivery> wanted) {
        return patience.await("webhook " + what, this::deliveries, wanted, this::deliveries, program::causes);
    }

    /**
     * Injects faults instead of those before, until the test is over: {@code faults(Map.of("drop_after", 0.2, "seed", 1))}.
     *
     * @param faults names and values as in docs/local-linq.md; empty for none; settings such as {@code slow_millis} also hold for {@link #failNext}
     */
    public void faults(Map<String, ?> faults) {
        ObjectNode body = JsonTrees.object();
        faults.forEach(body::putPOJO);
        calls.sandbox("faults(" + faults + ")", "PUT", "/faults", body);
    }

    /**
     * Strikes the next so many requests, messages, changes or webhooks that this fault can strike, and none after them:
     * {@code failNext("drop_after", 1)} loses the answer to one call about chats or messages. Several add up, in their order;
     * {@link #faults} ends them.
     *
     * @param fault that strikes requests, messages, changes or webhooks
     */
    public void failNext(String fault, int count) {
        calls.sandbox(
                "failNext(\"" + fault + "\", " + count + ")",
                "POST",
                "/faults/next",
                JsonTrees.object().put("fault", fault).put("count", count));
    }

    /** How often a fault has struck since {@link #faults} was last called. */
    public int struck(String fault) {
        JsonNode counts = calls.show("/faults").path("struck");
        if (!counts.has(fault)) {
            throw new IllegalArgumentException("no fault '" + fault + "' can strike; there are: "
                    + counts.propertyStream().map(Map.Entry::getKey).collect(Collectors.joining(", ")));
        }
        return counts.path(fault).asInt();
    }

    /** Lets time pass in the account: what is due until then happens. */
    public void advanceTime(Duration time) {
        calls.sandbox("POST", "/time", JsonTrees.object().put("advance", time.toString()));
    }

    /** From now on the line takes no new activity, as when Apple or a carrier flags it. */
    public void flagLine() {
        calls.sandbox("PATCH", "/lines/" + line.substring(1), JsonTrees.object().put("flagged", true));
    }

    /**
     * {@link #close}, and with it the test, fails when a call of the account was refused (4xx) for what it is, or had a field that
     * Linq does not have, and when a call with a key of no account was refused during the test. Faults that strike are part of it.
     *
     * <p>Calls of no account are seen by accounts of {@link #newAccount}, as in {@link LinqSandboxTest}, if the one that made them is
     * that of the command line. Nobody knows whose they are when tests run in parallel.
     */
    public LinqSandbox failOnUnexpectedCalls() {
        strict = true;
        return this;
    }

    /**
     * With {@link #failOnUnexpectedCalls}: calls may be refused with these of Linq's error codes; none has to. Codes of several calls
     * add up. A call to a path or with a method that does not exist is never allowed.
     */
    public LinqSandbox allowErrors(int... codes) {
        program.allowErrors(codes);
        return this;
    }

    /**
     * Deletes an account that {@link #newAccount} made. Idempotent.
     *
     * @throws AssertionError after {@link #failOnUnexpectedCalls}, with what was sent and why it was refused
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            String unexpected = strict ? program.unexpected() : "";
            if (!unexpected.isEmpty()) {
                throw new AssertionError(unexpected);
            }
        } finally {
            if (temporary) {
                calls.sandbox("DELETE", "/accounts", JsonTrees.object());
            }
        }
    }
}
