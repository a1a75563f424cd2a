package dev.linqroutes.files.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** A file of commands that was read once to its end, and can be read as a whole. */
public interface BatchFile {
    /** Without folder. */
    String name();

    /** Of the content, and of the options beside it where there are any; lower-case hex. */
    String sha256();

    /** Of the content alone; lower-case hex. */
    String contentSha256();

    /** How long the content is. */
    long contentBytes();

    /** Identity of the batch: the same content with the same options is the same batch. */
    String batchId();

    /** Whether none of its rows is to be sent when one is refused. */
    boolean isAllOrNothing();

    /** How it was understood, for a person: encoding, separator, columns. */
    List<String> facts();

    /** What a person should know although the file can be read, such as a column that is used nowhere. */
    List<String> warnings();

    /** Its rows as commands. To be closed. */
    RowChunks chunks() throws IOException;

    /** Its records as they stand there, without the header. To be closed. */
    InputRecords records() throws IOException;

    /** Reads as it is asked; throws {@link java.io.UncheckedIOException} when it cannot. */
    interface RowChunks extends Iterator<RowChunk>, Closeable {}

    /** Reads as it is asked; throws {@link java.io.UncheckedIOException} when it cannot. */
    interface InputRecords extends Iterator<InputRecord>, Closeable {
        /** Names of the columns as they stand in the first row; empty for JSONL. */
        List<String> header();

        /** Between the cells. */
        char separator();
    }
}
