package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Decides which fault strikes. What can be struck has a random source for each kind, all made of one seed: the same sequence of
 * requests meets the same faults, whatever the timing of messages, changes and webhooks.
 */
public final class FaultInjector {
    /** Request header that names the faults of this request, such as {@code limited; retry-after=date}. */
    public static final String HEADER = "Sandbox-Fault";

    /** More chats than tests have. */
    private static final int MAX_LIMITED = 10_000;

    /** What can go wrong with the storage of files. */
    private static final Set<Fault> OF_STORAGE = EnumSet.of(
            Fault.ERROR_BEFORE,
            Fault.ERROR_AFTER,
            Fault.DROP_BEFORE,
            Fault.DROP_AFTER,
            Fault.GARBAGE,
            Fault.SLOW,
            Fault.HUNG);

    private final FaultSettings initial;
    private final Map<Fault.Of, RandomGenerator> draws = new EnumMap<>(Fault.Of.class);
    private final Map<Fault, Long> struck = new EnumMap<>(Fault.class);
    private final Map<String, Double> limitedDraws = new BoundedMap<>(MAX_LIMITED);
    private final Map<String, Instant> limitedUntil = new BoundedMap<>(MAX_LIMITED);
    private final NextFaults next = new NextFaults();
    private final Causes causes = new Causes();
    private FaultSettings configured;
    private LatencyModel latencies;
    private RandomGenerator jitters;
    private RandomGenerator chats;
    private Runnable onStrike = () -> {};

    /** @param initial those that it has until configured, and after a {@link #reset} */
    public FaultInjector(FaultSettings initial) {
        this.initial = initial;
        configure(initial);
    }

    /**
     * Replaces the configuration; what is not named is off, and nothing is to strike {@linkplain #strikeNext next}.
     *
     * @throws ApiError 400/1005 when a name is unknown or a value out of its range; nothing changes then
     */
    public void configure(JsonFields wanted) {
        configure(checked(() -> FaultSettings.of(wanted.node())));
    }

    /**
     * Changes what is named; all else goes on: other faults, counts, random numbers and what is to strike {@linkplain #strikeNext next}.
     *
     * @throws ApiError 400/1005 when a name is unknown or a value out of its range, or a seed is given; nothing changes then
     */
    public void change(JsonFields wanted) {
        if (wanted.has(Fault.SEED.key())) {
            throw ApiError.invalidValue("A 'seed' begins everything anew: set it by PUT");
        }
        configured = checked(() -> configured.with(wanted.node()));
    }

    /**
     * {@code {"fault": "drop_after", "count": 1}}: strikes the next so many that this fault can strike, whatever the shares are.
     * Requests that name their faults themselves, and what they cause, are left alone.
     *
     * @throws ApiError 400 when there is no such fault, it strikes nothing, or the count is out of its range; nothing changes then
     */
    public void strikeNext(JsonFields wanted) {
        next.add(wanted);
    }

    public void reset() {
        configure(initial);
    }

    /** Is told when something is struck, or spared what was to strike it: the {@link #view} is another then. */
    public void onStrike(Runnable listener) {
        onStrike = listener;
    }

    private void configure(FaultSettings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (Fault.Of of : Fault.Of.values()) {
            draws.put(of, random.split());
        }
        latencies = new LatencyModel(random.split());
        jitters = random.split();
        chats = random.split();
        configured = settings;
        limitedDraws.clear();
        limitedUntil.clear();
        struck.clear();
        next.clear();
    }

    private static FaultSettings checked(Supplier<FaultSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidValue(e.getMessage());
        }
    }

    /** What is set, what is to strike next, how often each fault struck, and what faults there are. */
    public ObjectNode view() {
        ObjectNode view = JsonTrees.object();
        ObjectNode counts = JsonTrees.object();
        for (Fault fault : Fault.values()) {
            view.set(fault.key(), configured.value(fault));
            if (fault.of() != Fault.Of.SETTING) {
                counts.put(fault.key(), struck.getOrDefault(fault, 0L));
            }
        }
        view.put("limited_chats", limitedUntil.size()).set("struck", counts);
        view.set("next", next.view());
        view.set("known", JsonTrees.array(Arrays.asList(Fault.values()), Fault::json));
        return view;
    }

    public Causes causes() {
        return causes;
    }

    /**
     * Takes in what a request names for itself.
     *
     * @param header values of {@link #HEADER}
     * @throws ApiError 400/1005 when a name is unknown or a value out of its range
     */
    public void readHeader(String traceId, List<String> header) {
        if (!header.isEmpty()) {
            List<String> assignments = Arrays.asList(String.join(";", header).split(";"));
            causes.name(traceId, checked(() -> configured.replacedBy(FaultSettings.of(assignments))));
        }
    }

    /**
     * What a request is about.
     *
     * @param ofLinq false for the sandbox's own endpoints, which need no key
     * @param byShare whether it is struck without naming a fault itself: it is about a chat, a message or an attachment
     * @param chatId of its path; empty without
     */
    public record Target(boolean ofLinq, boolean byShare, Optional<String> chatId) {}

    /** Decides about a request. What strikes is to be counted then: after a request that is refused there is nothing to strike. */
    public Optional<FaultyAnswer> drawForRequest(String traceId, Target target, Instant now) {
        // In the order in which chats are first met, since their ids are different each time.
        target.chatId().ifPresent(id -> limitedDraws.computeIfAbsent(id, first -> chats.nextDouble()));
        return causes.during(traceId, () -> {
            boolean drawn = target.byShare() || causes.named().isPresent();
            // Always drawn, so that the next requests meet the same faults whatever strikes this one.
            double draw = drawn ? draws.get(Fault.Of.REQUEST).nextDouble() : 1;
            FaultSettings settings = active();
            if (target.ofLinq() && settings.flag(Fault.REJECT_KEY)) {
                return Optional.of(answer(Fault.REJECT_KEY, traceId, 0, false));
            }
            if (!drawn) {
                return Optional.empty();
            }
            Optional<Long> limited = target.chatId().flatMap(id -> limitedSeconds(id, settings, now));
            if (limited.isPresent()) {
                return Optional.of(answer(Fault.LIMITED_SHARE, traceId, limited.get(), false));
            }
            long seconds = settings.whole(Fault.LIMITED_SECONDS);
            return takeNext(Fault.Of.REQUEST, fault -> true)
                    .map(fault -> answer(fault, traceId, seconds, true))
                    .or(() -> pick(Fault.Of.REQUEST, draw, fault -> true)
                            .map(fault -> answer(fault, traceId, seconds, false)));
        });
    }

    /** Decides about the upload of a file's bytes, which storage and not the API answers. */
    public Optional<FaultyAnswer> drawForUpload(String traceId) {
        double draw = draws.get(Fault.Of.REQUEST).nextDouble();
        return pick(Fault.Of.REQUEST, draw, OF_STORAGE::contains).map(fault -> answer(fault, traceId, 0, false));
    }

    /** The request was refused, so that there is nothing to strike. */
    public void spared(FaultyAnswer drawn) {
        if (drawn.ordered()) {
            next.giveBack(drawn.fault());
            onStrike.run();
        }
    }

    private FaultyAnswer answer(Fault fault, String traceId, long limitedSeconds, boolean ordered) {
        if (fault == Fault.WEBHOOK_BEFORE_ANSWER) {
            causes.held().expect(traceId);
        }
        return new FaultyAnswer(fault, ordered, active(), limitedSeconds, (vertx, answer) -> causes.held()
                .hold(traceId, vertx, answer));
    }

    private Optional<Long> limitedSeconds(String chatId, FaultSettings settings, Instant now) {
        if (limitedDraws.get(chatId) >= settings.share(Fault.LIMITED_SHARE)) {
            return Optional.empty();
        }
        Instant until =
                limitedUntil.computeIfAbsent(chatId, id -> now.plusSeconds(settings.whole(Fault.LIMITED_SECONDS)));
        return now.isBefore(until)
                ? Optional.of(Math.max(1, until.getEpochSecond() - now.getEpochSecond()))
                : Optional.empty();
    }

    /** Decides about a message that would be sent now. */
    public Optional<MessageFailure> strikeMessage() {
        return draw(Fault.Of.MESSAGE, fault -> true).map(fault -> MessageFailure.of(active()));
    }

    /**
     * Decides about a change of a chat that is due.
     *
     * @param named whether an event can say that it failed: it is one of the name, the icon or the background
     */
    public Optional<Fault> strikeChange(boolean named) {
        return draw(Fault.Of.CHANGE, fault -> named || fault != Fault.NAME_REFUSED);
    }

    /** Decides about a webhook of one subscription. */
    public Optional<Fault> strikeWebhook(Predicate<Fault> applies) {
        return draw(Fault.Of.WEBHOOK, applies);
    }

    public Duration webhookDelay() {
        return Duration.ofMillis(active().whole(Fault.WEBHOOK_LATE_MILLIS));
    }

    /** Decides about the waits of a webhook between its attempts. */
    public long newJitterSeed() {
        return jitters.nextLong();
    }

    /** Of the answer to the request of this trace id, after its effect. */
    public Duration nextLatency(String traceId) {
        // Always drawn, so that a request that names its own does not change those of others.
        return causes.during(
                traceId,
                () -> latencies.next(
                        active().whole(Fault.LATENCY_MEDIAN_MILLIS), active().whole(Fault.LATENCY_P99_MILLIS)));
    }

    private Optional<Fault> draw(Fault.Of of, Predicate<Fault> applies) {
        // Always drawn, so that shares strike the same ones whatever is to strike next.
        double draw = draws.get(of).nextDouble();
        return takeNext(of, applies).or(() -> pick(of, draw, applies)).map(this::count);
    }

    private Optional<Fault> takeNext(Fault.Of of, Predicate<Fault> applies) {
        return causes.named().isPresent() ? Optional.empty() : next.take(of, applies);
    }

    /** A fault that does not apply leaves what it would strike alone, so that it makes no other more frequent. */
    private Optional<Fault> pick(Fault.Of of, double draw, Predicate<Fault> applies) {
        double rest = draw;
        for (Fault fault : Fault.of(of)) {
            rest -= active().share(fault);
            if (rest < 0) {
                return Optional.of(fault).filter(applies);
            }
        }
        return Optional.empty();
    }

    public Fault count(Fault fault) {
        struck.merge(fault, 1L, Long::sum);
        onStrike.run();
        return fault;
    }

    private FaultSettings active() {
        return causes.named().orElse(configured);
    }
}
