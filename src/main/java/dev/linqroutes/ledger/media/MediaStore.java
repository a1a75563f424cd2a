package dev.linqroutes.ledger.media;

import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the files of commands before the commands are accepted, each once. What happens to a file afterwards makes no
 * difference, and every instance can upload it.
 */
public final class MediaStore {
    /** Read and written at a time; a file is never in memory as a whole. */
    static final int PART_BYTES = 512 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);

    private final Database database;
    private final Clock clock;
    private final MediaSource source;

    public MediaStore(Database database, Clock clock, MediaSource source) {
        this.database = database;
        this.clock = clock;
        this.source = source;
    }

    /**
     * Stores the files of these commands that the ledger does not have.
     *
     * @return the same decisions, except that a command is refused whose file cannot be read any more, or has changed, or whose
     *     files the database rejects
     * @throws LedgerException when the database is unavailable
     * @throws MediaUnavailable when files cannot be read for now
     */
    public List<IntakeDecision> store(List<IntakeDecision> decisions) {
        List<IntakeDecision> stored = new ArrayList<>(decisions.size());
        Bisection.isolateFailures(
                decisions,
                some -> stored.addAll(storeTogether(some)),
                (failed, error) -> stored.add(refuse(failed, error)));
        return stored;
    }

    private static IntakeDecision refuse(IntakeDecision failed, LedgerException error) {
        Bisection.logFailure(LOG, failed.labels(), failed.origin().place() + " refused", error);
        String reason = StorableText.ofMessage((error instanceof LedgerDataRefused
                        ? "the ledger's database rejects its files: "
                        : "internal error while its files were stored, please report it: ")
                + Database.rootMessage(error));
        return failed instanceof PlannedCommand command ? CommandRefusal.of(command, reason) : failed;
    }

    private List<IntakeDecision> storeTogether(List<IntakeDecision> decisions) {
        Map<String, MediaFile> files = new TreeMap<>();
        Map<String, Set<String>> users = new TreeMap<>();
        for (IntakeDecision decision : decisions) {
            if (decision instanceof PlannedCommand command) {
                for (MediaFile file : command.media()) {
                    files.putIfAbsent(file.key(), file);
                    users.computeIfAbsent(file.key(), any -> new TreeSet<>())
                            .add(command.origin().batchId().orElse(command.commandId()));
                }
            }
        }
        return files.isEmpty() ? decisions : refuse(decisions, storeMissing(files, users));
    }

    private static List<IntakeDecision> refuse(List<IntakeDecision> decisions, Map<String, String> problems) {
        return decisions.stream()
                .map(decision -> decision instanceof PlannedCommand command
                        ? findProblem(command, problems)
                                .<IntakeDecision>map(problem -> CommandRefusal.of(command, problem))
                                .orElse(command)
                        : decision)
                .toList();
    }

    private static Optional<String> findProblem(PlannedCommand command, Map<String, String> problems) {
        return command.media().stream()
                .filter(file -> problems.containsKey(file.key()))
                .map(file -> "file \"" + file.name() + "\" " + problems.get(file.key()))
                .findFirst();
    }

    /** Returns the problems by key. */
    private Map<String, String> storeMissing(Map<String, MediaFile> files, Map<String, Set<String>> users) {
        Set<String> stored = recordUse(users);
        Map<String, String> problems = new HashMap<>();
        for (MediaFile file : files.values()) {
            if (!stored.contains(file.key())) {
                storeContent(file).ifPresent(problem -> problems.put(file.key(), problem));
            }
        }
        return problems;
    }

    /** Returns those of the contents that are stored. */
    private Set<String> recordUse(Map<String, Set<String>> users) {
        Instant now = clock.instant();
        return LedgerTransaction.run(database, 3, "record the use of files", handle -> {
            PreparedBatch uses = handle.prepareBatch(Database.sql("media/insert-use"));
            users.forEach((sha256, ids) -> ids.forEach(id -> uses.bind("sha256", sha256)
                    .bind("userId", id)
                    .bind("now", now)
                    .add()));
            LedgerTransaction.execute(uses);
            handle.createUpdate(Database.sql("media/mark-used"))
                    .bind("now", now)
                    .bindArray("sha256s", String.class, users.keySet())
                    .execute();
            return findStored(handle, users.keySet());
        });
    }

    private static Set<String> findStored(Handle handle, Set<String> sha256s) {
        return handle.createQuery(Database.sql("media/find-stored"))
                .bindArray("sha256s", String.class, sha256s)
                .mapTo(String.class)
                .set();
    }

    /** One at a time: rows of a sheet that are read at the same time often have the same file. */
    private synchronized Optional<String> storeContent(MediaFile file) {
        boolean storedMeanwhile = LedgerTransaction.run(
                        database, 3, "find a file", handle -> findStored(handle, Set.of(file.key())))
                .contains(file.key());
        if (storedMeanwhile) {
            return Optional.empty();
        }
        String contentId = UUID.randomUUID().toString();
        boolean kept = false;
        try {
            if (!copyFromEarlierVersion(file, contentId) && !copyFromSource(file, contentId)) {
                return Optional.of("changed while it was read; send the command again when the file is complete");
            }
            kept = complete(file, contentId);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            if (!kept) {
                discard(contentId);
            }
        }
    }

    /** Returns false if it has changed. */
    private boolean copyFromSource(MediaFile file, String contentId) throws IOException {
        try (InputStream in = source.open(file)) {
            return storeParts(contentId, in, file.size()).equals(file.sha256());
        }
    }

    /** An earlier version stored it by its content alone, with a sheet whose rows are not commands yet. The file itself may be gone. */
    private boolean copyFromEarlierVersion(MediaFile file, String contentId) {
        return LedgerTransaction.run(
                        database, 3, "copy a file", handle -> handle.createUpdate(Database.sql("media/copy-parts"))
                                .bind("contentId", contentId)
                                .bind("sha256", file.sha256())
                                .bind("now", clock.instant())
                                .execute())
                > 0;
    }

    private void discard(String contentId) {
        LedgerTransaction.run(
                database, 3, "discard a file", handle -> handle.createUpdate(Database.sql("media/delete-parts"))
                        .bind("contentId", contentId)
                        .execute());
    }

    /**
     * Returns the hash of what was stored.
     *
     * @param size that it is to have; of a longer file no more than a byte is read beyond it
     */
    private String storeParts(String contentId, InputStream in, long size) throws IOException {
        MessageDigest digest = newDigest();
        long missing = size + 1;
        for (int number = 1; ; number++) {
            byte[] bytes = in.readNBytes((int) Math.min(PART_BYTES, missing));
            if (bytes.length == 0) {
                return HexFormat.of().formatHex(digest.digest());
            }
            missing -= bytes.length;
            digest.update(bytes);
            int partNo = number;
            LedgerTransaction.run(database, 3, "store a part of a file", handle -> handle.createUpdate(
                            Database.sql("media/insert-part"))
                    .bind("contentId", contentId)
                    .bind("partNo", partNo)
                    .bind("content", bytes)
                    .bind("now", clock.instant())
                    .execute());
        }
    }

    /** Returns false if another instance has stored the same content first. */
    private boolean complete(MediaFile file, String contentId) {
        return LedgerTransaction.run(
                        database, 3, "store a file", handle -> handle.createUpdate(Database.sql("media/insert-media"))
                                .bind("sha256", file.key())
                                .bind("contentId", contentId)
                                .bind("file", file.baseName())
                                .bind("contentType", file.contentType())
                                .bind("size", file.size())
                                .bind("now", clock.instant())
                                .execute())
                == 1;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
