package dev.linqroutes.files.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.check.LinqAnswers.HandleAnswer;
import dev.linqroutes.files.check.LinqAnswers.LineAnswer;
import dev.linqroutes.files.check.LinqAnswers.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Linq's answers, for a person and for a program. */
final class LinqAnswersFormatter {
    private static final String HEALTHY = "HEALTHY";

    private final InquirySubjects subjects;
    private final LinqAnswers answers;

    LinqAnswersFormatter(InquirySubjects subjects, LinqAnswers answers) {
        this.subjects = subjects;
        this.answers = answers;
    }

    List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add("What Linq says:");
        answers.lines()
                .forEach(line -> lines.add("  line " + line.line() + " " + describe(line) + describeHealth(line)));
        subjects.firstCardRow()
                .ifPresent(row -> lines.add("  row " + row
                        + (subjects.cardRows() > 1 ? " and " + (subjects.cardRows() - 1) + " others share" : " shares")
                        + " the contact card, which does nothing in groups of a line without an active one"));
        subjects.handlesByRow()
                .forEach((row, handles) -> handles.forEach(handle -> {
                    HandleAnswer answer = answers.of(handle);
                    if (answer.reach() == Reach.NO_IMESSAGE) {
                        lines.add("  row " + row + ": " + handle + " has no iMessage");
                    } else if (answer.reach() == Reach.UNKNOWN) {
                        lines.add("  row " + row + ": " + handle + " may or may not have iMessage: " + answer.reason());
                    }
                }));
        lines.add("  " + describeCounts());
        if (answers.count(Reach.NO_IMESSAGE) > 0) {
            lines.add(
                    "  A group with somebody without iMessage has no polls, edits, effects and background for them, and"
                            + " may not allow to add or remove members or to leave.");
        }
        answers.incomplete().ifPresent(reason -> lines.add("  not all was asked: " + reason));
        return lines;
    }

    private String describeCounts() {
        if (subjects.hasTooManyHandles()) {
            return "nobody was asked about";
        }
        String counts = String.format(
                Locale.ROOT,
                "%,d with iMessage, %,d without, %,d unknown",
                answers.count(Reach.IMESSAGE),
                answers.count(Reach.NO_IMESSAGE),
                answers.count(Reach.UNKNOWN));
        return countNotAsked() == 0 ? counts : counts + String.format(Locale.ROOT, ", %,d not asked", countNotAsked());
    }

    private int countNotAsked() {
        return subjects.handles().size() - answers.handles().size();
    }

    private static String describe(LineAnswer line) {
        if (!line.ofKey()) {
            return "does not belong to the API key: Linq would refuse its rows";
        }
        return switch (line.card()) {
            case ACTIVE -> "belongs to the API key and has an active contact card";
            case INACTIVE -> "belongs to the API key; its contact card is not active, so members see a bare number";
            case NONE -> "belongs to the API key; it has no contact card, so members see a bare number";
            case UNKNOWN -> "belongs to the API key; Linq does not tell whether it has a contact card";
        };
    }

    private static String describeHealth(LineAnswer line) {
        return line.health()
                .filter(health -> !health.equals(HEALTHY))
                .map(health -> "; Linq rates it " + health)
                .orElse("");
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode lines = json.putArray("lines");
        answers.lines().forEach(line -> {
            ObjectNode each = lines.addObject().put("line", line.line()).put("belongs_to_key", line.ofKey());
            line.health().ifPresent(health -> each.put("health", health));
            each.put("contact_card", word(line.card()));
        });
        json.put("rows_sharing_contact_card", subjects.cardRows());
        json.put("imessage", answers.count(Reach.IMESSAGE));
        json.put("no_imessage", answers.count(Reach.NO_IMESSAGE));
        json.put("unknown", answers.count(Reach.UNKNOWN));
        ArrayNode rows = json.putArray("rows");
        subjects.handlesByRow().forEach((row, handles) -> addRow(rows, row, handles));
        json.put("complete", answers.incomplete().isEmpty());
        answers.incomplete().ifPresent(reason -> json.put("incomplete", reason));
        return json;
    }

    /** A row whose members all have iMessage is omitted, like a good row without warnings. */
    private void addRow(ArrayNode rows, long row, List<String> handles) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("row", row);
        ArrayNode list = json.putArray("handles");
        for (String handle : handles) {
            HandleAnswer answer = answers.of(handle);
            if (answer.reach() != Reach.IMESSAGE) {
                ObjectNode each = list.addObject().put("handle", handle).put("answer", word(answer.reach()));
                if (!answer.reason().isEmpty()) {
                    each.put("reason", answer.reason());
                }
            }
        }
        if (!list.isEmpty()) {
            rows.add(json);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
