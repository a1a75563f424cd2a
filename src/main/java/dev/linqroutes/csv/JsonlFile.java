package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A file with a command a line, as JSON. */
record JsonlFile(TextFile text, String sha256, Sidecar options, List<String> warnings) implements BatchFile {
    /** @throws UnreadableFile when there is no line, or when one JSON value goes over several */
    static JsonlFile check(TextFile text, Sidecar options, List<String> warnings) throws IOException {
        try (LineReader lines = new LineReader(text)) {
            String first = lines.nextVisible()
                    .orElseThrow(() -> new UnreadableFile(
                            text.name() + ": is empty; each line must be a command as a JSON object"))
                    .text()
                    .strip();
            if (first.equals("[") || first.equals("{")) {
                throw new UnreadableFile(text.name() + ": is JSON over several lines; write each command as a JSON"
                        + " object in a line of its own");
            }
        }
        return new JsonlFile(text, options.sha256(text.sha256()), options, List.copyOf(warnings));
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
    public String batchId() {
        return source(1).batchId();
    }

    @Override
    public boolean isAllOrNothing() {
        return options.allOrNothing();
    }

    @Override
    public List<String> facts() {
        return List.of(text.encoding().told(), "a command a line", options.told());
    }

    @Override
    public Portions portions() throws IOException {
        return new PortionsOfRows(new Commands(this));
    }

    @Override
    public Records records() throws IOException {
        return new Lines(this);
    }

    private Source.File source(long row) {
        return new Source.File(name(), sha256, row);
    }

    private Received received(LineReader.Line line) {
        Source.File source = source(line.number());
        return line.isTooLong()
                ? TooLong.received(source, "line", line.length(), line.text())
                : Received.json(source, line.text().getBytes(StandardCharsets.UTF_8));
    }

    private static final class Commands extends Reading<Received> {
        private final JsonlFile file;
        private final LineReader lines;

        Commands(JsonlFile file) throws IOException {
            this.file = file;
            this.lines = new LineReader(file.text);
        }

        @Override
        protected Optional<Received> read() throws IOException {
            return lines.nextVisible().map(file::received);
        }

        @Override
        public void close() throws IOException {
            super.close();
            lines.close();
        }
    }

    private static final class Lines extends Reading<InputRecord> implements Records {
        private final LineReader lines;

        Lines(JsonlFile file) throws IOException {
            this.lines = new LineReader(file.text);
        }

        @Override
        protected Optional<InputRecord> read() throws IOException {
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
