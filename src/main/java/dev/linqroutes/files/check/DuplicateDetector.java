package dev.linqroutes.files.check;

import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Detects duplicates in a file: command ids, groups, and member sets for which Linq would reuse a chat. */
final class DuplicateDetector {
    /** After these commands a group may have another name or other members. */
    private static final Set<String> GROUP_CHANGES = Set.of("update_group", "leave_group");

    private final FirstSeenIndex commandIds = new FirstSeenIndex();
    private final FirstSeenIndex groupRefs = new FirstSeenIndex();
    private final FirstSeenIndex memberSets = new FirstSeenIndex();
    private final FirstSeenIndex unnamedMemberSets = new FirstSeenIndex();
    private boolean hasGroupChanges;

    /**
     * The judgement about one row; at most one of the first three is present.
     *
     * @param objection why the command would be refused
     * @param failure why Linq would not execute the command as intended
     * @param warning for the producer of a good command
     * @param otherRow the earlier row that an objection or failure is about
     */
    record Judgement(
            Optional<String> objection, Optional<String> failure, Optional<String> warning, OptionalLong otherRow) {
        private static final Judgement NONE =
                new Judgement(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());

        static Judgement objection(String message, OptionalLong otherRow) {
            return new Judgement(Optional.of(message), Optional.empty(), Optional.empty(), otherRow);
        }

        static Judgement failure(String message, OptionalLong otherRow) {
            return new Judgement(Optional.empty(), Optional.of(message), Optional.empty(), otherRow);
        }

        static Judgement warning(String message) {
            return new Judgement(Optional.empty(), Optional.empty(), Optional.of(message), OptionalLong.empty());
        }
    }

    /** Whether an earlier row creates the group of this command. */
    boolean isCreatedBefore(PlannedCommand command) {
        OptionalLong createdIn = command.group().groupRef().map(groupRefs::find).orElse(OptionalLong.empty());
        return createdIn.isPresent() && createdIn.getAsLong() < rowNumber(command);
    }

    private static long rowNumber(PlannedCommand command) {
        return command.origin().row().orElseThrow().number();
    }

    /** @param isExpired whether no call is sent, so that the command creates no group */
    Judgement judge(PlannedCommand command, boolean isExpired) {
        long row = rowNumber(command);
        hasGroupChanges |= GROUP_CHANGES.contains(command.type());
        OptionalLong sameId = commandIds.putIfAbsent(command.commandId(), row);
        if (sameId.isPresent()) {
            return Judgement.objection(
                    "command_id \"" + command.commandId() + "\" is already used in row " + sameId.getAsLong()
                            + "; each row needs its own",
                    sameId);
        }
        if (command.group() instanceof GroupAddress.NewGroup group) {
            OptionalLong sameRef = groupRefs.putIfAbsent(group.ref(), row);
            if (sameRef.isPresent()) {
                return Judgement.objection(
                        "group \"" + group.ref() + "\" is already created by row " + sameRef.getAsLong()
                                + "; for another group use another group_ref",
                        sameRef);
            }
            return isExpired ? Judgement.NONE : judgeMembers(command, group);
        }
        return Judgement.NONE;
    }

    /** Linq reuses the chat of a group with the same line and members unless that group has a name (reference 2.2, rule 4). */
    private Judgement judgeMembers(PlannedCommand command, GroupAddress.NewGroup group) {
        long row = rowNumber(command);
        OptionalLong same = memberSets.putIfAbsent(group.memberSet(), row);
        OptionalLong sameUnnamed = unnamedMemberSets.find(group.memberSet());
        if (group.displayName().isEmpty() && command.notBefore().isEmpty()) {
            unnamedMemberSets.putIfAbsent(group.memberSet(), row);
        }
        if (sameUnnamed.isPresent() && !hasGroupChanges) {
            return Judgement.failure(
                    "row " + sameUnnamed.getAsLong()
                            + " has the same line and members and no display_name, so Linq would reuse its chat for this group;"
                            + " give that row a display_name, or change the members",
                    sameUnnamed);
        }
        return same.isPresent()
                ? Judgement.warning("has the same line and members as row " + same.getAsLong()
                        + ", and is created after that group has its name")
                : Judgement.NONE;
    }
}
