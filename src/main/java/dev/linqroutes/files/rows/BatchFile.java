package dev.linqroutes.files.rows;

import dev.linqroutes.command.CommandSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** An input file that was read once to its end and is valid as a whole. Its rows may still be refused one by one. */
public interface BatchFile {
    /** File name without folder. */
    String name();

    /** Hash of the content and of the options, if there are any; lower-case hex. */
    String sha256();

    /** Hash of the content alone; lower-case hex. */
    String contentSha256();

    /** Length of the content in bytes. */
    long contentBytes();

    /** Identity of the batch: the same content with the same options is the same batch. */
    default String batchId() {
        return sourceOfRow(1).batchId();
    }

    /** Where the command of a row comes from. */
    default CommandSource.File sourceOfRow(long row) {
        return new CommandSource.File(name(), sha256(), row);
    }

    /** Whether no row is sent if one is refused. */
    boolean isAllOrNothing();

    /** How the file was read, for a person: encoding, separator, columns, options. */
    List<String> facts();

    /** Warnings about the file as a whole, for a person, such as an unused column. */
    List<String> warnings();

    /** The rows as commands. The caller closes the result. */
    RowChunks chunks() throws IOException;

    /** The records unchanged, without the header. The caller closes the result. */
    InputRecords records() throws IOException;

    /** Reads lazily; throws {@link java.io.UncheckedIOException} when reading fails. */
    interface RowChunks extends Iterator<RowChunk>, Closeable {}

    /** Reads lazily; throws {@link java.io.UncheckedIOException} when reading fails. */
    interface InputRecords extends Iterator<InputRecord>, Closeable {
        /** The cells of the header row, unchanged; empty for JSONL. */
        List<String> header();

        /** The separator between cells; undefined for JSONL. */
        char separator();
    }
}
