package dev.linqroutes.ledger.ops;

import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Rows of one kind that end some time. */
public interface RetentionRule {
    /**
     * Deletes some of them, in one short transaction.
     *
     * @return how many rows of which table; empty when there are none to delete now
     */
    Map<String, Integer> deleteSome(Handle handle, Instant now);
}
