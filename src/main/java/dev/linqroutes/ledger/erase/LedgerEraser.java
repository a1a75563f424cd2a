package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.chat.ChatMasker;
import dev.linqroutes.ledger.chat.TextMask;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.erase.ErasureReport.ImportedFile;
import dev.linqroutes.ledger.erase.ErasureRowTypes.LinePage;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollMasker;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Erases one person from the ledger: masks or deletes what names them, in short transactions, in the order of the keys of each table.
 * Work that is not finished is not touched. May be interrupted, and run again, at any time, and while instances work.
 *
 * <p>Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class LedgerEraser {
    private static final int LINES_PER_PAGE = 10_000;

    private final Database database;
    private final List<ErasureStep> steps;

    /**
     * @param commandsTopic topic of commands
     * @param partDecoder reads the rows of a part of a batch as text
     */
    public LedgerEraser(
            Database database,
            OutboxTopics topics,
            String commandsTopic,
            Clock clock,
            TextMask mask,
            Function<byte[], String> partDecoder) {
        this.database = database;
        PersonalData person = new PersonalData(mask);
        // Groups before chats and polls, which are published with the names of their groups; all before the records
        // that
        // they replace.
        this.steps = Stream.concat(
                        Stream.of(
                                new PartCheck(person, partDecoder),
                                new GroupEraser(person),
                                new ChatEraser(new ChatMasker(topics, mask), clock),
                                new PollEraser(new PollMasker(topics, mask, person::maskedId), clock),
                                new CommandEraser(person)),
                        new TableRules(person, topics, commandsTopic)
                                .all().stream().map(TableEraser::new))
                .toList();
    }

    /** Whether the handle is a line of the ledger: it is in every chat, and no person. */
    public boolean isLine(String handle) {
        return Stream.of("erase/line-of-groups", "erase/line-of-chats").anyMatch(pages -> isLine(pages, handle))
                || LedgerTransaction.run(database, 3, "find a line", handleOfDatabase -> handleOfDatabase
                        .createQuery(Database.sql("erase/is-line"))
                        .bind("handle", handle)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    /** Page by page: a statement has a limited time, and these lines have no index. */
    private boolean isLine(String statement, String handle) {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String from = after.get();
            LinePage page = LedgerTransaction.run(database, 3, "find a line", handleOfDatabase -> handleOfDatabase
                    .createQuery(Database.sql(statement))
                    .bind("handle", handle)
                    .bind("after", from)
                    .bind("limit", LINES_PER_PAGE)
                    .mapTo(LinePage.class)
                    .one());
            if (page.found()) {
                return true;
            }
            after = page.lastKey();
        }
        return false;
    }

    /** What {@link #erase} would do now. */
    public ErasureReport plan() {
        ErasureReport report = run(false);
        report.addFiles(LedgerTransaction.run(
                database, 1, "find files", handle -> handle.createQuery(Database.sql("erase/find-files"))
                        .bindArray("batchIds", String.class, report.listedBatchIds())
                        .mapTo(ImportedFile.class)
                        .list()));
        return report;
    }

    /** Erases what can be erased, and reports what it has done and what it has left. */
    public ErasureReport erase() {
        return run(true);
    }

    private ErasureReport run(boolean write) {
        ErasureReport report = new ErasureReport();
        steps.forEach(step -> run(step, write, report));
        return report;
    }

    private void run(ErasureStep step, boolean write, ErasureReport report) {
        Optional<Object> after = Optional.empty();
        do {
            Optional<Object> from = after;
            ErasureStep.Page page = LedgerTransaction.run(
                    database,
                    3,
                    write ? "erase a person" : "find a person",
                    handle -> step.erasePage(handle, from, write));
            report.addAll(page.report());
            after = page.last();
        } while (after.isPresent());
    }
}
