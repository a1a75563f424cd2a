package dev.linqroutes.ledger.ops;

import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Deletes rows of one kind when their retention period has passed. */
public interface RetentionRule {
    /**
     * Deletes some rows, in one short transaction.
     *
     * @return deleted rows by table; empty when there was nothing to delete
     */
    Map<String, Integer> deleteSome(Handle handle, Instant now);
}
