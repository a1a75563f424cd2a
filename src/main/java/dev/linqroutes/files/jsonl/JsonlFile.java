package dev.linqroutes.files.jsonl;

import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.files.rows.LookaheadIterator;
import dev.linqroutes.files.rows.OversizedRow;
import dev.linqroutes.files.rows.RowChunker;
import dev.linqroutes.files.text.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A file with one command per line, as JSON. */
public record JsonlFile(TextFile text, String sha256, Sidecar options, List<String> warnings) implements BatchFile {
    /** @throws UnreadableFile when the file is empty, or a JSON value spans several lines */
    public static JsonlFile inspect(TextFile text, Sidecar options, List<String> warnings) throws IOException {
        try (JsonlLineReader lines = new JsonlLineReader(text)) {
            String first = lines.nextNonBlank()
                    .orElseThrow(() -> new UnreadableFile(
                            text.name() + ": is empty; each line must be a command as a JSON object"))
                    .text()
                    .strip();
            if (first.equals("[") || first.equals("{")) {
                throw new UnreadableFile(
                        text.name() + ": contains JSON that spans several lines; write each command as a JSON"
                                + " object on one line");
            }
        }
        return new JsonlFile(text, options.combineSha256(text.sha256()), options, List.copyOf(warnings));
    }

    @Override
    public String name() {
        return text.name();
    }

    @Override
    public String contentSha256() {
        return text.sha256();
    }

    @Override
    public long contentBytes() {
        return text.stamp().size();
    }

    @Override
    public boolean isAllOrNothing() {
        return options.allOrNothing();
    }

    @Override
    public List<String> facts() {
        return List.of(text.encoding().describe(), "one command per line", options.describe());
    }

    @Override
    public RowChunks chunks() throws IOException {
        return new RowChunker(new JsonlCommandReader(this));
    }

    @Override
    public InputRecords records() throws IOException {
        return new JsonlRecordReader(this);
    }

    private ReceivedCommand toReceived(JsonlLineReader.Line line) {
        CommandSource.File source = sourceOfRow(line.number());
        return line.isTooLong()
                ? OversizedRow.toReceived(source, "line", line.length(), line.text())
                : ReceivedCommand.fromJson(source, line.text().getBytes(StandardCharsets.UTF_8));
    }

    private static final class JsonlCommandReader extends LookaheadIterator<ReceivedCommand> {
        private final JsonlFile file;
        private final JsonlLineReader lines;

        JsonlCommandReader(JsonlFile file) throws IOException {
            this.file = file;
            this.lines = new JsonlLineReader(file.text);
        }

        @Override
        protected Optional<ReceivedCommand> readNext() throws IOException {
            return lines.nextNonBlank().map(file::toReceived);
        }

        @Override
        public void close() throws IOException {
            super.close();
            lines.close();
        }
    }

    private static final class JsonlRecordReader extends LookaheadIterator<InputRecord> implements InputRecords {
        private final JsonlLineReader lines;

        JsonlRecordReader(JsonlFile file) throws IOException {
            this.lines = new JsonlLineReader(file.text);
        }

        @Override
        protected Optional<InputRecord> readNext() throws IOException {
            return lines.next()
                    .map(line ->
                            new InputRecord(line.number(), line.isBlank() ? 0 : line.number(), List.of(line.text())));
        }

        @Override
        public List<String> header() {
            return List.of();
        }

        @Override
        public char separator() {
            return '\n';
        }

        @Override
        public void close() throws IOException {
            super.close();
            lines.close();
        }
    }
}
