package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.IntakeRowTypes.ExistingCommand;
import dev.linqroutes.ledger.intake.IntakeRowTypes.GroupWithSameMembers;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Evaluates commands as intake would at this moment, without accepting them. */
public final class DryRun {
    private static final String LEFT = "the line has left this group, so Linq would refuse it (code 2013);"
            + " a member has to add the line again, or create another group";

    private final Database database;
    private final Clock clock;

    public DryRun(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A command to be evaluated.
     *
     * @param isCreatedEarlier whether an earlier command of the same file, which the ledger does not have yet, creates its group
     * @param isNamedEarlier whether such a command creates or renames it
     * @param isReferenceEarlier whether such a command is the one that it refers to
     * @param isRefused whether it would be refused whatever the ledger has
     */
    public record Candidate(
            PlannedCommand command,
            boolean isCreatedEarlier,
            boolean isNamedEarlier,
            boolean isReferenceEarlier,
            boolean isRefused) {
        /** A command by itself. */
        public Candidate(PlannedCommand command) {
            this(command, false, false, false, false);
        }

        /** The message that it refers to, unless that is one of an earlier command of the file. */
        private Optional<MessageReference> openReference() {
            return command.reference().filter(any -> !isReferenceEarlier);
        }

        /** @param problem of finding the message that it refers to */
        private Optional<String> warning(Function<MessageReference, Optional<String>> problem) {
            return openReference().flatMap(reference -> problem.apply(reference)
                    .map(why -> "refers to " + reference.describe() + why));
        }
    }

    /**
     * What intake would decide on one command.
     *
     * @param command with the line that its new group would have, and its message filled by what the ledger knows of the group, as far
     *     as that can be known yet
     * @param refusalReason why it would be refused; empty when it would be accepted
     * @param line of its group, if the ledger has that group
     * @param failure why Linq would refuse what would be accepted
     * @param warning for the producer of a command that would be accepted
     * @param alreadyAccepted whether the ledger has this command from the same position, so that nothing would be sent
     */
    public record Verdict(
            PlannedCommand command,
            Optional<CommandRefusal.Reason> refusalReason,
            Optional<String> line,
            Optional<String> failure,
            Optional<String> warning,
            boolean alreadyAccepted) {
        private static Verdict accepted(PlannedCommand command, Optional<String> line) {
            return new Verdict(command, Optional.empty(), line, Optional.empty(), Optional.empty(), false);
        }

        private static Verdict refused(PlannedCommand command, Optional<CommandRefusal.Reason> reason) {
            return new Verdict(command, reason, Optional.empty(), Optional.empty(), Optional.empty(), false);
        }

        private Verdict withWarning(Optional<String> other) {
            return new Verdict(command, refusalReason, line, failure, warning.or(() -> other), alreadyAccepted);
        }

        private Verdict withFailure(String reason) {
            return new Verdict(command, refusalReason, line, Optional.of(reason), warning, alreadyAccepted);
        }
    }

    /**
     * One verdict for each command, in their order.
     *
     * @param lines chooses the lines of new groups
     * @throws LedgerException when the database is unavailable
     */
    public List<Verdict> evaluate(List<Candidate> candidates, LineChooser lines) {
        return LedgerTransaction.run(
                database, 1, "check commands against the ledger", handle -> evaluate(handle, candidates, lines));
    }

    /** The verdicts while no ledger can be asked: all are accepted that need not be refused anyway. */
    public static List<Verdict> withoutLedger(List<Candidate> candidates, LineChooser lines) {
        return candidates.stream()
                .map(each -> Verdict.accepted(
                                each.isRefused ? each.command : lines.withLine(each.command, Optional.empty()),
                                Optional.empty())
                        .withWarning(each.warning(DryRun::describeUnread)))
                .toList();
    }

    /** A command could be in the file, an event only in the ledger. */
    private static Optional<String> describeUnread(MessageReference reference) {
        return reference instanceof MessageReference.OfCommand
                ? Optional.of(", which is in no row above: whether it was sent before is not known without the ledger")
                : Optional.empty();
    }

    private List<Verdict> evaluate(Handle handle, List<Candidate> candidates, LineChooser lines) {
        Instant now = clock.instant();
        List<IntakeDecision> batch =
                candidates.stream().<IntakeDecision>map(Candidate::command).toList();
        Map<String, ExistingCommand> known = CommandIntake.findExistingCommands(handle, batch);
        GroupIndex groups = GroupIndex.load(handle, batch);
        GroupNames names = GroupNames.load(handle, groups, batch);
        KnownReferences references = KnownReferences.load(
                handle,
                candidates.stream()
                        .flatMap(each -> each.openReference().stream())
                        .toList());
        List<Verdict> verdicts = candidates.stream()
                .map(candidate -> evaluate(candidate, known, groups, lines, command -> names.fill(command, groups, now))
                        .withWarning(candidate.warning(references::describeProblem)))
                .toList();
        Map<String, GroupWithSameMembers> sameMembers = sameMembers(handle, verdicts);
        return verdicts.stream()
                .map(verdict -> verdict.withWarning(
                        newMemberSet(verdict).map(sameMembers::get).map(GroupWithSameMembers::describe)))
                .toList();
    }

    private static Verdict evaluate(
            Candidate candidate,
            Map<String, ExistingCommand> known,
            GroupIndex groups,
            LineChooser lines,
            Function<PlannedCommand, IntakeDecision> filler) {
        PlannedCommand command = candidate.command;
        if (CommandIntake.isRedelivery(command.origin().sourceId(), known.get(command.commandId()))) {
            return new Verdict(
                    groups.lineOf(command).map(command::withLineIfAny).orElse(command),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("is in the ledger from an earlier import of this file, and is not sent again"),
                    true);
        }
        Optional<CommandRefusal.Reason> refusalReason =
                command.group() instanceof GroupAddress.ByRef && candidate.isCreatedEarlier
                        ? Optional.empty()
                        : CommandIntake.findRefusal(groups.withKnownSpelling(command), known, groups)
                                .map(refusal -> refusal.problems().get(0));
        if (refusalReason.isPresent() || candidate.isRefused) {
            return Verdict.refused(command, refusalReason);
        }
        boolean isFilled = command.template().isPresent() && !candidate.isNamedEarlier;
        IntakeDecision filled = isFilled ? filler.apply(groups.withKnownSpelling(command)) : command;
        if (filled instanceof CommandRefusal refusal) {
            return Verdict.refused(command, Optional.of(refusal.problems().get(0)));
        }
        PlannedCommand spelled = groups.withKnownSpelling(command);
        Verdict accepted = Verdict.accepted(groups.withLine((PlannedCommand) filled, lines), groups.lineOf(spelled));
        return groups.isLeft(spelled) ? accepted.withFailure(LEFT) : accepted;
    }

    /** Of a group that would be created. */
    private static Optional<String> newMemberSet(Verdict verdict) {
        return verdict.refusalReason.isEmpty()
                        && !verdict.alreadyAccepted
                        && verdict.command.group() instanceof GroupAddress.NewGroup created
                ? Optional.of(created.memberSet())
                : Optional.empty();
    }

    private static Map<String, GroupWithSameMembers> sameMembers(Handle handle, List<Verdict> verdicts) {
        List<String> memberSets = verdicts.stream()
                .flatMap(verdict -> newMemberSet(verdict).stream())
                .toList();
        Map<String, GroupWithSameMembers> found = new HashMap<>();
        handle.createQuery(Database.sql("intake/groups-of-members"))
                .bindArray("memberSets", String.class, memberSets)
                .mapTo(GroupWithSameMembers.class)
                .forEach(group -> found.put(group.memberSet(), group));
        return found;
    }
}
