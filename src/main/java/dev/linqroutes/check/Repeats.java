package dev.linqroutes.check;

import dev.linqroutes.ledger.GroupAddress;
import dev.linqroutes.ledger.NewCommand;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds what stands twice in a file, and what a row needs of the rows before it. */
final class Repeats {
    private final FirstRows commandIds = new FirstRows();
    private final FirstRows groupRefs = new FirstRows();
    private final FirstRows memberSets = new FirstRows();

    /**
     * Of one row.
     *
     * @param objection why it would be refused
     * @param warning what its producer should know although it would not
     */
    record Judgement(Optional<String> objection, Optional<String> warning) {
        static Judgement objection(String message) {
            return new Judgement(Optional.of(message), Optional.empty());
        }
    }

    /** Whether a row before this one makes the group that it is for. */
    boolean isMadeBefore(NewCommand command) {
        OptionalLong made = command.group().groupRef().map(groupRefs::of).orElse(OptionalLong.empty());
        return made.isPresent() && made.getAsLong() < row(command);
    }

    private static long row(NewCommand command) {
        return command.origin().row().orElseThrow().number();
    }

    Judgement judge(NewCommand command) {
        long row = row(command);
        OptionalLong sameId = commandIds.before(command.commandId(), row);
        if (sameId.isPresent()) {
            return Judgement.objection("command_id \"" + command.commandId() + "\" stands in row " + sameId.getAsLong()
                    + " already; each row needs one of its own");
        }
        if (command.group() instanceof GroupAddress.New group) {
            OptionalLong sameRef = groupRefs.before(group.ref(), row);
            if (sameRef.isPresent()) {
                return Judgement.objection("group \"" + group.ref() + "\" is made by row " + sameRef.getAsLong()
                        + " already; to make another group give it another group_ref");
            }
            OptionalLong sameMembers = memberSets.before(group.memberSet(), row);
            return new Judgement(
                    Optional.empty(),
                    sameMembers.isPresent()
                            ? Optional.of("has the same line and members as row " + sameMembers.getAsLong())
                            : Optional.empty());
        }
        return new Judgement(Optional.empty(), Optional.empty());
    }
}
