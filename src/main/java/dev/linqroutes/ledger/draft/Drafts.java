package dev.linqroutes.ledger.draft;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.TransactionStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

/**
 * Stores sheets that people prepare, for all instances and across restarts. A change names the version that it is based on, so that of
 * two people who change the same sheet the second is told.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class Drafts {
    /** Of sheets in a list, and of those sent in one run. */
    public static final int MAX_LISTED = 50;

    /** Time to put a sheet into the inbox; after that another instance does it. */
    private static final Duration SENDING_LEASE = Duration.ofMinutes(1);

    private static final TypeReference<List<String>> NAMES_TYPE = new TypeReference<>() {};

    private final Database database;
    private final Clock clock;

    public Drafts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A part of a sheet that is sent before the rest. */
    public record Part(String file, DraftContent content, String batchId) {}

    /**
     * Stores a new sheet.
     *
     * @param uploadedAs as in {@link Draft}
     * @return its id
     */
    public String create(String file, DraftContent content, String uploadedAs, String user) {
        return run("store the sheet " + file, handle -> {
            String draftId = UUID.randomUUID().toString();
            insert(handle, draftId, file, content, uploadedAs, user)
                    .bind("status", DraftStatus.EDITING.word())
                    .bind("batchId", (String) null)
                    .bind("restId", (String) null)
                    .bind("sendAt", (Instant) null)
                    .execute();
            return draftId;
        });
    }

    private Update insert(
            Handle handle, String draftId, String file, DraftContent content, String uploadedAs, String user) {
        return handle.createUpdate(Database.sql("draft/insert-draft"))
                .bind("draftId", draftId)
                .bind("file", file)
                .bind("content", content.sheet())
                .bind("options", content.options())
                .bind("uploadedAs", uploadedAs)
                .bind("user", StorableText.ofUser(user))
                .bind("now", clock.instant());
    }

    /** The last sheet that was sent, or is about to be, of those uploaded with this content. */
    public Optional<Draft> findSent(String uploadedAs) {
        return run("find a sent sheet", handle -> handle.createQuery(Database.sql("draft/find-sent-draft"))
                .bind("uploadedAs", uploadedAs)
                .mapTo(Draft.class)
                .findOne());
    }

    /** The newest sheets; at most {@link #MAX_LISTED}. */
    public List<Draft> findNewest() {
        return run("list sheets", handle -> handle.createQuery(Database.sql("draft/newest-drafts"))
                .bind("limit", MAX_LISTED)
                .mapTo(Draft.class)
                .list());
    }

    public Optional<Draft> find(String draftId) {
        return run("find a sheet", handle -> handle.createQuery(Database.sql("draft/find-draft"))
                .bind("draftId", draftId)
                .mapTo(Draft.class)
                .findOne());
    }

    /** The content of a sheet; empty when it was sent or deleted. */
    public Optional<DraftContent> readContent(String draftId) {
        return run("read a sheet", handle -> handle.createQuery(Database.sql("draft/read-content"))
                .bind("draftId", draftId)
                .map((row, context) -> new DraftContent(
                        row.getBytes("content"),
                        Optional.ofNullable(row.getString("options")).orElse("")))
                .findOne());
    }

    /**
     * Changes the content.
     *
     * @param version that the change is based on
     * @return false when it has changed since, is no longer being edited, or is gone
     */
    public boolean update(String draftId, int version, DraftContent content, String user) {
        return run("change a sheet", handle -> update(handle, draftId, version, content, user)) == 1;
    }

    private int update(Handle handle, String draftId, int version, DraftContent content, String user) {
        return handle.createUpdate(Database.sql("draft/update-draft"))
                .bind("draftId", draftId)
                .bind("version", version)
                .bind("content", content.sheet())
                .bind("options", content.options())
                .bind("user", StorableText.ofUser(user))
                .bind("now", clock.instant())
                .execute();
    }

    /**
     * Sends the sheet at a later time, until which it can be stopped.
     *
     * @param batchId of the import that it becomes
     * @param record written with it, if it has an effect
     * @return false as for {@link #update}
     */
    public boolean hold(
            String draftId, int version, String batchId, Duration delay, String user, TransactionStep record) {
        Instant now = clock.instant();
        return change("hold a sheet", record, handle -> handle.createUpdate(Database.sql("draft/hold-draft"))
                .bind("draftId", draftId)
                .bind("version", version)
                .bind("batchId", batchId)
                .bind("sendAt", now.plus(delay))
                .bind("user", StorableText.ofUser(user))
                .bind("now", now));
    }

    /**
     * Takes some rows out of a sheet and sends them at a later time; the other rows stay.
     *
     * @param rest the content without these rows
     * @param record written with it, if it has an effect
     * @return id of the new sheet; empty where {@link #update} returns false
     */
    public Optional<String> split(
            Draft draft, DraftContent rest, Part part, Duration delay, String user, TransactionStep record) {
        return run("split a sheet", handle -> {
            if (!record.writeIf(update(handle, draft.draftId(), draft.version(), rest, user) == 1, handle)) {
                return Optional.empty();
            }
            String draftId = UUID.randomUUID().toString();
            insert(handle, draftId, part.file(), part.content(), draft.uploadedAs(), user)
                    .bind("status", DraftStatus.HELD.word())
                    .bind("batchId", part.batchId())
                    .bind("restId", draft.draftId())
                    .bind("sendAt", clock.instant().plus(delay))
                    .execute();
            return Optional.of(draftId);
        });
    }

    /**
     * Stops a sheet that is held.
     *
     * @param record written with it, if it has an effect
     * @return false when it is too late
     */
    public boolean stop(String draftId, String user, TransactionStep record) {
        return change("stop a sheet", record, handle -> handle.createUpdate(Database.sql("draft/stop-draft"))
                .bind("draftId", draftId)
                .bind("user", StorableText.ofUser(user))
                .bind("now", clock.instant()));
    }

    /**
     * Deletes a sheet.
     *
     * @param record written with it, if it has an effect
     * @return false while it is being sent
     */
    public boolean delete(String draftId, TransactionStep record) {
        return change("delete a sheet", record, handle -> handle.createUpdate(Database.sql("draft/delete-draft"))
                .bind("draftId", draftId));
    }

    private boolean change(String operation, TransactionStep record, Function<Handle, Update> change) {
        return run(operation, handle -> record.writeIf(change.apply(handle).execute() == 1, handle));
    }

    /** Claims the sheets whose time has come. Those of an instance that died meanwhile are claimed again after a minute. */
    public List<Draft> claimDue() {
        Instant now = clock.instant();
        return run("claim sheets to send", handle -> {
            List<String> due = handle.createQuery(Database.sql("draft/lock-due-drafts"))
                    .bind("now", now)
                    .bind("limit", MAX_LISTED)
                    .mapTo(String.class)
                    .list();
            handle.createUpdate(Database.sql("draft/lease-drafts"))
                    .bindArray("draftIds", String.class, due)
                    .bind("until", now.plus(SENDING_LEASE))
                    .execute();
            return due.stream()
                    .map(draftId -> handle.createQuery(Database.sql("draft/find-draft"))
                            .bind("draftId", draftId)
                            .mapTo(Draft.class)
                            .one())
                    .toList();
        });
    }

    /** Records that the sheet is in the inbox. */
    public void markSent(String draftId) {
        run("record a sent sheet", handle -> handle.createUpdate(Database.sql("draft/mark-draft-sent"))
                .bind("draftId", draftId)
                .bind("now", clock.instant())
                .execute());
    }

    /** What the columns of the last sheet with this header were taken for; empty when nobody has said it. */
    public Optional<List<String>> findColumnFields(String headerSha256) {
        return run("find fields of columns", handle -> handle.createQuery(Database.sql("draft/find-column-names"))
                        .bind("header", headerSha256)
                        .mapTo(String.class)
                        .findOne())
                .map(names -> LedgerJson.MAPPER.convertValue(LedgerJson.read(names), NAMES_TYPE));
    }

    /** Remembers what the columns of sheets with this header are taken for. */
    public void rememberColumnFields(String headerSha256, List<String> fields) {
        run("remember fields of columns", handle -> {
            int updated = writeColumnNames(handle, "draft/update-column-names", headerSha256, fields);
            if (updated == 0) {
                PreparedBatch inserted = handle.prepareBatch(Database.sql("draft/insert-column-names"));
                inserted.bind("header", headerSha256)
                        .bind("names", LedgerJson.write(fields))
                        .bind("now", clock.instant())
                        .add();
                LedgerTransaction.executeUnique(inserted);
            }
            return updated;
        });
    }

    private int writeColumnNames(Handle handle, String statement, String headerSha256, List<String> fields) {
        return handle.createUpdate(Database.sql(statement))
                .bind("header", headerSha256)
                .bind("names", LedgerJson.write(fields))
                .bind("now", clock.instant())
                .execute();
    }

    private <T> T run(String operation, Function<Handle, T> work) {
        return LedgerTransaction.run(database, 3, operation, work);
    }
}
