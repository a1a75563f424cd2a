package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ServiceRefusals;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.LabelledCommand;
import dev.linqroutes.ledger.confirm.MessageResender.Resends;
import dev.linqroutes.ledger.confirm.SignalMatcher.Match;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.mailbox.LateWarnings;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.ledger.poll.PollReadBack;
import dev.linqroutes.trace.CommandLabels;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the results of awaited calls, and completes their commands. */
final class ConfirmationRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmationRecorder.class);

    /** From the event that comes at once to the read at the deadline. */
    private static final Duration[] DELAYS = Stream.of(1, 5, 15, 30, 60, 120, 300, 900, 3_600)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final Clock clock;
    private final CommandCompletion commandCompletion;
    private final MeterProvider<Timer> confirmations;
    private final CommandTracer tracer;
    private final MessageResender resender;

    /** What has decided a call. */
    enum Source {
        EVENT,
        /** The state that Linq returned when it was read. */
        READ;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ConfirmationRecorder(
            Clock clock,
            CommandCompletion commandCompletion,
            ResendPolicy resendPolicy,
            MeterRegistry metrics,
            CommandTracer tracer) {
        this.clock = clock;
        this.resender = new MessageResender(resendPolicy);
        this.tracer = tracer;
        this.commandCompletion = commandCompletion;
        this.confirmations = Timer.builder("linq.confirmations")
                .description("Time from the acceptance of a call by Linq until an event or a read has decided it")
                .serviceLevelObjectives(DELAYS)
                .withRegistry(metrics);
    }

    void record(Handle handle, List<Match> received, Source source) {
        List<Match> matches =
                received.stream().map(match -> explain(handle, match)).toList();
        Resends resends = resender.resend(handle, matches, clock.instant());
        List<Match> resent = resends.resent();
        recordResults(
                handle,
                matches.stream().filter(match -> !resent.contains(match)).toList(),
                resends,
                source);
        Map<Match, String> notes = new LinkedHashMap<>();
        resends.notResent().forEach((match, reason) -> notes.put(match, "is not sent once more: " + reason));
        resent.forEach(match -> notes.put(match, "failed after Linq had accepted it, and is sent once more"));
        log(handle, notes);
        Instant now = clock.instant();
        handle.afterCommit(() -> resent.forEach(match -> measure(match, "resent", source, now)));
    }

    /** With the reason, where the service of the chat is one. */
    private static Match explain(Handle handle, Match match) {
        return match.result() instanceof ConfirmationResult.Refused refused
                ? ServiceRefusals.explain(
                                handle,
                                match.call().kind(),
                                refused.fault().code(),
                                match.call().chatId())
                        .map(text -> match.with(
                                new ConfirmationResult.Refused(refused.fault().withExplanation(text))))
                        .orElse(match)
                : match;
    }

    private void log(Handle handle, Map<Match, String> notes) {
        Map<String, CommandLabels> labels = findLabels(handle, notes.keySet());
        handle.afterCommit(
                () -> notes.forEach((match, note) -> labels.get(match.call().commandId())
                        .on(LOG.atWarn())
                        .log("{} {}", match.call().describe(), note)));
    }

    private void recordResults(Handle handle, List<Match> matches, Resends resends, Source source) {
        PreparedBatch decisions = handle.prepareBatch(Database.sql("confirm/confirm-call"));
        PreparedBatch fields = handle.prepareBatch(Database.sql("confirm/confirm-call-field"));
        List<Match> deciding = new ArrayList<>();
        for (Match match : matches) {
            long callId = match.call().callId();
            if (match.result() instanceof ConfirmationResult.Partial partial) {
                fields.bind("callId", callId).bind("half", partial.confirmed()).add();
            } else if (match.result() instanceof ConfirmationResult.Pending pending) {
                deferCalls(handle, List.of(callId), clock.instant().plus(pending.delay()));
            } else {
                bindResult(decisions.bind("callId", callId), match.result())
                        .bind("messageId", match.sentMessageId().orElse(null))
                        .add();
                deciding.add(match);
            }
        }
        LedgerTransaction.execute(fields);
        Map<String, List<String>> warnings = resends.warnings();
        if (deciding.isEmpty()) {
            warn(handle, warnings, List.of());
            return;
        }
        int[] changed = LedgerTransaction.executeCountingRows(decisions);
        // A call that was decided before keeps its result.
        List<Match> decided = IntStream.range(0, changed.length)
                .filter(i -> changed[i] == 1)
                .mapToObj(deciding::get)
                .toList();
        Instant now = clock.instant();
        Map<String, CommandLabels> labels = findLabels(handle, decided);
        handle.afterCommit(() -> decided.forEach(match -> {
            measure(match, status(match.result()), source, now);
            logProblem(match, labels);
            if (tracer.isOn()) {
                trace(match, source, now, labels.get(match.call().commandId()));
            }
        }));
        if (source == Source.READ) {
            schedulePollReads(handle, decided, now);
        }
        Set<String> commandIds =
                decided.stream().map(match -> match.call().commandId()).collect(Collectors.toSet());
        decided.forEach(match -> warningAbout(match)
                .ifPresent(text -> warnings.computeIfAbsent(match.call().commandId(), any -> new ArrayList<>())
                        .add("call " + match.call().position() + " " + text)));
        warn(handle, warnings, commandIds);
        commandCompletion.completeFinished(handle, commandIds, now);
    }

    private static Optional<String> warningAbout(Match match) {
        return match.result() instanceof ConfirmationResult.Confirmed confirmed
                ? confirmed.warning()
                : Optional.empty();
    }

    private static void warn(Handle handle, Map<String, List<String>> warnings, Collection<String> lockedNext) {
        LateWarnings.add(handle, warnings, lockedNext, known -> false);
    }

    /** The event that a poll was sent is lost, so others about it may be, too. */
    private static void schedulePollReads(Handle handle, List<Match> decided, Instant now) {
        PollReadBack.scheduleReadsOfUnheard(
                handle,
                decided.stream()
                        .filter(match -> match.call().kind() == CallKind.SEND_POLL
                                && match.result() instanceof ConfirmationResult.Confirmed)
                        .flatMap(match -> match.call().messageId().stream())
                        .toList(),
                now);
    }

    /** Of the commands about whose calls there is something to log, or of all for traces. */
    private Map<String, CommandLabels> findLabels(Handle handle, Collection<Match> decided) {
        List<String> commandIds = decided.stream()
                .filter(match ->
                        tracer.isOn() || match.result().describeProblem().isPresent())
                .map(match -> match.call().commandId())
                .distinct()
                .toList();
        return commandIds.isEmpty()
                ? Map.of()
                : handle
                        .createQuery(Database.sql("confirm/find-labels-of-commands"))
                        .bindArray("commandIds", String.class, commandIds)
                        .mapTo(LabelledCommand.class)
                        .stream()
                        .collect(Collectors.toMap(LabelledCommand::commandId, LabelledCommand::labels));
    }

    private void measure(Match match, String result, Source source, Instant decidedAt) {
        confirmations
                .withTags("by", source.word(), "result", result)
                .record(Duration.between(match.call().acceptedAt(), decidedAt));
    }

    private void trace(Match match, Source source, Instant decidedAt, CommandLabels command) {
        AwaitedCall call = match.call();
        tracer.recordConfirmation(
                command,
                new CommandTracer.Confirmation(
                        call.position(),
                        call.kind().name().toLowerCase(Locale.ROOT),
                        source.word(),
                        status(match.result()),
                        call.traceId(),
                        match.reportedAt(),
                        decidedAt));
    }

    /** Column {@code call.status}. */
    private static String status(ConfirmationResult result) {
        if (result instanceof ConfirmationResult.Refused) {
            return "refused";
        }
        return result instanceof ConfirmationResult.Undetermined ? "unconfirmed" : "confirmed";
    }

    private static PreparedBatch bindResult(PreparedBatch decisions, ConfirmationResult result) {
        decisions.bind("status", status(result));
        if (result instanceof ConfirmationResult.Refused refused) {
            return decisions
                    .bind("errorCode", refused.fault().code().orElse(null))
                    .bind("errorMessage", StorableText.ofMessage(refused.fault().message()));
        }
        String reason = result instanceof ConfirmationResult.Undetermined undetermined
                ? StorableText.ofMessage(undetermined.reason())
                : null;
        return decisions.bind("errorCode", (Integer) null).bind("errorMessage", reason);
    }

    static void deferCalls(Handle handle, List<Long> callIds, Instant until) {
        handle.createUpdate(Database.sql("confirm/defer-calls"))
                .bind("confirmAt", until)
                .bindArray("callIds", Long.class, callIds)
                .execute();
    }

    private static void logProblem(Match match, Map<String, CommandLabels> labels) {
        match.result().describeProblem().ifPresent(problem -> labels.get(
                        match.call().commandId())
                .on(LOG.atWarn())
                .log("{} {}", match.call().describe(), problem));
    }
}
