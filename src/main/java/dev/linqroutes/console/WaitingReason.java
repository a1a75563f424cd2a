package dev.linqroutes.console;

import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.ledger.intake.ReferenceWaits.ReferenceWait;
import dev.linqroutes.ledger.mailbox.LinePace;
import dev.linqroutes.ledger.ops.GroupReader.GroupCall;
import dev.linqroutes.ledger.ops.GroupReader.GroupDetail;
import dev.linqroutes.ledger.ops.GroupReader.Turn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says in words why the next call of a group is not made yet. */
final class WaitingReason {
    private static final int THROTTLED = 429;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final int messagesPerMinute;
    private final OptionalLong maxPerDay;
    private final LineLoad.Limits newConversations;

    /**
     * @param messagesPerMinute that a group is sent at most
     * @param maxPerDay messages of a line on a day; empty for no limit
     * @param newConversations limits of a line
     */
    WaitingReason(Clock clock, int messagesPerMinute, OptionalLong maxPerDay, LineLoad.Limits newConversations) {
        this.clock = clock;
        this.messagesPerMinute = messagesPerMinute;
        this.maxPerDay = maxPerDay;
        this.newConversations = newConversations;
    }

    /**
     * Why the group waits; empty when it does not.
     *
     * @param paused why the calls of the group are paused, or what else they wait for; a sentence
     * @param messagesToday of the group's line
     * @param nameOf a group by its mailbox
     * @param references that delayed commands wait for, by command id
     */
    Optional<String> describe(
            GroupDetail group,
            List<GroupCall> calls,
            Optional<String> paused,
            long messagesToday,
            Function<String, String> nameOf,
            Map<String, ReferenceWait> references) {
        // A delayed command holds up nothing.
        Optional<GroupCall> next = Stream.of("waiting", "delayed")
                .flatMap(status -> calls.stream().filter(call -> call.status().equals(status)))
                .findFirst();
        if (next.isEmpty()) {
            return awaitingConfirmation(calls);
        }
        Instant now = clock.instant();
        GroupCall call = next.get();
        if (call.commandStatus().equals("delayed")) {
            return Optional.ofNullable(references.get(call.commandId()))
                    .map(this::describe)
                    .or(() -> call.notBefore()
                            .map(time -> "the next command has a not_before: it starts at " + show(time, now)));
        }
        if (paused.isPresent()) {
            return paused;
        }
        if (group.leased() && group.dueAt().filter(now::isBefore).isPresent()) {
            return Optional.of("an instance is working on it now");
        }
        if (call.position() == 1 && group.blockedBy().isPresent()) {
            return Optional.of(
                    "behind the creation of " + nameOf.apply(group.blockedBy().get())
                            + ", which has the same line and members: Linq would return that chat again until it has its name");
        }
        return waitingForTime(group, call, messagesToday, now)
                .or(() -> Optional.of("its turn comes as soon as one of the workers is free"));
    }

    private Optional<String> waitingForTime(GroupDetail group, GroupCall call, long messagesToday, Instant now) {
        Optional<Instant> due = group.dueAt().filter(now::isBefore);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        String until = show(due.get(), now);
        if (call.kind().isMessage() && maxPerDay.isPresent() && messagesToday >= maxPerDay.getAsLong()) {
            return Optional.of("the line has sent and received " + messagesToday
                    + " messages today, its limit (linq.line.max-per-day); next at " + until);
        }
        if (call.httpStatus().filter(status -> status == THROTTLED).isPresent()) {
            return Optional.of("Linq said: wait (429" + describeError(call) + "); next try at " + until);
        }
        if (call.attempts() > 0 || call.httpStatus().isPresent()) {
            return Optional.of(
                    "attempt " + call.attempts() + " failed" + describeError(call) + "; next try at " + until);
        }
        long recent = group.sent().stream()
                .filter(sentAt -> Instant.ofEpochMilli(sentAt).plus(MINUTE).isAfter(now))
                .count();
        if (call.kind().isMessage() && recent >= messagesPerMinute) {
            return Optional.of(recent + " messages in the last minute; Linq allows 30. Next at " + until);
        }
        return Optional.of("next at " + until);
    }

    /**
     * While a new group waits for its turn at its line.
     *
     * @param lineStatus of a line that is not healthy
     */
    Optional<String> describe(Turn turn, Optional<String> line, Optional<String> lineStatus) {
        if (lineStatus.isPresent() && newConversations.isShared(line.orElse(""))) {
            return Optional.of("its line is " + lineStatus.get()
                    + " at Linq, and makes no new groups until it is healthy; other groups of the line go on");
        }
        if (newConversations.most().isEmpty()) {
            return Optional.empty();
        }
        long most = newConversations.most().getAsLong();
        Instant now = clock.instant();
        String before = turn.before() == 0
                ? "it is the next new group of its line"
                : String.format(
                        Locale.ROOT,
                        "%,d%s new group%s of its line come%s first",
                        turn.before(),
                        turn.before() < LinePace.MAX_COUNTED ? "" : " or more",
                        turn.before() == 1 ? "" : "s",
                        turn.before() == 1 ? "s" : "");
        return Optional.of(before + "; a line starts at most " + most
                + " a day (linq.line.most-new-per-day). Its turn is at about "
                + show(LinePace.expectedTurn(most, turn.lastTurn(), turn.before(), now), now));
    }

    /** While a delayed command waits for what it refers to. */
    String describe(ReferenceWait wait) {
        Instant now = clock.instant();
        return "the command has waited since " + show(wait.since(), now) + ", for " + wait.message() + ", which "
                + (wait.isMissing()
                        ? "is not known yet; if it is not at " + show(wait.until(), now)
                                + ", the command fails (linq.reference.timeout)"
                        : "is delayed until " + show(wait.until(), now));
    }

    private static String describeError(GroupCall call) {
        return call.errorMessage().map(message -> ": " + message).orElse("")
                + call.errorCode().map(code -> ", code " + code).orElse("");
    }

    private static Optional<String> awaitingConfirmation(List<GroupCall> calls) {
        long awaited =
                calls.stream().filter(call -> call.confirmAt().isPresent()).count();
        return awaited == 0
                ? Optional.empty()
                : Optional.of("Linq has accepted everything; " + awaited
                        + (awaited == 1 ? " call waits" : " calls wait") + " for the event that confirms the effect");
    }

    /** The page shows times in the zone of its user; this text is read on its own. */
    private static String show(Instant time, Instant now) {
        Duration left = Duration.between(now, time);
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        if (left.abs().compareTo(Duration.ofHours(12)) > 0) {
            return utc.toLocalDate() + " " + utc.toLocalTime() + " UTC";
        }
        long seconds = left.abs().toSeconds();
        String distance = seconds < 90 ? seconds + " s" : seconds / 60 + " min";
        return utc.toLocalTime() + " UTC, "
                + (left.isNegative() || left.isZero() ? distance + " ago" : "in " + distance);
    }
}
