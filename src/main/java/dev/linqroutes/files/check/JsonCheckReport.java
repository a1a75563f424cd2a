package dev.linqroutes.files.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the report as one JSON object. Good rows without warnings and examples are omitted. */
final class JsonCheckReport implements CheckReport {
    private final JsonGenerator json;
    private final int maxExamples;
    private int writtenExamples;

    /** @param maxExamples number of good rows whose calls are written */
    JsonCheckReport(PrintWriter out, int maxExamples) {
        this.maxExamples = maxExamples;
        try {
            json = new JsonFactory()
                    .setCodec(new ObjectMapper())
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .useDefaultPrettyPrinter();
            json.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void writeFile(BatchFile file, String ledger) {
        write(() -> {
            json.writeStringField("file", file.name());
            json.writeStringField("batch_id", file.batchId());
            writeTexts("facts", file.facts());
            json.writeStringField("ledger", ledger);
            writeTexts("warnings", file.warnings());
            json.writeArrayFieldStart("rows");
        });
    }

    @Override
    public void writeRow(CheckedRow row) {
        boolean isExample = row.command().isPresent() && writtenExamples < maxExamples;
        if (row.isGood() && row.warnings().isEmpty() && !isExample) {
            return;
        }
        write(() -> {
            json.writeStartObject();
            json.writeNumberField("row", row.row());
            json.writeBooleanField("good", row.isGood());
            json.writeStringField("verdict", row.verdict().key());
            json.writeArrayFieldStart("problems");
            for (CheckedRow.RowProblem problem : row.problems()) {
                json.writeStartObject();
                writeUnlessEmpty("column", problem.place());
                writeUnlessEmpty("value", problem.value());
                json.writeStringField("message", problem.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeTexts("warnings", row.warnings());
            if (isExample) {
                writtenExamples++;
                PlannedCommand command = row.command().orElseThrow();
                json.writeStringField("command", command.type());
                writeUnlessEmpty("group_ref", command.group().groupRef().orElse(""));
                writeUnlessEmpty(
                        "not_before", command.notBefore().map(Instant::toString).orElse(""));
                json.writeArrayFieldStart("calls");
                for (PlannedCall call : command.calls()) {
                    json.writeStartObject();
                    json.writeStringField("method", call.method());
                    json.writeStringField("path", call.path());
                    json.writeFieldName("body");
                    json.writeRawValue(call.body());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    @Override
    public void writeUnreadable(String reason) {
        write(() -> {
            if (json.getOutputContext().inArray()) {
                json.writeEndArray();
            }
            json.writeStringField("unreadable", reason);
            json.writeBooleanField("good", false);
        });
    }

    @Override
    public void writeCounts(RowCounts counts, LineLoad lines) {
        write(() -> {
            json.writeEndArray();
            json.writeObjectFieldStart("counts");
            json.writeNumberField("rows", counts.rows());
            for (RowVerdict verdict : RowVerdict.values()) {
                json.writeNumberField(verdict.key(), counts.count(verdict));
            }
            json.writeNumberField("with_warnings", counts.withWarnings());
            json.writeObjectFieldStart("commands");
            for (Map.Entry<String, Long> command : counts.goodByCommand().entrySet()) {
                json.writeNumberField(command.getKey(), command.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeBooleanField("rejected_as_whole", counts.isRejectedAsWhole());
            writeLines(lines);
            json.writeBooleanField("good", counts.isGood());
        });
    }

    @Override
    public void writeMediaSizes(MediaAddresses media) {
        write(() -> {
            json.writeFieldName("media");
            json.writeTree(new MediaSizesFormatter(media).toJson());
        });
    }

    @Override
    public void writeLinqAnswers(InquirySubjects subjects, LinqAnswers answers) {
        write(() -> {
            json.writeFieldName("linq");
            json.writeTree(new LinqAnswersFormatter(subjects, answers).toJson());
        });
    }

    private void writeLines(LineLoad lines) throws IOException {
        json.writeArrayFieldStart("lines");
        for (LineLoad.Line line : lines.lines()) {
            json.writeStartObject();
            json.writeStringField("line", line.line());
            json.writeNumberField("new_conversations", line.newConversations());
            writeUse("started_in_last_day", line.before().map(NewConversations.Use::inLastDay));
            writeUse("waiting", line.before().map(NewConversations.Use::creating));
            json.writeNumberField("days", line.days());
            json.writeNumberField("advised_days", line.advisedDays());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("added_people", lines.addedPeople());
    }

    /** Null if it is not known. */
    private void writeUse(String name, Optional<Long> number) throws IOException {
        json.writeFieldName(name);
        json.writeTree(number.<JsonNode>map(LongNode::valueOf).orElse(NullNode.instance));
    }

    private void writeTexts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void writeUnlessEmpty(String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    @Override
    public void close() {
        write(() -> {
            while (!json.getOutputContext().inRoot()) {
                if (json.getOutputContext().inArray()) {
                    json.writeEndArray();
                } else {
                    json.writeEndObject();
                }
            }
            json.writeRaw('\n');
            json.close();
        });
    }

    @FunctionalInterface
    private interface WriteStep {
        void run() throws IOException;
    }

    private static void write(WriteStep step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
