package dev.linqroutes.files.text;

import dev.linqroutes.files.io.UnreadableFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognizes files that are not text, such as workbooks and archives, by their first bytes. */
public final class MagicBytes {
    private static final String SAVE_AS_CSV = "save it as \"CSV UTF-8\" and drop that";
    private static final String ZIP = "PK\u0003\u0004";
    private static final String TAR = "ustar";
    private static final int TAR_OFFSET = 257;
    private static final String UTF_8_BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    /** No column name starts like this. */
    private static final Pattern MARKUP = Pattern.compile("\\s*<[A-Za-z!?]");

    /** The first line of an e-mail; as column names these would be followed by a separator. */
    private static final Pattern MIME = Pattern.compile(
            "(?i)(mime-version|received|return-path|delivered-to|from|date|subject|message-id|content-type|x-[a-z-]+):"
                    + " [^,;\t|\r\n]+[\r\n;]");

    private static final Map<String, String> FOREIGN_FORMATS = new LinkedHashMap<>();

    static {
        FOREIGN_FORMATS.put(
                "\u00D0\u00CF\u0011\u00E0", "is an old Excel workbook (.xls), or one with a password; " + SAVE_AS_CSV);
        FOREIGN_FORMATS.put("\u001F\u008B", "is compressed with gzip; unpack it");
        FOREIGN_FORMATS.put("BZh91AY", "is compressed with bzip2; unpack it");
        FOREIGN_FORMATS.put("\u00FD7zXZ", "is compressed with xz; unpack it");
        FOREIGN_FORMATS.put("\u0028\u00B5\u002F\u00FD", "is compressed with zstd; unpack it");
        FOREIGN_FORMATS.put("7z\u00BC\u00AF", "is a 7z archive; unpack it");
        FOREIGN_FORMATS.put("Rar!\u001A", "is a RAR archive; unpack it");
        FOREIGN_FORMATS.put("PAR1\u0015", "is a Parquet file; export it as CSV or JSONL");
        FOREIGN_FORMATS.put("%PDF-", "is a PDF document; export the table as CSV");
        FOREIGN_FORMATS.put("\u0089PNG", "is a picture (PNG), not a table");
        FOREIGN_FORMATS.put("\u00FF\u00D8\u00FF", "is a picture (JPEG), not a table");
        FOREIGN_FORMATS.put("GIF89a", "is a picture (GIF), not a table");
        FOREIGN_FORMATS.put("\u00FF\u00FE\u0000\u0000", "is UTF-32; save it as UTF-8");
        FOREIGN_FORMATS.put("\u0000\u0000\u00FE\u00FF", "is UTF-32; save it as UTF-8");
        FOREIGN_FORMATS.put("SQLite format 3", "is a database (SQLite); export the table as CSV");
        FOREIGN_FORMATS.put("bplist00", "is a property list or web archive of macOS; export the table as CSV");
        FOREIGN_FORMATS.put("-----BEGIN ", "is encrypted or signed; decrypt it and drop that");
        FOREIGN_FORMATS.put("BEGIN:VCARD", "is a file of contacts (vCard); export them as CSV");
        FOREIGN_FORMATS.put("BEGIN:VCALENDAR", "is a calendar, not a table");
        FOREIGN_FORMATS.put(
                "version https://git-lfs", "is a Git LFS pointer instead of the file; drop the file itself");
        FOREIGN_FORMATS.put("[InternetShortcut]", "is a link to a web page; drop the file itself");
        FOREIGN_FORMATS.put("ID;PWXL", "is a SYLK file; " + SAVE_AS_CSV);
        FOREIGN_FORMATS.put("{\\rtf", "is a text document (RTF); export the table as CSV");
    }

    private MagicBytes() {}

    /** @throws UnreadableFile when the file is of another kind; the message states which and what to do */
    public static void rejectForeignFormat(String name, byte[] head) throws UnreadableFile {
        Optional<String> kind = describeForeignFormat(head);
        if (kind.isPresent()) {
            throw new UnreadableFile(name + ": " + kind.get());
        }
    }

    /** The kind of file and what to do, for a person; empty when it may be a text file. */
    public static Optional<String> describeForeignFormat(byte[] head) {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (start.startsWith(ZIP)) {
            return Optional.of(describeArchive(start));
        }
        for (Map.Entry<String, String> kind : FOREIGN_FORMATS.entrySet()) {
            if (start.startsWith(kind.getKey())) {
                return Optional.of(kind.getValue());
            }
        }
        if (start.startsWith(TAR, TAR_OFFSET)) {
            return Optional.of("is a tar archive; unpack it");
        }
        String text = start.startsWith(UTF_8_BYTE_ORDER_MARK) ? start.substring(UTF_8_BYTE_ORDER_MARK.length()) : start;
        if (MARKUP.matcher(text).lookingAt()) {
            return Optional.of("is a web page or XML, not a table; export it as CSV");
        }
        return MIME.matcher(text).lookingAt()
                ? Optional.of("is an e-mail, or a web page saved as one (MIME); save the table in it as CSV")
                : Optional.empty();
    }

    private static String describeArchive(String start) {
        if (start.contains("opendocument.spreadsheet")) {
            return "is a LibreOffice workbook (.ods); " + SAVE_AS_CSV;
        }
        if (start.contains("word/document")) {
            return "is a Word document (.docx); export the table as CSV";
        }
        if (start.contains("xl/") || start.contains("[Content_Types].xml")) {
            return "is an Excel workbook (.xlsx); " + SAVE_AS_CSV;
        }
        return start.contains("Index/Tables") || start.contains("Index/Document.iwa")
                ? "is a Numbers document; export it as CSV (UTF-8)"
                : "is a ZIP archive; unpack it";
    }
}
