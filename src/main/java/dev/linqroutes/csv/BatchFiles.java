package dev.linqroutes.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Opens files of commands: CSV (.csv, .tsv, .txt) and JSONL (.jsonl, .ndjson), with options beside them. */
public final class BatchFiles {
    /** Bytes in which a file tells what it is. */
    private static final int HEAD = 4096;

    private final Optional<Charset> fallback;

    /** @param fallback read in that encoding is what is no UTF-8 and no UTF-16; without it such a file is refused */
    public BatchFiles(Optional<Charset> fallback) {
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
            throw new UnreadableFile(name + ": " + SidecarMatcher.MISNAMED);
        }
        return switch (ending(name)) {
            case "csv", "tsv", "txt" -> {
                Sidecar options = Sidecar.beside(file, true);
                TextCheck check = new TextCheck(file, "in Excel save it as \"CSV UTF-8\"");
                TextFile text = check.check(options.encoding(), fallback);
                yield CsvCheck.of(text, options, check.warnings());
            }
            case "jsonl", "ndjson" -> {
                Sidecar options = Sidecar.beside(file, false);
                TextCheck check = new TextCheck(file, "write it as UTF-8");
                TextFile text = check.check(options.encoding(), fallback);
                yield JsonlFile.check(text, options, check.warnings());
            }
            default -> throw unreadable(file, name);
        };
    }

    private static UnreadableFile unreadable(Path file, String name) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            MagicBytes.refuse(name, in.readNBytes(HEAD));
        }
        return new UnreadableFile(
                name + ": must be CSV (.csv, .tsv, .txt) or JSONL (.jsonl, .ndjson), by the end of its name");
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
