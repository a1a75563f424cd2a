package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads commands from JSONL files: UTF-8, one command a line. */
public final class JsonlCommands {
    /**
     * The file's lines as commands.
     *
     * @return closeable; to be closed when done
     * @throws UnreadableFile when it is empty or no text
     */
    public Iterator<List<Received>> chunks(File file) throws IOException {
        TextFile text = TextFile.check(file.toPath(), "write it as UTF-8");
        Lines lines = new Lines(text);
        if (!lines.hasNext()) {
            lines.close();
            throw new UnreadableFile(text.name() + ": is empty; each line must be a command as a JSON object");
        }
        return new Chunks(lines, lines);
    }

    private static final class Lines implements Iterator<Received>, Closeable {
        private final TextFile text;
        private final BufferedReader reader;
        private final StringBuilder line = new StringBuilder();
        private long row;
        private long length;
        private boolean ahead;

        Lines(TextFile text) throws IOException {
            this.text = text;
            this.reader = text.open();
        }

        @Override
        public boolean hasNext() {
            try {
                while (!ahead && readLine()) {
                    ahead = length > TooLong.LONGEST || !line.toString().isBlank();
                }
                return ahead;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Keeps no more of a line than may be used. */
        private boolean readLine() throws IOException {
            line.setLength(0);
            length = 0;
            int c = reader.read();
            if (c < 0) {
                return false;
            }
            row++;
            for (; c >= 0 && c != '\n'; c = reader.read()) {
                if (length++ < TooLong.LONGEST) {
                    line.append((char) c);
                }
            }
            return true;
        }

        @Override
        public Received next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ahead = false;
            Source.File source = new Source.File(text.name(), text.sha256(), row);
            return length <= TooLong.LONGEST
                    ? Received.json(source, new byte[0], line.toString().getBytes(StandardCharsets.UTF_8))
                    : TooLong.received(source, "line", length, line);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
