package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.IntakeRowTypes.ExistingCommand;
import dev.linqroutes.ledger.intake.IntakeRowTypes.GroupWithSameMembers;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Evaluates commands as intake would at this moment, without accepting them. */
public final class DryRun {
    private final Database database;

    public DryRun(Database database) {
        this.database = database;
    }

    /**
     * What intake would decide on one command.
     *
     * @param refusalReason why it would be refused; empty when it would be accepted
     * @param warning for the producer of a command that would be accepted
     * @param alreadyAccepted whether the ledger has this command from the same position, so that nothing would be sent
     */
    public record Verdict(Optional<String> refusalReason, Optional<String> warning, boolean alreadyAccepted) {}

    /**
     * One verdict for each command, in their order.
     *
     * @param isCreatedEarlier whether an earlier command of the same file, which the ledger does not have yet, creates the
     *     group of a command
     * @throws LedgerException when the database is unavailable
     */
    public List<Verdict> evaluate(List<PlannedCommand> commands, Predicate<PlannedCommand> isCreatedEarlier) {
        return LedgerTransaction.run(
                database,
                1,
                "check commands against the ledger",
                handle -> evaluate(handle, commands, isCreatedEarlier));
    }

    private static List<Verdict> evaluate(
            Handle handle, List<PlannedCommand> commands, Predicate<PlannedCommand> isCreatedEarlier) {
        List<IntakeDecision> batch = List.copyOf(commands);
        Map<String, ExistingCommand> known = CommandIntake.findExistingCommands(handle, batch);
        GroupIndex groups = GroupIndex.load(handle, batch);
        Map<String, GroupWithSameMembers> sameMembers = sameMembers(handle, commands);
        return commands.stream()
                .map(command -> {
                    if (CommandIntake.isRedelivery(command.origin().sourceId(), known.get(command.commandId()))) {
                        return alreadyAccepted(
                                "is in the ledger from an earlier import of this file, and is not sent again");
                    }
                    Optional<String> refusalReason = command.group() instanceof GroupAddress.ByRef
                                    && isCreatedEarlier.test(command)
                            ? Optional.empty()
                            : CommandIntake.findRefusal(groups.withKnownSpelling(command), known, groups)
                                    .map(refusal -> refusal.problems().get(0).message());
                    Optional<String> warning = Optional.of(command.group())
                            .filter(GroupAddress.NewGroup.class::isInstance)
                            .map(group -> sameMembers.get(((GroupAddress.NewGroup) group).memberSet()))
                            .map(GroupWithSameMembers::describe);
                    return new Verdict(refusalReason, refusalReason.isPresent() ? Optional.empty() : warning, false);
                })
                .toList();
    }

    private static Verdict alreadyAccepted(String warning) {
        return new Verdict(Optional.empty(), Optional.of(warning), true);
    }

    private static Map<String, GroupWithSameMembers> sameMembers(Handle handle, List<PlannedCommand> commands) {
        List<String> memberSets = commands.stream()
                .map(PlannedCommand::group)
                .filter(GroupAddress.NewGroup.class::isInstance)
                .map(group -> ((GroupAddress.NewGroup) group).memberSet())
                .toList();
        Map<String, GroupWithSameMembers> found = new HashMap<>();
        handle.createQuery(Database.sql("intake/groups-of-members"))
                .bindArray("memberSets", String.class, memberSets)
                .mapTo(GroupWithSameMembers.class)
                .forEach(group -> found.put(group.memberSet(), group));
        return found;
    }
}
