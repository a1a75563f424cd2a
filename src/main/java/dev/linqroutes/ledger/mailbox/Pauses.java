package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ClaimedGroup;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What people have paused: all calls, those of a line, or those of a group. Commands are accepted meanwhile, and calls wait in their
 * order. All instances notice a pause within a second; a call that was started will complete.
 *
 * <p>Thread-safe. The methods for people throw a {@link LedgerException} when the database is unavailable.
 */
public final class Pauses {
    /** People pause a few lines and groups; each is compared with every mailbox that is due. */
    public static final int MAX_PAUSES = 1_000;

    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** Until a paused mailbox is looked at again, and so until it goes on when the pause ends. */
    private static final Duration DEFERRAL = Duration.ofSeconds(30);

    private static final int MAX_REASON_LENGTH = 1_000;

    private final Database database;
    private final Clock clock;
    private volatile List<Pause> latest = List.of();
    private volatile Instant readAt = Instant.MIN;

    public Pauses(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A pause.
     *
     * @param name the line, or the mailbox of the group; empty for all
     */
    public record Pause(PauseScope scope, String name, String reason, String pausedBy, Instant pausedAt) {
        /** For a person. */
        public String describe() {
            return "paused by " + pausedBy + (reason.isEmpty() ? "" : ": " + reason);
        }

        private boolean applies(String mailbox, Optional<String> line) {
            return switch (scope) {
                case ALL -> true;
                case LINE -> line.equals(Optional.of(name));
                case GROUP -> mailbox.equals(name);
            };
        }
    }

    /**
     * Pauses; no effect on what is paused already, nor beyond {@link #MAX_PAUSES}.
     *
     * @param record written with it, if it has an effect
     * @return whether it had an effect
     */
    public boolean pause(PauseScope scope, String name, String reason, String user, TransactionStep record) {
        if (findAll().size() >= MAX_PAUSES) {
            return false;
        }
        return change("pause calls", record, handle -> handle.createUpdate(Database.sql("mailbox/insert-pause"))
                .bind("scope", scope.word())
                .bind("name", name)
                .bind("reason", StorableText.of(reason, MAX_REASON_LENGTH))
                .bind("user", StorableText.ofUser(user))
                .bind("now", clock.instant())
                .execute());
    }

    /**
     * Ends a pause; groups go on within half a minute.
     *
     * @param record written with it, if it has an effect
     * @return whether it was paused
     */
    public boolean resume(PauseScope scope, String name, TransactionStep record) {
        return change("resume calls", record, handle -> handle.createUpdate(Database.sql("mailbox/delete-pause"))
                .bind("scope", scope.word())
                .bind("name", name)
                .execute());
    }

    private boolean change(String operation, TransactionStep record, Function<Handle, Integer> change) {
        boolean changed = LedgerTransaction.run(
                database, 3, operation, handle -> record.writeIf(change.apply(handle) == 1, handle));
        readAt = Instant.MIN;
        return changed;
    }

    /** All pauses, the oldest first. */
    public List<Pause> findAll() {
        return LedgerTransaction.run(database, 1, "read pauses", Pauses::read);
    }

    private static List<Pause> read(Handle handle) {
        return handle.createQuery(Database.sql("mailbox/find-pauses"))
                .bind("limit", MAX_PAUSES)
                .mapTo(Pause.class)
                .list();
    }

    /** The pause that keeps a group from making calls; as of a second ago at most. */
    public Optional<Pause> find(String mailbox, Optional<String> line) {
        return current().stream().filter(pause -> pause.applies(mailbox, line)).findFirst();
    }

    /** The pause of all calls. */
    public Optional<Pause> findOfAll() {
        return current().stream()
                .filter(pause -> pause.scope() == PauseScope.ALL)
                .findFirst();
    }

    /** The pauses of lines, or of groups, the oldest first. */
    public List<Pause> findOf(PauseScope scope) {
        return current().stream().filter(pause -> pause.scope() == scope).toList();
    }

    private List<Pause> current() {
        Instant now = clock.instant();
        // A clock that was set back must not keep an old state.
        if (now.isBefore(readAt) || !now.isBefore(readAt.plus(MAX_AGE))) {
            latest = findAll();
            readAt = now;
        }
        return latest;
    }

    /** Defers the mailboxes that are paused; returns the others. */
    List<DueMailbox> deferPaused(Handle handle, List<DueMailbox> due, Instant now) {
        if (latest.isEmpty() || due.isEmpty()) {
            return due;
        }
        Map<String, Optional<String>> lines = new HashMap<>();
        handle.createQuery(Database.sql("mailbox/find-groups-of-mailboxes"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        due.stream().map(DueMailbox::mailbox).toList())
                .mapTo(ClaimedGroup.class)
                .forEach(group -> lines.put(group.mailbox(), group.line()));
        List<DueMailbox> free = new ArrayList<>();
        List<String> paused = new ArrayList<>();
        for (DueMailbox each : due) {
            Optional<String> line = lines.getOrDefault(each.mailbox(), Optional.empty());
            if (latest.stream().anyMatch(pause -> pause.applies(each.mailbox(), line))) {
                paused.add(each.mailbox());
            } else {
                free.add(each);
            }
        }
        LeasedMailboxes.defer(handle, paused, now.plus(DEFERRAL));
        return free;
    }
}
