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

/** What the ledger would say to commands, if it were given them now. It takes none. */
public final class DryRun {
    private final Database database;

    public DryRun(Database database) {
        this.database = database;
    }

    /**
     * Of one command.
     *
     * @param refusalReason why it would be refused
     * @param warning what its producer should know although it would not
     * @param alreadyAccepted whether the ledger has this very command, so that nothing of it would be sent
     */
    public record Verdict(Optional<String> refusalReason, Optional<String> warning, boolean alreadyAccepted) {}

    /**
     * One for each command, in their order.
     *
     * @param isMadeBefore whether the group of a command is made by another before it, which the ledger does not have yet
     * @throws LedgerException when the database is away
     */
    public List<Verdict> evaluate(List<PlannedCommand> commands, Predicate<PlannedCommand> isMadeBefore) {
        return LedgerTransaction.run(
                database, 1, "look what is known", handle -> evaluate(handle, commands, isMadeBefore));
    }

    private static List<Verdict> evaluate(
            Handle handle, List<PlannedCommand> commands, Predicate<PlannedCommand> isMadeBefore) {
        List<IntakeDecision> batch = List.copyOf(commands);
        Map<String, ExistingCommand> known = CommandIntake.findExistingCommands(handle, batch);
        GroupIndex groups = GroupIndex.load(handle, batch);
        Map<String, GroupWithSameMembers> sameMembers = sameMembers(handle, commands);
        return commands.stream()
                .map(command -> {
                    if (CommandIntake.isRedelivery(command.origin().sourceId(), known.get(command.commandId()))) {
                        return alreadyAccepted(
                                "is in the ledger since this file was taken before, and is not sent again");
                    }
                    Optional<String> objection = command.group() instanceof GroupAddress.ByRef
                                    && isMadeBefore.test(command)
                            ? Optional.empty()
                            : CommandIntake.findRefusal(groups.withKnownSpelling(command), known, groups)
                                    .map(refusal -> refusal.problems().get(0).message());
                    Optional<String> warning = Optional.of(command.group())
                            .filter(GroupAddress.NewGroup.class::isInstance)
                            .map(group -> sameMembers.get(((GroupAddress.NewGroup) group).memberSet()))
                            .map(GroupWithSameMembers::describe);
                    return new Verdict(objection, objection.isPresent() ? Optional.empty() : warning, false);
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
