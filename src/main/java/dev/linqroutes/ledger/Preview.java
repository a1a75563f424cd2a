package dev.linqroutes.ledger;

import dev.linqroutes.ledger.IntakeRowTypes.ExistingCommand;
import dev.linqroutes.ledger.IntakeRowTypes.SameMembers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** What the ledger would say to commands, if it were given them now. It takes none. */
public final class Preview {
    private final Database database;

    public Preview(Database database) {
        this.database = database;
    }

    /**
     * Of one command.
     *
     * @param objection why it would be refused
     * @param warning what its producer should know although it would not
     * @param isKnown whether the ledger has this very command, so that nothing of it would be sent
     */
    public record Opinion(Optional<String> objection, Optional<String> warning, boolean isKnown) {}

    /**
     * One for each command, in their order.
     *
     * @param isMadeBefore whether the group of a command is made by another before it, which the ledger does not have yet
     * @throws LedgerException when the database is away
     */
    public List<Opinion> of(List<NewCommand> commands, Predicate<NewCommand> isMadeBefore) {
        return LedgerTransaction.run(database, 1, "look what is known", handle -> of(handle, commands, isMadeBefore));
    }

    private static List<Opinion> of(Handle handle, List<NewCommand> commands, Predicate<NewCommand> isMadeBefore) {
        List<Intake> batch = List.copyOf(commands);
        Map<String, ExistingCommand> known = Acceptance.existingCommands(handle, batch);
        GroupBook groups = GroupBook.load(handle, batch);
        Map<String, SameMembers> sameMembers = sameMembers(handle, commands);
        return commands.stream()
                .map(command -> {
                    if (Acceptance.isAt(command.origin().sourceId(), known.get(command.commandId()))) {
                        return known("is in the ledger since this file was taken before, and is not sent again");
                    }
                    Optional<String> objection = command.group() instanceof GroupAddress.ByRef
                                    && isMadeBefore.test(command)
                            ? Optional.empty()
                            : Acceptance.refusal(groups.spelled(command), known, groups)
                                    .map(refusal -> refusal.problems().get(0).message());
                    Optional<String> warning = Optional.of(command.group())
                            .filter(GroupAddress.New.class::isInstance)
                            .map(group -> sameMembers.get(((GroupAddress.New) group).memberSet()))
                            .map(SameMembers::told);
                    return new Opinion(objection, objection.isPresent() ? Optional.empty() : warning, false);
                })
                .toList();
    }

    private static Opinion known(String warning) {
        return new Opinion(Optional.empty(), Optional.of(warning), true);
    }

    private static Map<String, SameMembers> sameMembers(Handle handle, List<NewCommand> commands) {
        List<String> memberSets = commands.stream()
                .map(NewCommand::group)
                .filter(GroupAddress.New.class::isInstance)
                .map(group -> ((GroupAddress.New) group).memberSet())
                .toList();
        Map<String, SameMembers> found = new HashMap<>();
        handle.createQuery(Database.sql("groups-of-members"))
                .bindArray("memberSets", String.class, memberSets)
                .mapTo(SameMembers.class)
                .forEach(group -> found.put(group.memberSet(), group));
        return found;
    }
}
