package dev.linqroutes.erase;

import dev.linqroutes.command.handle.HandleFinder;
import dev.linqroutes.files.imports.BatchPartCodec;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.erase.ErasureReport;
import dev.linqroutes.ledger.erase.LedgerEraser;
import dev.linqroutes.ledger.mailbox.MaskedLine;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.util.Optional;

/** Erases one person from the ledger, unless work for them waits. */
public final class Erasure {
    private final String handle;
    private final LedgerEraser eraser;
    private final AuditLog audit;
    private final String user;

    /**
     * @param commandsTopic topic of commands
     * @param handle in Linq's form
     * @param region country of numbers without a country code
     * @param user who erases it
     * @throws IllegalArgumentException when the handle is a line of the ledger
     */
    public Erasure(
            Database database,
            OutboxTopics topics,
            String commandsTopic,
            Clock clock,
            String handle,
            Optional<String> region,
            String user) {
        this.handle = handle;
        this.eraser = new LedgerEraser(
                database,
                topics,
                commandsTopic,
                clock,
                new PersonMask(HandleFinder.of(handle, region)),
                BatchPartCodec::text);
        this.audit = new AuditLog(database, topics, clock);
        this.user = user;
        if (eraser.isLine(handle)) {
            throw new IllegalArgumentException(
                    MaskedLine.of(handle) + " is one of your lines; every chat of that line names it");
        }
    }

    /**
     * What was done, or would be.
     *
     * @param planned before anything was changed
     * @param erased empty when nothing was changed
     * @param remaining found by a last search; empty when nothing was changed
     */
    public record Result(ErasureReport planned, Optional<ErasureReport> erased, Optional<ErasureReport> remaining) {
        /** Whether nothing is left, or nothing stands against erasing it. */
        public boolean isClean() {
            return remaining
                    .map(left -> left.erasableRows() == 0 && left.obstacles().isEmpty())
                    .orElse(planned.obstacles().isEmpty());
        }
    }

    public Result plan() {
        return new Result(eraser.plan(), Optional.empty(), Optional.empty());
    }

    /** Changes nothing while work for the person waits. */
    public Result erase() {
        ErasureReport planned = eraser.plan();
        if (!planned.obstacles().isEmpty()) {
            return new Result(planned, Optional.empty(), Optional.empty());
        }
        // Without the handle: the entry is kept for longer than anything else.
        AuditLog.Entry begun = audit.begin(new Action(user, ActionType.ERASE, MaskedLine.of(handle), ""));
        ErasureReport erased = eraser.erase();
        ErasureReport remaining = eraser.plan();
        Result result = new Result(planned, Optional.of(erased), Optional.of(remaining));
        audit.complete(begun, erased.erasableRows(), result.isClean() ? "done" : "done, but named again meanwhile");
        return result;
    }
}
