package dev.linqroutes.ledger.model;

import dev.linqroutes.trace.CommandLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A valid command with its calls.
 *
 * @param commandId the producer's id, or else derived from the position
 * @param type as the producer wrote it
 * @param warnings for the producer, for example values that were normalized
 * @param calls in order; at least one
 * @param notBefore when the first call is due; empty for immediately
 * @param expiresAt when the command expires unless a call was sent before
 * @param media the files that its messages have
 * @param template if its message needs what only the ledger knows: the calls have its placeholders as they are written
 */
public record PlannedCommand(
        Origin origin,
        String commandId,
        String type,
        GroupAddress group,
        List<String> warnings,
        List<PlannedCall> calls,
        Optional<Instant> notBefore,
        Optional<Instant> expiresAt,
        List<MediaFile> media,
        Optional<GroupTemplate> template)
        implements IntakeDecision {
    public PlannedCommand {
        media = List.copyOf(media);
        warnings = List.copyOf(warnings);
        calls = List.copyOf(calls);
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("command " + commandId + " has no calls");
        }
    }

    /** A command without files and placeholders. */
    public PlannedCommand(
            Origin origin,
            String commandId,
            String type,
            GroupAddress group,
            List<String> warnings,
            List<PlannedCall> calls,
            Optional<Instant> notBefore,
            Optional<Instant> expiresAt) {
        this(origin, commandId, type, group, warnings, calls, notBefore, expiresAt, List.of(), Optional.empty());
    }

    @Override
    public CommandLabels labels() {
        return new CommandLabels(
                Optional.of(commandId), group.groupRef().or(group::chatId), origin.batchId(), origin.traceContext());
    }

    /** The message that one of its calls refers to by a command or an event. */
    public Optional<MessageReference> reference() {
        return calls.stream().flatMap(call -> call.reference().stream()).findFirst();
    }

    /** The same command, for whose new group a line was chosen. */
    public PlannedCommand withLine(String line) {
        List<PlannedCall> sent = new ArrayList<>(calls);
        sent.set(0, calls.get(0).withLine(line));
        GroupAddress lined = ((GroupAddress.NewGroup) group).withLine(line);
        return new PlannedCommand(
                origin, commandId, type, lined, warnings, sent, notBefore, expiresAt, media, template);
    }

    /** The same command with this line, if its group is new and has none yet. */
    public PlannedCommand withLineIfAny(String line) {
        return group instanceof GroupAddress.NewGroup created && created.isOfAnyLine() ? withLine(line) : this;
    }

    public PlannedCommand withGroup(GroupAddress other) {
        return new PlannedCommand(
                origin, commandId, type, other, warnings, calls, notBefore, expiresAt, media, template);
    }
}
