package dev.linqroutes.files.imports;

import dev.linqroutes.files.csv.CsvInspector;
import dev.linqroutes.files.csv.CsvSheet;
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

/** Opens input files: CSV (.csv, .tsv, .txt) and JSONL (.jsonl, .ndjson), with the options beside them. */
public final class BatchFileOpener {
    /** Enough to recognize the format of a file. */
    private static final int HEAD_BYTES = 4096;

    private final Optional<Charset> fallback;

    /** @param fallback encoding of files that are neither UTF-8 nor UTF-16; if empty, such files are rejected */
    public BatchFileOpener(Optional<Charset> fallback) {
        this.fallback = Objects.requireNonNull(fallback, "fallback");
    }

    /**
     * Reads the file and its options to their end, in constant memory.
     *
     * @return the file, which can be read any number of times as long as it is not changed
     * @throws UnreadableFile when the file is rejected as a whole; the message states the problem, where, and what to do
     * @throws java.nio.file.NoSuchFileException when the file does not exist
     * @throws IOException when reading fails
     */
    public BatchFile open(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (SidecarMatcher.isMisnamed(name)) {
            throw new UnreadableFile(name + ": " + SidecarMatcher.MISNAMED_ADVICE);
        }
        return switch (extension(name)) {
            case "csv", "tsv", "txt" -> {
                Sidecar options = Sidecar.readBeside(file, true);
                TextFileInspector inspector = sheetInspector(file);
                TextFile text = inspector.inspect(options.encoding(), fallback);
                yield CsvInspector.inspect(text, options, inspector.warnings());
            }
            case "jsonl", "ndjson" -> {
                Sidecar options = Sidecar.readBeside(file, false);
                TextFileInspector inspector = new TextFileInspector(file, "write it as UTF-8", encodingOption(name));
                TextFile text = inspector.inspect(options.encoding(), fallback);
                yield JsonlFile.inspect(text, options, inspector.warnings());
            }
            default -> throw unsupportedFile(file, name);
        };
    }

    /**
     * Opens a CSV file for its cells, whether or not it can be imported.
     *
     * @throws UnreadableFile when it is not a text, or not CSV, or its options are invalid
     */
    public CsvSheet openSheet(Path file) throws IOException {
        Sidecar options = Sidecar.readBeside(file, true);
        return CsvSheet.open(sheetInspector(file).inspect(options.encoding(), fallback), options);
    }

    private static TextFileInspector sheetInspector(Path file) {
        return new TextFileInspector(
                file,
                "in Excel save it as \"CSV UTF-8\"",
                encodingOption(file.getFileName().toString()));
    }

    private static String encodingOption(String name) {
        return "name its encoding in " + Sidecar.namesFor(name).get(0) + " (encoding=…)";
    }

    private static UnreadableFile unsupportedFile(Path file, String name) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            MagicBytes.rejectForeignFormat(name, in.readNBytes(HEAD_BYTES));
        }
        return new UnreadableFile(
                name + ": has an unknown extension; must be CSV (.csv, .tsv, .txt) or JSONL (.jsonl, .ndjson)");
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
