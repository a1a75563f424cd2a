package dev.linqroutes.files.results;

import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Records without a file. */
public record InMemoryRecords(List<String> header, char separator, Iterator<InputRecord> records)
        implements BatchFile.InputRecords {

    /** Records of a CSV file with one command per row; empty rows have no command. */
    public static InMemoryRecords of(List<String> header, char separator, List<List<String>> rows) {
        return new InMemoryRecords(header, separator, numbered(rows, 2).iterator());
    }

    static InMemoryRecords jsonl(String... lines) {
        return new InMemoryRecords(
                List.of(),
                ',',
                numbered(Stream.of(lines).map(List::of).toList(), 1).iterator());
    }

    private static List<InputRecord> numbered(List<List<String>> rows, int first) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> record(first + i, rows.get(i)))
                .toList();
    }

    private static InputRecord record(long row, List<String> cells) {
        return new InputRecord(row, cells.stream().allMatch(String::isBlank) ? 0 : row, cells);
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public InputRecord next() {
        return records.next();
    }

    @Override
    public void close() {}
}
