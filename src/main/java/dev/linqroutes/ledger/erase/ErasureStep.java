package dev.linqroutes.ledger.erase;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Erases one kind of rows, page by page. */
interface ErasureStep {
    /**
     * Reads the next rows in the order of their key, and erases those that name the person, in one short transaction. Erasing again what
     * is erased has no effect.
     *
     * @param after key of the last row that was read; empty for the first page
     * @param write false to report only
     */
    Page erasePage(Handle handle, Optional<Object> after, boolean write);

    /** @param last key of the last row that was read; empty when there are no more */
    record Page(Optional<Object> last, ErasureReport report) {}
}
