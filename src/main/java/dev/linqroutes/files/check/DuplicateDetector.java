package dev.linqroutes.files.check;

import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Finds what stands twice in a file, and what a row needs of the rows before it. */
final class DuplicateDetector {
    /** After these a group may have another name, or other members. */
    private static final Set<String> GROUP_CHANGES = Set.of("update_group", "leave_group");

    private final FirstSeenIndex commandIds = new FirstSeenIndex();
    private final FirstSeenIndex groupRefs = new FirstSeenIndex();
    private final FirstSeenIndex memberSets = new FirstSeenIndex();
    private final FirstSeenIndex unnamedMemberSets = new FirstSeenIndex();
    private boolean hasGroupChanges;

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
    boolean isCreatedBefore(PlannedCommand command) {
        OptionalLong made = command.group().groupRef().map(groupRefs::find).orElse(OptionalLong.empty());
        return made.isPresent() && made.getAsLong() < rowNumber(command);
    }

    private static long rowNumber(PlannedCommand command) {
        return command.origin().row().orElseThrow().number();
    }

    /** @param isExpired whether nothing of it is sent, so that it makes no group */
    Judgement judge(PlannedCommand command, boolean isExpired) {
        long row = rowNumber(command);
        hasGroupChanges |= GROUP_CHANGES.contains(command.type());
        OptionalLong sameId = commandIds.putIfAbsent(command.commandId(), row);
        if (sameId.isPresent()) {
            return Judgement.objection("command_id \"" + command.commandId() + "\" stands in row " + sameId.getAsLong()
                    + " already; each row needs one of its own");
        }
        if (command.group() instanceof GroupAddress.NewGroup group) {
            OptionalLong sameRef = groupRefs.putIfAbsent(group.ref(), row);
            if (sameRef.isPresent()) {
                return Judgement.objection("group \"" + group.ref() + "\" is made by row " + sameRef.getAsLong()
                        + " already; to make another group give it another group_ref");
            }
            return isExpired ? Judgement.NONE : judgeMembers(command, group);
        }
        return Judgement.NONE;
    }

    /** Linq puts a group into the chat of another with the same line and members unless that has a name (reference 2.2, rule 4). */
    private Judgement judgeMembers(PlannedCommand command, GroupAddress.NewGroup group) {
        long row = rowNumber(command);
        OptionalLong same = memberSets.putIfAbsent(group.memberSet(), row);
        OptionalLong sameUnnamed = unnamedMemberSets.find(group.memberSet());
        if (group.displayName().isEmpty() && command.notBefore().isEmpty()) {
            unnamedMemberSets.putIfAbsent(group.memberSet(), row);
        }
        if (sameUnnamed.isPresent() && !hasGroupChanges) {
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
