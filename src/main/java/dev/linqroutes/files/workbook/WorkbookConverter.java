package dev.linqroutes.files.workbook;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.files.csv.CsvOutput;
import dev.linqroutes.files.io.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/**
 * Converts a sheet of an Excel workbook (.xlsx) to CSV, row by row. Row numbers stay. Numbers are written without exponent and
 * without the digits that Excel only adds internally, dates as {@code 2026-11-23T09:00:00}; formulas as their last result.
 */
public final class WorkbookConverter {
    /** Of the sheet in the largest workbook that the console accepts, several times over. */
    private static final int MAX_ROWS = 200_000;

    private static final int MAX_COLUMNS = 1_000;

    private static final long MAX_EXPANDED_BYTES = 200_000_000;

    private WorkbookConverter() {}

    /** Names of the visible sheets, in their order. */
    public static List<String> sheetNames(Path workbook) throws IOException {
        try (ReadableWorkbook book = open(workbook)) {
            return sheets(book).map(Sheet::getName).toList();
        } catch (ExcelReaderException e) {
            throw unreadable(e);
        }
    }

    /**
     * Writes a sheet as CSV.
     *
     * @param sheet its name; empty for the first visible one
     * @throws UnreadableFile when it is not a workbook, or has no such sheet
     */
    public static void convert(Path workbook, Optional<String> sheet, Writer csv) throws IOException {
        try (ReadableWorkbook book = open(workbook)) {
            Sheet found = sheets(book)
                    .filter(each -> sheet.isEmpty() || sheet.get().equals(each.getName()))
                    .findFirst()
                    .orElseThrow(
                            () -> new UnreadableFile(sheet.map(name -> "the workbook has no sheet \"" + name + "\"")
                                    .orElse("the workbook has no visible sheet")));
            try (Stream<Row> rows = found.openStream()) {
                write(rows, csv);
            }
        } catch (ExcelReaderException e) {
            throw unreadable(e);
        }
    }

    private static ReadableWorkbook open(Path workbook) throws IOException {
        requireBounded(workbook);
        try {
            return new ReadableWorkbook(workbook.toFile(), new ReadingOptions(true, true));
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** A small file may expand to more than fits into memory. */
    private static void requireBounded(Path workbook) throws IOException {
        long bytes = 0;
        try (ZipFile entries = new ZipFile(workbook.toFile())) {
            for (ZipEntry entry : Collections.list(entries.entries())) {
                try (InputStream content = entries.getInputStream(entry)) {
                    bytes += content.skip(MAX_EXPANDED_BYTES - bytes + 1);
                }
                if (bytes > MAX_EXPANDED_BYTES) {
                    throw new UnreadableFile("the workbook is too large: more than " + MAX_EXPANDED_BYTES / 1_000_000
                            + " MB when expanded; save the sheet as \"CSV UTF-8\" in Excel");
                }
            }
        } catch (ZipException e) {
            throw unreadable(e);
        }
    }

    private static Stream<Sheet> sheets(ReadableWorkbook book) {
        return book.getSheets().filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE);
    }

    private static UnreadableFile unreadable(Exception cause) {
        UnreadableFile error = new UnreadableFile(
                "is not an Excel workbook that can be read here (.xlsx, without a password); save the sheet as \"CSV UTF-8\" in Excel");
        error.initCause(cause);
        return error;
    }

    private static void write(Stream<Row> rows, Writer file) throws IOException {
        CsvWriter csv = CsvOutput.open(file, ',');
        int written = 0;
        for (Row row : (Iterable<Row>) rows::iterator) {
            if (row.getRowNum() > MAX_ROWS) {
                throw new UnreadableFile("has more than " + MAX_ROWS + " rows; split it");
            }
            // Rows without any cell are not in the file.
            for (written++; written < row.getRowNum(); written++) {
                csv.writeRecord("");
            }
            csv.writeRecord(IntStream.range(0, Math.min(row.getCellCount(), MAX_COLUMNS))
                    .mapToObj(column -> row.getOptionalCell(column)
                            .map(WorkbookConverter::text)
                            .orElse(""))
                    .toList());
        }
        csv.flush();
    }

    private static String text(Cell cell) {
        if (cell.getValue() instanceof BigDecimal number) {
            return isDate(cell)
                    ? describe(cell.asDate())
                    : number.stripTrailingZeros().toPlainString();
        }
        return Optional.ofNullable(cell.getText()).orElse("");
    }

    private static boolean isDate(Cell cell) {
        String format = Optional.ofNullable(cell.getDataFormatString()).orElse("");
        // Letters in quotes or brackets are texts and colours, not parts of a date.
        String pattern = format.replaceAll("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", "");
        return cell.getType() == CellType.NUMBER
                && pattern.matches("(?i).*[ymdhs].*")
                && !pattern.matches("(?i)general");
    }

    private static String describe(LocalDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.toString();
    }
}
