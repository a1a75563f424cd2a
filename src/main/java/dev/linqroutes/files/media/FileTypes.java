package dev.linqroutes.files.media;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The types of files that Linq sends (reference 3.2), by the extension of the name and the first bytes together: recipients open a file
 * by its name.
 */
final class FileTypes {
    /** As many bytes as are looked at. */
    static final int HEAD_BYTES = 1024;

    /** In a pattern, a byte that may be any. */
    private static final char ANY = '?';

    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private static final String[] BASE_MEDIA = {
        "????ftyp", "????moov", "????mdat", "????wide", "????free", "????skip", "????pnot"
    };
    private static final String OLE = hex("D0CF11E0A1B11AE1");
    private static final String[] ZIP = {"PK\3\4", "PK\5\6"};
    private static final String[] EXECUTABLES = {
        "MZ",
        hex("7F") + "ELF",
        hex("FEEDFACE"),
        hex("FEEDFACF"),
        hex("CEFAEDFE"),
        hex("CFFAEDFE"),
        hex("CAFEBABE"),
        "#!/",
        "#! /"
    };

    /** Every kind of file that has a signature, in an order in which more special ones come first. */
    private static final List<FileType> BINARY = List.of(
            type("jpg jpeg", "image/jpeg", hex("FFD8FF")),
            type("png", "image/png", hex("89504E470D0A1A0A")),
            type("gif", "image/gif", "GIF87a", "GIF89a"),
            type("heic", "image/heic", "????ftyp"),
            type("heif", "image/heif", "????ftyp"),
            type("tif tiff", "image/tiff", hex("49492A00"), hex("4D4D002A"), hex("49492B00"), hex("4D4D002B")),
            type("bmp", "image/bmp", "BM"),
            type("mp4", "video/mp4", BASE_MEDIA),
            type("mov", "video/quicktime", BASE_MEDIA),
            type("m4v", "video/x-m4v", BASE_MEDIA),
            type("3gp", "video/3gpp", BASE_MEDIA),
            type("m4a", "audio/x-m4a", BASE_MEDIA),
            type("mpeg mpg", "video/mpeg", hex("000001BA"), hex("000001B3")),
            type(
                    "mp3",
                    "audio/mpeg",
                    "ID3",
                    hex("FFFB"),
                    hex("FFFA"),
                    hex("FFF3"),
                    hex("FFF2"),
                    hex("FFE3"),
                    hex("FFE2")),
            type("aac", "audio/aac", hex("FFF1"), hex("FFF9"), "ADIF", "ID3"),
            type("caf", "audio/x-caf", "caff"),
            type("wav", "audio/x-wav", "RIFF????WAVE"),
            type("aiff", "audio/x-aiff", "FORM????AIFF", "FORM????AIFC"),
            type("amr", "audio/amr", "#!AMR"),
            type("pdf", "application/pdf", "%PDF-"),
            type("rtf", "text/rtf", "{\\rtf"),
            type("doc", "application/msword", OLE),
            type("xls", "application/vnd.ms-excel", OLE),
            type("ppt", "application/vnd.ms-powerpoint", OLE),
            type("docx", OFFICE + "wordprocessingml.document", ZIP),
            type("xlsx", OFFICE + "spreadsheetml.sheet", ZIP),
            type("pptx", OFFICE + "presentationml.presentation", ZIP),
            type("pages", "application/x-iwork-pages-sffpages", ZIP),
            type("numbers", "application/x-iwork-numbers-sffnumbers", ZIP),
            type("key", "application/x-iwork-keynote-sffkey", ZIP),
            type("epub", "application/epub+zip", ZIP),
            type("zip", "application/zip", ZIP));

    /** Without a signature: text. */
    private static final List<FileType> TEXT = List.of(
            type("txt", "text/plain"),
            type("csv", "text/csv"),
            type("html htm", "text/html"),
            type("vcf", "text/vcard"),
            type("ics", "text/calendar"));

    /** @param signatures alternatives for the first bytes, a character each */
    private record FileType(List<String> extensions, String contentType, List<String> signatures) {
        boolean begins(byte[] head) {
            return signatures.stream().anyMatch(signature -> startsWith(head, signature));
        }
    }

    private FileTypes() {}

    private static FileType type(String extensions, String contentType, String... signatures) {
        return new FileType(List.of(extensions.split(" ")), contentType, List.of(signatures));
    }

    private static String hex(String text) {
        return new String(HexFormat.of().parseHex(text), StandardCharsets.ISO_8859_1);
    }

    /**
     * The type as Linq names it.
     *
     * @param head the first {@link #HEAD_BYTES} bytes, or all that it has
     * @throws RefusedFile if Linq does not send such files, or the content is not what the name says
     */
    static String contentType(String name, byte[] head) throws RefusedFile {
        if (Stream.of(EXECUTABLES).anyMatch(signature -> startsWith(head, signature))) {
            throw new RefusedFile("is a program, which is not sent");
        }
        String extension = extension(name);
        FileType type = find(extension).orElseThrow(() -> unknown(extension));
        boolean matches = type.signatures().isEmpty() ? isText(head) : type.begins(head) || isLaterPdf(type, head);
        if (!matches) {
            throw new RefusedFile("is no ." + extension + " file: its content "
                    + describe(head)
                            .map(found -> "is that of a ." + found + " file")
                            .orElse("is something else")
                    + "; give it the extension of what it is");
        }
        return type.contentType();
    }

    static boolean isSent(String name) {
        return find(extension(name)).isPresent();
    }

    private static Optional<FileType> find(String extension) {
        return Stream.concat(BINARY.stream(), TEXT.stream())
                .filter(each -> each.extensions().contains(extension))
                .findFirst();
    }

    private static RefusedFile unknown(String extension) {
        List<String> known = new ArrayList<>();
        Stream.concat(BINARY.stream(), TEXT.stream()).forEach(each -> known.addAll(each.extensions()));
        return new RefusedFile((extension.isEmpty() ? "has no extension" : "is a ." + extension + " file")
                + ", and Linq sends these: " + String.join(" ", known));
    }

    /** Some programs write something before it, and readers accept that. */
    private static boolean isLaterPdf(FileType type, byte[] head) {
        return type.contentType().equals("application/pdf")
                && new String(head, StandardCharsets.ISO_8859_1).contains("%PDF-");
    }

    private static Optional<String> describe(byte[] head) {
        return BINARY.stream()
                .filter(each -> each.begins(head))
                .map(each -> each.extensions().get(0))
                .findFirst();
    }

    /** Text in UTF-16 has NUL bytes, but begins with a byte order mark. */
    private static boolean isText(byte[] head) {
        boolean utf16 = startsWith(head, hex("FFFE")) || startsWith(head, hex("FEFF"));
        boolean hasNul = IntStream.range(0, head.length).anyMatch(i -> head[i] == 0);
        return utf16
                || !hasNul && BINARY.stream().filter(FileTypes::isUnmistakable).noneMatch(each -> each.begins(head));
    }

    /** A text may begin with BM or ID3. */
    private static boolean isUnmistakable(FileType type) {
        return type.signatures().stream().allMatch(signature -> signature.length() > 3);
    }

    private static boolean startsWith(byte[] head, String pattern) {
        return head.length >= pattern.length()
                && IntStream.range(0, pattern.length())
                        .allMatch(at -> pattern.charAt(at) == ANY || pattern.charAt(at) == (head[at] & 0xFF));
    }

    private static String extension(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        return dot < 0 ? "" : last.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
