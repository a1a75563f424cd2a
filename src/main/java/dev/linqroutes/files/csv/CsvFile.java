package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.CountryColumn;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.RowChunker;
import dev.linqroutes.files.text.TextFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A CSV file with one command per row or one member per row.
 *
 * @param sha256 of the content and the options; lower-case hex
 * @param nonContiguousGroups groups whose rows are not contiguous
 * @param countryColumn how to read the column of countries
 */
public record CsvFile(
        TextFile text,
        String sha256,
        Sidecar options,
        CellSeparator separator,
        CsvHeader header,
        NonContiguousGroups nonContiguousGroups,
        CountryColumn countryColumn,
        List<String> warnings)
        implements BatchFile {

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
        return List.of(
                text.encoding().describe(),
                "separated by " + separator.describe(),
                describeRows(),
                "columns: " + header.describeColumns(),
                options.describe());
    }

    private String describeRows() {
        if (header.hasMemberPerRow()) {
            return "one member per row";
        }
        boolean isOnlyGroups = !header.has(GroupField.COMMAND)
                && header.defaultCommand().equals(Optional.of(SheetCommand.CREATE_GROUP));
        return isOnlyGroups
                ? "one group per row"
                : "one command per row"
                        + header.defaultCommand()
                                .map(each -> ", " + each.type() + " unless the row says another")
                                .orElse("");
    }

    @Override
    public RowChunks chunks() throws IOException {
        CsvParser rows = openRows();
        return new RowChunker(
                header.hasMemberPerRow() ? new MemberPerRowReader(this, rows) : new CommandPerRowReader(this, rows));
    }

    @Override
    public InputRecords records() throws IOException {
        return new CsvRecordReader(this, openRows());
    }

    /** The rows below the header. */
    private CsvParser openRows() throws IOException {
        CsvParser rows = new CsvParser(text, separator);
        while (rows.rowNumber() < header.rowNumber() && rows.next().isPresent()) {
            // Skips the rows above the header, and the header.
        }
        return rows;
    }
}
