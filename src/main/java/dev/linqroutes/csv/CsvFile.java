package dev.linqroutes.csv;

import dev.linqroutes.command.Source;
import java.io.IOException;
import java.util.List;

/**
 * A CSV file with a group a row, or with a member a row.
 *
 * @param sha256 of the content and the options
 * @param apart groups whose rows do not stand together
 * @param regions what the column of countries has
 */
record CsvFile(
        TextFile text,
        String sha256,
        Sidecar options,
        Separator separator,
        CsvHeader header,
        ApartGroups apart,
        Regions regions,
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
    public String batchId() {
        return source(1).batchId();
    }

    @Override
    public boolean isAllOrNothing() {
        return options.allOrNothing();
    }

    @Override
    public List<String> facts() {
        return List.of(
                text.encoding().told(),
                "separated by " + separator.told(),
                header.isMemberARow() ? "a member a row" : "a group a row",
                "columns: " + header.shownNames(),
                options.told());
    }

    @Override
    public Portions portions() throws IOException {
        CsvParser rows = rows();
        return new PortionsOfRows(header.isMemberARow() ? new MemberRows(this, rows) : new GroupRows(this, rows));
    }

    @Override
    public Records records() throws IOException {
        return new CsvRecords(this, rows());
    }

    Source.File source(long row) {
        return new Source.File(name(), sha256, row);
    }

    /** The rows under the header. */
    private CsvParser rows() throws IOException {
        CsvParser rows = new CsvParser(text, separator);
        while (rows.row() < header.row() && rows.next().isPresent()) {
            // Up to the header.
        }
        return rows;
    }
}
