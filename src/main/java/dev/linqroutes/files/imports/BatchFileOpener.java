package dev.linqroutes.files.imports;

import dev.linqroutes.files.csv.CsvInspector;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.jsonl.JsonlFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.options.SidecarMatcher;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.text.MagicBytes;
import dev.linqroutes.files.text.TextFile;
import dev.linqroutes.files.text.TextFileInspector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Opens files of commands: CSV (.csv, .tsv, .txt) and JSONL (.jsonl, .ndjson), with options beside them. */
public final class BatchFileOpener {
    /** Bytes in which a file tells what it is. */
    private static final int HEAD_BYTES = 4096;

    private final Optional<Charset> fallback;

    /** @param fallback read in that encoding is what is no UTF-8 and no UTF-16; without it such a file is refused */
    public BatchFileOpener(Optional<Charset> fallback) {
        this.fallback = Objects.requireNonNull(fallback, "fallback");
    }

    /**
     * Reads the file and the options beside it to their end, in constant memory.
     *
     * @return what can be read any number of times as long as nobody changes the file
     * @throws UnreadableFile when it cannot be read as a whole; the message says what is wrong, where, and what to do
     * @throws java.nio.file.NoSuchFileException when it is gone
     * @throws IOException when reading it fails
     */
    public BatchFile open(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (SidecarMatcher.isMisnamed(name)) {
            throw new UnreadableFile(name + ": " + SidecarMatcher.MISNAMED_ADVICE);
        }
        return switch (extension(name)) {
            case "csv", "tsv", "txt" -> {
                Sidecar options = Sidecar.readBeside(file, true);
                TextFileInspector check = new TextFileInspector(file, "in Excel save it as \"CSV UTF-8\"");
                TextFile text = check.inspect(options.encoding(), fallback);
                yield CsvInspector.inspect(text, options, check.warnings());
            }
            case "jsonl", "ndjson" -> {
                Sidecar options = Sidecar.readBeside(file, false);
                TextFileInspector check = new TextFileInspector(file, "write it as UTF-8");
                TextFile text = check.inspect(options.encoding(), fallback);
                yield JsonlFile.inspect(text, options, check.warnings());
            }
            default -> throw unsupportedFile(file, name);
        };
    }

    private static UnreadableFile unsupportedFile(Path file, String name) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            MagicBytes.rejectForeignFormat(name, in.readNBytes(HEAD_BYTES));
        }
        return new UnreadableFile(
                name + ": must be CSV (.csv, .tsv, .txt) or JSONL (.jsonl, .ndjson), by the end of its name");
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
