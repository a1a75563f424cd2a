package dev.linqroutes.ledger;

import dev.linqroutes.ledger.RowTypes.DelayedCall;
import dev.linqroutes.ledger.RowTypes.DelayedCommand;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Commands with a {@code not_before} in the future. They stand behind whatever their group accepted before their time has
 * come, and hold nothing up until then.
 */
public final class DelayedCommands {
    private static final int MOST_AT_ONCE = 500;

    private final Database database;
    private final Clock clock;
    private final WorkSignal work;

    /** @param work raised when there are calls to make */
    public DelayedCommands(Database database, Clock clock, WorkSignal work) {
        this.database = database;
        this.clock = clock;
        this.work = work;
    }

    /**
     * Puts the calls of commands whose time has come into their mailboxes, in the order of their times.
     *
     * @throws LedgerException when the database is away
     */
    public void release() {
        while (LedgerTransaction.run(database, 3, "release delayed commands", this::release) == MOST_AT_ONCE) {
            work.raise();
        }
        work.raise();
    }

    private int release(Handle handle) {
        Instant now = clock.instant();
        List<DelayedCommand> due = handle.createQuery(Database.sql("delayed-due"))
                .bind("now", now)
                .bind("limit", MOST_AT_ONCE)
                .mapTo(DelayedCommand.class)
                .list();
        if (due.isEmpty()) {
            return 0;
        }
        Map<String, String> mailboxes =
                due.stream().collect(Collectors.toMap(DelayedCommand::commandId, DelayedCommand::mailbox));
        Acceptance.mailArrives(handle, mailboxes.values(), now);
        GroupBook.require(handle, mailboxes.values());
        PreparedBatch calls = handle.prepareBatch(Database.sql("release-call"));
        handle.createQuery(Database.sql("delayed-calls"))
                .bindArray(
                        "commandIds",
                        String.class,
                        due.stream().map(DelayedCommand::commandId).toList())
                .mapTo(DelayedCall.class)
                .forEach(call -> calls.bind("commandId", call.commandId())
                        .bind("position", call.position())
                        .bind("mailbox", mailboxes.get(call.commandId()))
                        .add());
        calls.execute();
        PreparedBatch commands = handle.prepareBatch(Database.sql("release-command"));
        due.forEach(command -> commands.bind("commandId", command.commandId()).add());
        commands.execute();
        return due.size();
    }
}
