package dev.linqroutes.erase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.erase.Erasure.Result;
import dev.linqroutes.ledger.erase.ErasureReport;
import dev.linqroutes.ledger.erase.ErasureReport.BoundedList;
import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import dev.linqroutes.ledger.erase.ErasureReport.ImportedFile;
import dev.linqroutes.ledger.erase.ErasureReport.Obstacle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Prints what an erasure has done, or would do, and what is left to the operator. */
public final class ErasurePrinter {
    /** Of each list, for a person; JSON has more. */
    private static final int MAX_LINES = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Places that no command erases.
     *
     * @param ledger URL without credentials
     * @param topics names of all topics
     * @param inbox folder
     * @param located where in the inbox the file of a stem is; empty if it is not there
     */
    public record Places(String ledger, List<String> topics, Path inbox, Function<String, Optional<Path>> located) {}

    private final PrintWriter out;
    private final Places places;

    public ErasurePrinter(PrintWriter out, Places places) {
        this.out = out;
        this.places = places;
    }

    public void printJson(Result result) {
        ObjectNode json = JSON.createObjectNode();
        json.put("erased", result.erased().isPresent());
        json.put("clean", result.isClean());
        addReport(json, result.erased().orElse(result.planned()));
        result.planned().files().listed().forEach(file -> json.withArray("files")
                .add(describe(file)));
        json.put("files_not_listed", result.planned().files().unlisted());
        result.remaining().ifPresent(left -> addReport(json.putObject("remaining"), left));
        out.println(json.toString());
    }

    private static void addReport(ObjectNode json, ErasureReport report) {
        ObjectNode tables = json.putObject("rows");
        report.rows().forEach((table, effects) -> {
            ObjectNode row = tables.putObject(table);
            effects.forEach((effect, rows) -> row.put(word(effect), rows));
        });
        report.obstacles().listed().forEach(obstacle -> {
            ObjectNode each = json.withArray("obstacles").addObject();
            each.put("what", obstacle.what());
            obstacle.group().ifPresent(group -> each.put("group", group));
            each.put("reason", obstacle.reason());
        });
        json.put("obstacles_not_listed", report.obstacles().unlisted());
        report.groups().listed().forEach(json.withArray("member_of")::add);
        json.put("member_of_not_listed", report.groups().unlisted());
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    /** @param handle as it was understood */
    public void print(Result result, String handle) {
        boolean erased = result.erased().isPresent();
        ErasureReport report = result.erased().orElse(result.planned());
        out.println(handle + " in the ledger at " + places.ledger + ":");
        printRows(report, erased);
        printObstacles(result.remaining().orElse(report));
        printList(
                "in these chats they were when anything was last heard: Linq still has them, and the next event or read"
                        + " may bring them back. Remove them first (remove_participant, iMessage only). Linq refuses it where fewer"
                        + " than three members would remain, the line included: add another one before (add_participant)",
                report.groups(),
                group -> group);
        // By the names that they had before erasing, and have in the folders.
        printList(
                "delete these files of " + places.inbox
                        + ", with their results; those in working when they are in done",
                result.planned().files(),
                this::describe);
        printUnreachable();
        printSummary(result);
        out.flush();
    }

    private void printRows(ErasureReport report, boolean erased) {
        report.rows()
                .forEach((table, effects) -> effects.forEach((effect, rows) -> out.println(String.format(
                        Locale.ROOT,
                        "  %-14s %,9d  %s",
                        table,
                        rows,
                        switch (effect) {
                            case MASKED -> erased ? "masked" : "would be masked";
                            case DELETED -> erased ? "deleted" : "would be deleted";
                            case LEAVES_BY_ITSELF ->
                                "deletes the person from a topic; gone when Kafka has acknowledged it";
                        }))));
        if (report.rows().isEmpty() && report.obstacles().isEmpty()) {
            out.println("  not found");
        }
    }

    private void printObstacles(ErasureReport report) {
        printList("cannot be erased yet", report.obstacles(), ErasurePrinter::describe);
    }

    /** Where the file is, in the inbox; its name if it is not there. */
    private String describe(ImportedFile file) {
        return places.located
                .apply(file.stem())
                .map(path -> places.inbox.relativize(path).toString())
                .orElse(file.file() + " (not in this inbox any more)");
    }

    private static String describe(Obstacle obstacle) {
        return obstacle.what()
                + obstacle.group()
                        .filter(group -> !obstacle.what().equals("group " + group))
                        .map(group -> " for group " + group)
                        .orElse("")
                + ": " + obstacle.reason();
    }

    private <T> void printList(String title, BoundedList<T> list, Function<T, String> text) {
        if (list.isEmpty()) {
            return;
        }
        out.println(title + ":");
        list.listed().stream().limit(MAX_LINES).forEach(each -> out.println("  " + text.apply(each)));
        long others = Math.max(0, list.listed().size() - MAX_LINES) + list.unlisted();
        if (others > 0) {
            out.println("  and " + others + " others (--json lists up to a thousand)");
        }
    }

    private void printUnreachable() {
        out.println("this command cannot reach:");
        out.println(
                "  topics " + String.join(", ", places.topics)
                        + ": records stay for their retention.ms (shorten it for a while, or delete records), older states of groups until compaction");
        out.println(
                "  other files of the inbox, backups of the ledger, what consumers of the topics keep, the log (masked)");
        out.println("  Linq: messages and members of its chats");
        out.println("  texts that name the person without number or address");
    }

    private void printSummary(Result result) {
        if (result.remaining().isPresent()) {
            long left = result.remaining().get().erasableRows();
            out.println(
                    result.isClean()
                            ? "erased; a last search has found nothing"
                            : "erased, but named again meanwhile: rows found by a last search: " + left
                                    + "; run it again");
        } else if (result.isClean()) {
            out.println("nothing was changed; add --yes to erase");
        } else {
            out.println("nothing was changed, and --yes would change nothing while work for this person waits");
        }
    }
}
