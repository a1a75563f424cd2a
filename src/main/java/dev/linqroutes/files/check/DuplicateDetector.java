package dev.linqroutes.files.check;

import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Detects duplicates in a file: command ids, groups, and member sets for which Linq would reuse a chat. */
final class DuplicateDetector {
    private static final String LEAVE_GROUP = "leave_group";

    /** After these commands a group may have another name or other members. */
    private static final Set<String> GROUP_CHANGES = Set.of("update_group", LEAVE_GROUP);

    private final FirstSeenIndex commandIds = new FirstSeenIndex();
    private final FirstSeenIndex leftGroups = new FirstSeenIndex();
    private final FirstSeenIndex changedNames = new FirstSeenIndex();
    private final FirstSeenIndex groupRefs = new FirstSeenIndex();
    private final FirstSeenIndex memberSets = new FirstSeenIndex();
    private final FirstSeenIndex unnamedMemberSets = new FirstSeenIndex();
    private final FirstSeenIndex unnamedMembersOfAnyLine = new FirstSeenIndex();
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
            Optional<CommandRefusal.Reason> objection,
            Optional<String> failure,
            Optional<String> warning,
            OptionalLong otherRow) {
        private static final Judgement NONE =
                new Judgement(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());

        static Judgement objection(String where, String message, OptionalLong otherRow) {
            return new Judgement(
                    Optional.of(new CommandRefusal.Reason(where, message)),
                    Optional.empty(),
                    Optional.empty(),
                    otherRow);
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

    /** Whether an earlier row has the command that this one refers to. */
    boolean isReferenceBefore(PlannedCommand command) {
        return command.reference()
                .filter(MessageReference.OfCommand.class::isInstance)
                .map(reference -> commandIds.find(((MessageReference.OfCommand) reference).commandId()))
                .filter(row -> row.isPresent() && row.getAsLong() < rowNumber(command))
                .isPresent();
    }

    /** The first row before this command that creates its group, or may change its name. */
    OptionalLong findNaming(PlannedCommand command) {
        OptionalLong named = changedNames.find(groupKey(command));
        return named.isPresent() && named.getAsLong() < rowNumber(command) ? named : OptionalLong.empty();
    }

    private static boolean mayName(PlannedCommand command) {
        return command.group() instanceof GroupAddress.NewGroup
                || command.calls().stream()
                        .anyMatch(call -> call.kind() == CallKind.UPDATE_CHAT
                                && call.body().contains("\"display_name\":"));
    }

    private static String groupKey(PlannedCommand command) {
        return command.group().groupRef().or(command.group()::chatId).orElseThrow();
    }

    private static long rowNumber(PlannedCommand command) {
        return command.origin().row().orElseThrow().number();
    }

    /** Whether the command may have its id, and the name of its new group. */
    Judgement judgeNames(PlannedCommand command) {
        long row = rowNumber(command);
        if (mayName(command)) {
            changedNames.putIfAbsent(groupKey(command), row);
        }
        OptionalLong sameId = commandIds.putIfAbsent(command.commandId(), row);
        if (sameId.isPresent()) {
            return Judgement.objection(
                    command.origin().describeField(CommandRefusal.COMMAND_ID),
                    "command_id \"" + command.commandId() + "\" is already used in row " + sameId.getAsLong()
                            + "; each row needs its own",
                    sameId);
        }
        if (command.group() instanceof GroupAddress.NewGroup group) {
            OptionalLong sameRef = groupRefs.putIfAbsent(group.ref(), row);
            if (sameRef.isPresent()) {
                return Judgement.objection(
                        command.origin().describeField(CommandRefusal.GROUP_REF),
                        "group \"" + group.ref() + "\" is already created by row " + sameRef.getAsLong()
                                + "; for another group use another group_ref",
                        sameRef);
            }
        }
        return Judgement.NONE;
    }

    /**
     * Whether Linq would execute a command that would be accepted: for a group that no earlier row leaves, and if new with a chat of its
     * own, not that of an earlier group.
     *
     * @param received may be without a line yet
     * @param lined the same with the line that would be chosen
     */
    Judgement judgeGroup(PlannedCommand received, PlannedCommand lined) {
        OptionalLong left = leftGroups.find(groupKey(received));
        if (received.type().equals(LEAVE_GROUP) && received.notBefore().isEmpty()) {
            leftGroups.putIfAbsent(groupKey(received), rowNumber(received));
        }
        return left.isPresent()
                ? Judgement.failure(
                        "row " + left.getAsLong()
                                + " leaves the group, so Linq would refuse this (code 2013); move this row"
                                + " before it",
                        left)
                : judgeMembers(received, lined);
    }

    private Judgement judgeMembers(PlannedCommand received, PlannedCommand lined) {
        hasGroupChanges |= GROUP_CHANGES.contains(received.type());
        if (!(received.group() instanceof GroupAddress.NewGroup ofAnyLine && ofAnyLine.isOfAnyLine())) {
            return lined.group() instanceof GroupAddress.NewGroup group ? judgeMembers(lined, group) : Judgement.NONE;
        }
        // Between the check and the import other groups may take the lines.
        OptionalLong other = unnamedMembersOfAnyLine.find(ofAnyLine.memberSet());
        if (isUnnamed(received, ofAnyLine)) {
            unnamedMembersOfAnyLine.putIfAbsent(ofAnyLine.memberSet(), rowNumber(received));
        }
        Judgement judgement = judgeMembers(lined, (GroupAddress.NewGroup) lined.group());
        return judgement.equals(Judgement.NONE) && other.isPresent() && !hasGroupChanges
                ? Judgement.warning("has the same members as row " + other.getAsLong()
                        + ", which has no display_name, and would go from another line; it would fail if both go from one line:"
                        + " give that row a display_name, or both a line (from)")
                : judgement;
    }

    /** Whether it has no name that later creates wait for. */
    private static boolean isUnnamed(PlannedCommand command, GroupAddress.NewGroup group) {
        return group.displayName().isEmpty() && command.notBefore().isEmpty();
    }

    /** Linq reuses the chat of a group with the same line and members unless that group has a name (reference 2.2, rule 4). */
    private Judgement judgeMembers(PlannedCommand command, GroupAddress.NewGroup group) {
        long row = rowNumber(command);
        OptionalLong same = memberSets.putIfAbsent(group.memberSet(), row);
        OptionalLong sameUnnamed = unnamedMemberSets.find(group.memberSet());
        if (isUnnamed(command, group)) {
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
