package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import dev.linqroutes.ledger.erase.ErasureReport.Obstacle;
import dev.linqroutes.ledger.erase.ErasureRowTypes.CallRow;
import dev.linqroutes.ledger.erase.ErasureRowTypes.CommandRow;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.ledger.model.ErasedContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Erases finished commands that name a person: the bodies of all their calls, whoever else they name, and the person in everything else.
 * What a redelivery is recognised by stays, or becomes a hash.
 */
final class CommandEraser implements ErasureStep {
    /** With their calls, up to a megabyte each. */
    private static final int PAGE_SIZE = 50;

    private final PersonalData person;

    CommandEraser(PersonalData person) {
        this.person = person;
    }

    private record CommandWithCalls(CommandRow command, List<CallRow> calls) {
        boolean isOpen() {
            return command.status().isOpen() || calls.stream().anyMatch(CallRow::open);
        }
    }

    @Override
    public Page erasePage(Handle handle, Optional<Object> after, boolean write) {
        List<CommandRow> rows = handle.createQuery(Database.sql("erase/next-commands"))
                .bind("after", after.orElse(""))
                .bind("limit", PAGE_SIZE)
                .mapTo(CommandRow.class)
                .list();
        List<CommandWithCalls> naming = naming(handle, rows);
        if (write && !naming.isEmpty()) {
            naming = lock(handle, naming);
            naming.stream().filter(each -> !each.isOpen()).forEach(each -> erase(handle, each));
        }
        ErasureReport report = new ErasureReport();
        naming.forEach(each -> report(each, report));
        return new Page(
                rows.size() < PAGE_SIZE
                        ? Optional.empty()
                        : Optional.of(rows.get(rows.size() - 1).commandId()),
                report);
    }

    private List<CommandWithCalls> naming(Handle handle, List<CommandRow> commands) {
        Map<String, List<CallRow>> calls = handle
                .createQuery(Database.sql("erase/calls-of-commands"))
                .bindArray(
                        "commandIds",
                        String.class,
                        commands.stream().map(CommandRow::commandId).toList())
                .mapTo(CallRow.class)
                .stream()
                .collect(Collectors.groupingBy(CallRow::commandId));
        return commands.stream()
                .map(command -> new CommandWithCalls(command, calls.getOrDefault(command.commandId(), List.of())))
                .filter(this::namesPerson)
                .toList();
    }

    private boolean namesPerson(CommandWithCalls each) {
        CommandRow command = each.command;
        return person.isNamedIn(
                        command.commandId(),
                        command.mailbox(),
                        command.groupRef().orElse(null),
                        command.source(),
                        command.place(),
                        command.warnings())
                || each.calls.stream()
                        .anyMatch(call -> person.isNamedIn(
                                call.body(),
                                call.mailbox(),
                                call.path(),
                                call.idempotencyKey().orElse(null),
                                call.errorMessage().orElse(null),
                                call.referredCommandId().orElse(null)));
    }

    /** As they are now: each may have been opened again, or deleted, since it was read. */
    private List<CommandWithCalls> lock(Handle handle, List<CommandWithCalls> read) {
        List<CommandRow> locked = handle.createQuery(Database.sql("erase/lock-commands"))
                .bindArray(
                        "commandIds",
                        String.class,
                        read.stream().map(each -> each.command.commandId()).toList())
                .mapTo(CommandRow.class)
                .list();
        return naming(handle, locked);
    }

    private void erase(Handle handle, CommandWithCalls each) {
        CommandRow command = each.command;
        String commandId = person.maskedId(command.commandId());
        boolean renamed = !commandId.equals(command.commandId());
        if (renamed) {
            CommandCopy.insert(handle, command.commandId(), commandId);
        }
        PreparedBatch calls = handle.prepareBatch(Database.sql("erase/mask-call"));
        each.calls.forEach(call -> calls.bind("callId", call.callId())
                .bind("commandId", commandId)
                .bind("mailbox", maskedMailbox(person, call.mailbox()))
                .bind("path", person.masked(call.path()))
                .bind("body", ErasedContent.BODY)
                .bind("idempotencyKey", person.maskedId(call.idempotencyKey().orElse(null)))
                .bind("errorMessage", person.masked(call.errorMessage().orElse(null)))
                .bind(
                        "referredCommandId",
                        person.maskedId(call.referredCommandId().orElse(null)))
                .add());
        LedgerTransaction.execute(calls);
        if (renamed) {
            handle.createUpdate(Database.sql("erase/delete-command"))
                    .bind("commandId", command.commandId())
                    .execute();
        }
        handle.createUpdate(Database.sql("erase/mask-command"))
                .bind("commandId", commandId)
                .bind("mailbox", maskedMailbox(person, command.mailbox()))
                .bind("groupRef", person.maskedId(command.groupRef().orElse(null)))
                .bind("source", person.masked(command.source()))
                .bind("place", person.masked(command.place()))
                .bind("warnings", person.masked(command.warnings()))
                .execute();
    }

    /** The mailbox of a group whose name names the person is renamed with the group. */
    static String maskedMailbox(PersonalData person, String mailbox) {
        return person.isNamedIn(mailbox)
                ? MailboxNames.ofGroup(person.maskedId(MailboxNames.groupOf(mailbox)))
                : mailbox;
    }

    private void report(CommandWithCalls each, ErasureReport report) {
        CommandRow command = each.command;
        if (each.isOpen()) {
            report.addObstacle(new Obstacle(
                    "command " + command.commandId(),
                    Optional.of(MailboxNames.groupOf(command.mailbox())),
                    describeOpen(command)));
            return;
        }
        report.addBatch(command.batchId().orElse(null));
        report.count("command", Effect.MASKED);
        each.calls.forEach(call -> report.count("call", Effect.MASKED));
    }

    private static String describeOpen(CommandRow command) {
        return switch (command.status()) {
            case DELAYED, WAITING ->
                "is " + command.status().word()
                        + command.batchId()
                                .map(batchId ->
                                        "; cancel its file by `batch cancel " + batchId + "`, or wait until it is done")
                                .orElse("; cancel it on the console, or wait until it is done");
            default -> "is still being confirmed by Linq, for linq.confirm.timeout at most; wait";
        };
    }
}
