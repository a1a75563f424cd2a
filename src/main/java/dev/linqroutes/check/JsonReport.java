package dev.linqroutes.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.ledger.NewCall;
import dev.linqroutes.ledger.NewCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** What was found, for a program: one JSON object, written as it is found. Rows with nothing to say are left out. */
final class JsonReport implements CheckReport {
    private final JsonGenerator json;
    private final int shown;
    private int planned;

    /** @param shown for so many rows it is told what would be sent */
    JsonReport(PrintWriter out, int shown) {
        this.shown = shown;
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
    public void file(BatchFile file, String ledger) {
        write(() -> {
            json.writeStringField("file", file.name());
            json.writeStringField("batch_id", file.batchId());
            texts("facts", file.facts());
            json.writeStringField("ledger", ledger);
            texts("warnings", file.warnings());
            json.writeArrayFieldStart("rows");
        });
    }

    @Override
    public void row(CheckedRow row) {
        boolean plan = row.isGood() && planned < shown;
        if (row.isGood() && row.warnings().isEmpty() && !plan) {
            return;
        }
        write(() -> {
            json.writeStartObject();
            json.writeNumberField("row", row.row());
            json.writeBooleanField("good", row.isGood());
            json.writeStringField("verdict", row.verdict().key());
            json.writeArrayFieldStart("problems");
            for (CheckedRow.Fault fault : row.problems()) {
                json.writeStartObject();
                textUnlessEmpty("column", fault.column());
                textUnlessEmpty("value", fault.value());
                json.writeStringField("message", fault.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            texts("warnings", row.warnings());
            if (plan) {
                planned++;
                NewCommand command = row.command().orElseThrow();
                textUnlessEmpty(
                        "not_before", command.notBefore().map(Instant::toString).orElse(""));
                json.writeArrayFieldStart("calls");
                for (NewCall call : command.calls()) {
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
    public void unreadable(String reason) {
        write(() -> {
            if (json.getOutputContext().inArray()) {
                json.writeEndArray();
            }
            json.writeStringField("unreadable", reason);
            json.writeBooleanField("good", false);
        });
    }

    @Override
    public void counts(Counts counts) {
        write(() -> {
            json.writeEndArray();
            json.writeObjectFieldStart("counts");
            json.writeNumberField("rows", counts.rows());
            for (Verdict verdict : Verdict.values()) {
                json.writeNumberField(verdict.key(), counts.of(verdict));
            }
            json.writeNumberField("with_warnings", counts.warned());
            json.writeEndObject();
            json.writeBooleanField("good", counts.isGood());
        });
    }

    private void texts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void textUnlessEmpty(String name, String text) throws IOException {
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
    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
