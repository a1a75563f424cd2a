package dev.linqroutes.console;

import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.ledger.intake.ReferenceWaits.ReferenceWait;
import dev.linqroutes.ledger.mailbox.CallWait;
import dev.linqroutes.ledger.mailbox.LinePace;
import dev.linqroutes.ledger.model.CallKind;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Says in words why a command waits. */
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
     * Why the next call of a group is not made yet.
     *
     * @param paused why the calls of the group are paused, or what else they wait for; a sentence
     * @param waitsFor what has to happen before this call
     * @param messagesToday of the group's line
     * @param nameOf a group by its mailbox
     */
    String describe(
            GroupDetail group,
            GroupCall next,
            Optional<String> paused,
            Optional<CallWait> waitsFor,
            long messagesToday,
            Function<String, String> nameOf) {
        Instant now = clock.instant();
        if (paused.isPresent()) {
            return paused.get();
        }
        if (group.leased() && group.dueAt().filter(now::isBefore).isPresent()) {
            return describeAttempts(next).map(failed -> failed + "; ").orElse("") + "an instance is working on it now";
        }
        if (next.position() == 1
                && next.kind() == CallKind.CREATE_CHAT
                && group.blockedBy().isPresent()) {
            return "behind the creation of " + nameOf.apply(group.blockedBy().get())
                    + ", which has the same line and members: Linq would return that chat again until it has its name";
        }
        if (waitsFor.isPresent()) {
            return "it waits for " + waitsFor.get().what()
                    + waitsFor.get()
                            .until()
                            .map(until -> ", until " + show(until, now) + ", at the latest")
                            .orElse("");
        }
        return group.dueAt()
                .filter(now::isBefore)
                .map(due -> describe(group, next, messagesToday, show(due, now), now))
                .orElseGet(() ->
                        describeAttempts(next).map(failed -> failed + "; ").orElse("")
                                + "its turn comes as soon as one of the workers is free");
    }

    /**
     * Why a delayed command has not started.
     *
     * @param create of its group, if that waits
     */
    Optional<String> describeDelayed(GroupCall call, Optional<ReferenceWait> reference, Optional<GroupCall> create) {
        Instant now = clock.instant();
        return reference.map(this::describe).or(() -> call.notBefore()
                .map(time -> create.filter(each -> each.commandStatus().equals("delayed"))
                        .filter(each -> !each.commandId().equals(call.commandId()))
                        .filter(each -> each.notBefore().filter(time::isAfter).isEmpty())
                        .map(each -> "behind command " + each.commandId()
                                + ", which creates the group and has a not_before: " + describeStart(time, now))
                        .orElse("it has a not_before: " + describeStart(time, now))));
    }

    /** Delayed commands are released within seconds after their time; those of a group wait while one cannot be. */
    private static String describeStart(Instant time, Instant now) {
        return time.isAfter(now)
                ? "it starts at " + show(time, now)
                : "it was due at " + show(time, now)
                        + ", and has not started yet; if it does not within seconds, the log"
                        + " says which command of the group cannot be released, and why";
    }

    /** Why a command waits that is not the next of its group. */
    static String describeBehind(GroupCall next, String reason) {
        return "behind command " + next.commandId() + ", which the group makes first: " + reason;
    }

    /** Why a command is not done whose calls Linq has accepted; empty for a call that needs no confirmation, or has it. */
    Optional<String> describeConfirmation(GroupCall call) {
        return call.confirmAt()
                .map(time -> "Linq has accepted it; without an event that confirms the effect Linq is asked at "
                        + show(time, clock.instant()));
    }

    private String describe(GroupDetail group, GroupCall call, long messagesToday, String until, Instant now) {
        if (call.kind().isMessage() && maxPerDay.isPresent() && messagesToday >= maxPerDay.getAsLong()) {
            return "the line has sent and received " + messagesToday
                    + " messages today, its limit (linq.line.max-per-day); next at " + until;
        }
        Optional<String> failed = describeAttempts(call);
        if (failed.isPresent()) {
            return failed.get() + "; next try at " + until;
        }
        long recent = group.sent().stream()
                .filter(sentAt -> Instant.ofEpochMilli(sentAt).plus(MINUTE).isAfter(now))
                .count();
        if (call.kind().isMessage() && recent >= messagesPerMinute) {
            return recent + " messages in the last minute; Linq allows 30. Next at " + until;
        }
        return "next at " + until;
    }

    /** What Linq said to a call that is made again. */
    private static Optional<String> describeAttempts(GroupCall call) {
        if (call.httpStatus().filter(status -> status == THROTTLED).isPresent()) {
            return Optional.of("Linq said: wait (429" + describeError(call) + ")");
        }
        return call.attempts() > 0 || call.httpStatus().isPresent()
                ? Optional.of("attempt " + call.attempts() + " failed" + describeError(call))
                : Optional.empty();
    }

    /**
     * While a new group waits for its turn at its line.
     *
     * @param lineStatus of a line that is not healthy
     */
    Optional<String> describe(Turn turn, Optional<String> line, Optional<String> lineStatus) {
        if (lineStatus.isPresent() && newConversations.isShared(line.orElse(""))) {
            return Optional.of("its line is " + lineStatus.get()
                    + " at Linq, and makes no new groups until it is healthy; "
                    + (turn.mayMove()
                            ? "this one goes from another line of linq.lines if one is healthy and has room before"
                            : "other groups of the line go on"));
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
                + show(LinePace.expectedTurn(most, turn.lastTurn(), turn.started(), turn.before(), now), now));
    }

    private String describe(ReferenceWait wait) {
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

    /** While a group has no call to make. */
    static Optional<String> awaitingConfirmation(List<GroupCall> calls) {
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
