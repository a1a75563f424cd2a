package dev.linqroutes.console;

import dev.linqroutes.files.io.FileNames;
import java.util.Set;

/** Names of sheets: what a person gives, made safe as the name of a file in the inbox. */
final class SheetName {
    private static final Set<String> CSV = Set.of(".csv", ".tsv", ".txt");

    private SheetName() {}

    /** Whether the name is that of an Excel workbook. */
    static boolean isWorkbook(String name) {
        return FileNames.extension(name).filter(".xlsx"::equals).isPresent();
    }

    /**
     * The name of the sheet in the inbox.
     *
     * @throws ConsoleError when the console does not prepare such files
     */
    static String of(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String extension = FileNames.extension(name).orElse("");
        if (extension.equals(".jsonl") || extension.equals(".ndjson")) {
            throw ConsoleError.invalid(
                    name
                            + ": a file with commands is not a sheet; put it into the inbox, or check it with: linq-routes check");
        }
        if (!isWorkbook(name) && !CSV.contains(extension)) {
            throw ConsoleError.invalid(name
                    + ": must be a CSV file (.csv, .tsv, .txt) or an Excel workbook (.xlsx); save it as one of them");
        }
        return FileNames.stem(name) + (isWorkbook(name) ? ".csv" : extension);
    }

    /** Of the rows that are sent before the others. */
    static String ofFirstRows(String name) {
        return withSuffix(name, "-first");
    }

    /** Of the rows that failed. */
    static String ofFailedRows(String stem) {
        return FileNames.stem(stem + "-failed.csv") + ".csv";
    }

    private static String withSuffix(String name, String suffix) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + suffix + name.substring(dot);
    }
}
