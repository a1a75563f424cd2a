package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An account of a sandbox: give {@link #baseUrl()}, {@link #apiKey()} and {@link #line()} to the program under test, act as the
 * people it writes to, and look at what it did. {@link LinqSandboxTest} makes one for each test; {@link #at} finds a sandbox in a
 * container or on another host.
 */
public final class LinqSandbox implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PAGE = 1_000;

    private final SandboxCalls calls;
    private final String line;
    private final boolean temporary;
    private final Set<Integer> expectedErrors = ConcurrentHashMap.newKeySet();
    private volatile Duration patience = Duration.ofSeconds(10);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean strict;

    private LinqSandbox(SandboxCalls calls, String line, boolean temporary) {
        this.calls = calls;
        this.line = line;
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
        return new LinqSandbox(calls, calls.show("/lines").at("/lines/0/number").asText(), false);
    }

    /** A new account of the same sandbox, which sees nothing of the others; {@link #close} deletes it. */
    public LinqSandbox newAccount() {
        JsonNode account = calls.sandbox("POST", "/accounts", JsonTrees.object());
        return new LinqSandbox(
                calls.with(account.path("api_key").asText()),
                account.path("phone_number").asText(),
                true);
    }

    /** What the program under test has for {@code https://api.linqapp.com/api/partner/v3}. */
    public String baseUrl() {
        return calls.apiUrl();
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
        body.set(
                "subscribed_events",
                eventTypes.length > 0
                        ? JsonTrees.texts(List.of(eventTypes))
                        : calls.api("GET", "/webhook-events", JsonTrees.object())
                                .path("events"));
        return calls.api("POST", "/webhook-subscriptions", body)
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
        return await("chat " + what, this::chats, wanted, this::chats);
    }

    /** The messages of all chats, oldest first, as they are now. */
    public List<SeenMessage> messages() {
        return all("messages").map(SeenMessage::new).toList();
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
        return await("message " + what, this::messages, wanted, this::chats);
    }

    /** @param there what the failure shows */
    private <T> T await(String what, Supplier<List<T>> things, Predicate<T> wanted, Supplier<List<?>> there) {
        long start = System.nanoTime();
        while (true) {
            // Asked before the time is looked at: what comes in time is found.
            boolean last = System.nanoTime() - start >= patience.toNanos();
            Optional<T> found = things.get().stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (last) {
                throw new AssertionError(
                        "no " + what + " within " + patience.toMillis() + " ms; there is:\n" + describe(there.get()));
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String describe(List<?> found) {
        return found.isEmpty()
                ? "  nothing"
                : found.stream().map(each -> "  " + each).collect(Collectors.joining("\n"));
    }

    /** How long what is awaited may take; 10 seconds unless set. */
    public LinqSandbox waitAtMost(Duration patience) {
        this.patience = patience;
        return this;
    }

    /** The calls of Linq's API by the program under test, oldest first; without those of this object. */
    public List<SeenRequest> requests() {
        return all("requests")
                .filter(request -> !SandboxCalls.USER_AGENT.equals(
                        request.at("/headers/User-Agent").asText()))
                .map(SeenRequest::new)
                .toList();
    }

    /** The webhooks to all subscriptions, oldest first. */
    public List<SeenDelivery> deliveries() {
        return all("deliveries").map(SeenDelivery::new).toList();
    }

    /** Waits until a webhook of this type was delivered; fails with the webhooks that there are. */
    public SeenDelivery awaitDelivery(String eventType) {
        return awaitDelivery(
                eventType + " that was delivered",
                delivery -> delivery.eventType().equals(eventType)
                        && delivery.state().equals("delivered"));
    }

    /**
     * Waits for a webhook, or until it has become what is wanted.
     *
     * @param what it is, for the failure
     * @throws AssertionError with the webhooks that there are when the time is over
     */
    public SeenDelivery awaitDelivery(String what, Predicate<SeenDelivery> wanted) {
        return await("webhook " + what, this::deliveries, wanted, this::deliveries);
    }

    private Stream<JsonNode> all(String log) {
        List<JsonNode> entries = new ArrayList<>();
        long after = 0;
        JsonNode page;
        do {
            page = calls.show("/" + log + "?limit=" + PAGE + "&after=" + after);
            page.path(log).forEach(entries::add);
            after = page.path("last_seq").asLong();
        } while (page.path(log).size() == PAGE);
        return entries.stream();
    }

    /**
     * Injects faults instead of those before, until the test is over: {@code faults(Map.of("drop_after", 0.2, "seed", 1))}.
     *
     * @param faults names and values as in docs/local-linq.md; empty for none; settings such as {@code slow_millis} also hold for {@link #failNext}
     */
    public void faults(Map<String, ?> faults) {
        ObjectNode body = JsonTrees.object();
        faults.forEach(body::putPOJO);
        calls.sandbox("POST", "/faults", body);
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
                "POST", "/faults/next", JsonTrees.object().put("fault", fault).put("count", count));
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

    /** {@link #close}, and with it the test, fails when a call of the account was refused (4xx) that was not expected. */
    public LinqSandbox failOnUnexpectedCalls() {
        strict = true;
        return this;
    }

    /** Calls refused with these of Linq's error codes are part of the test. */
    public LinqSandbox expectErrors(int... codes) {
        IntStream.of(codes).forEach(expectedErrors::add);
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
            if (strict) {
                requireNoUnexpectedCalls();
            }
        } finally {
            if (temporary) {
                calls.sandbox("DELETE", "/accounts", JsonTrees.object());
            }
        }
    }

    private void requireNoUnexpectedCalls() {
        List<SeenRequest> unexpected = requests().stream()
                .filter(SeenRequest::isRefused)
                .filter(request -> !expectedErrors.contains(request.errorCode()))
                .toList();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("the sandbox refused calls of this test:\n" + describe(unexpected));
        }
    }
}
