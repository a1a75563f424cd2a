package dev.linqroutes.check;

import dev.linqroutes.ledger.GroupAddress;
import dev.linqroutes.ledger.NewCommand;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Finds what stands twice in a file, and what a row needs of the rows before it. */
final class Repeats {
    /** After these a group may have another name, or other members. */
    private static final Set<String> CHANGES = Set.of("update_group", "leave_group");

    private final FirstRows commandIds = new FirstRows();
    private final FirstRows groupRefs = new FirstRows();
    private final FirstRows memberSets = new FirstRows();
    private final FirstRows unnamed = new FirstRows();
    private boolean hasChanges;

    /**
     * Of one row.
     *
     * @param objection why it would be refused
     * @param failure why Linq would not do what it asks for
     * @param warning what its producer should know although it would
     */
    record Judgement(Optional<String> objection, Optional<String> failure, Optional<String> warning) {
        private static final Judgement NONE = new Judgement(Optional.empty(), Optional.empty(), Optional.empty());

        static Judgement objection(String message) {
            return new Judgement(Optional.of(message), Optional.empty(), Optional.empty());
        }

        static Judgement failure(String message) {
            return new Judgement(Optional.empty(), Optional.of(message), Optional.empty());
        }

        static Judgement warning(String message) {
            return new Judgement(Optional.empty(), Optional.empty(), Optional.of(message));
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

    /** @param isExpired whether nothing of it is sent, so that it makes no group */
    Judgement judge(NewCommand command, boolean isExpired) {
        long row = row(command);
        hasChanges |= CHANGES.contains(command.type());
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
            return isExpired ? Judgement.NONE : ofMembers(command, group);
        }
        return Judgement.NONE;
    }

    /** Linq puts a group into the chat of another with the same line and members unless that has a name (reference 2.2, rule 4). */
    private Judgement ofMembers(NewCommand command, GroupAddress.New group) {
        long row = row(command);
        OptionalLong same = memberSets.before(group.memberSet(), row);
        OptionalLong sameUnnamed = unnamed.of(group.memberSet());
        if (group.displayName().isEmpty() && command.notBefore().isEmpty()) {
            unnamed.before(group.memberSet(), row);
        }
        if (sameUnnamed.isPresent() && !hasChanges) {
            return Judgement.failure("row " + sameUnnamed.getAsLong()
                    + " has the same line and members and no display_name, so Linq would put this group into its chat;"
                    + " give that row a display_name, or change the members");
        }
        return same.isPresent()
                ? Judgement.warning("has the same line and members as row " + same.getAsLong()
                        + ", and is made when that group has its name")
                : Judgement.NONE;
    }
}
