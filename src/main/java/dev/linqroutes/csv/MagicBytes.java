package dev.linqroutes.csv;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells what a file is that people take for a text file, by how it begins. */
final class MagicBytes {
    private static final String AS_CSV = "save it as \"CSV UTF-8\" and drop that";
    private static final String ZIP = "PK\u0003\u0004";
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("\u00D0\u00CF\u0011\u00E0", "is an old Excel workbook (.xls); " + AS_CSV);
        KINDS.put("\u001F\u008B", "is compressed with gzip; unpack it");
        KINDS.put("BZh91AY", "is compressed with bzip2; unpack it");
        KINDS.put("\u00FD7zXZ", "is compressed with xz; unpack it");
        KINDS.put("\u0028\u00B5\u002F\u00FD", "is compressed with zstd; unpack it");
        KINDS.put("7z\u00BC\u00AF", "is a 7z archive; unpack it");
        KINDS.put("Rar!\u001A", "is a RAR archive; unpack it");
        KINDS.put("PAR1\u0015", "is a Parquet file; export it as CSV or JSONL");
        KINDS.put("%PDF-", "is a PDF document; export the table as CSV");
        KINDS.put("\u0089PNG", "is a picture (PNG), not a table");
        KINDS.put("\u00FF\u00D8\u00FF", "is a picture (JPEG), not a table");
        KINDS.put("GIF89a", "is a picture (GIF), not a table");
        KINDS.put("{\\rtf", "is a text document (RTF); export the table as CSV");
    }

    private MagicBytes() {}

    /** @throws UnreadableFile when it is another kind of file, saying which and what to do */
    static void refuse(String name, byte[] head) throws UnreadableFile {
        Optional<String> kind = kind(head);
        if (kind.isPresent()) {
            throw new UnreadableFile(name + ": " + kind.get());
        }
    }

    /** Which other kind of file it is, and what to do; empty when it may be a text file. */
    static Optional<String> kind(byte[] head) {
        String begin = new String(head, StandardCharsets.ISO_8859_1);
        if (begin.startsWith(ZIP)) {
            return Optional.of(archive(begin));
        }
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (begin.startsWith(kind.getKey())) {
                return Optional.of(kind.getValue());
            }
        }
        String tag = begin.substring(0, Math.min(100, begin.length())).strip().toLowerCase(Locale.ROOT);
        boolean isMarkup = tag.startsWith("<!doctype") || tag.startsWith("<html") || tag.startsWith("<?xml");
        return isMarkup ? Optional.of("is a web page or XML, not a table; export it as CSV") : Optional.empty();
    }

    private static String archive(String begin) {
        if (begin.contains("opendocument.spreadsheet")) {
            return "is a LibreOffice workbook (.ods); " + AS_CSV;
        }
        if (begin.contains("xl/") || begin.contains("[Content_Types].xml")) {
            return "is an Excel workbook (.xlsx); " + AS_CSV;
        }
        return begin.contains("Index/Tables") || begin.contains("Index/Document.iwa")
                ? "is a Numbers document; export it as CSV (UTF-8)"
                : "is a ZIP archive; unpack it";
    }
}
