package dev.linqroutes.sandbox.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the first bytes of a file say of its type, as far as that is certain: Linq detects the type from the content (reference 3.2). */
public final class FileSignatures {
    /** As many bytes as are looked at. */
    public static final int LENGTH = 16;

    private static final List<Signature> SIGNATURES = List.of(
            required(0, hex("89504E470D0A1A0A"), "image/png"),
            required(0, hex("FFD8FF"), "image/jpeg"),
            required(0, ascii("GIF8"), "image/gif"),
            required(0, hex("49492A00"), "image/tiff"),
            required(0, hex("4D4D002A"), "image/tiff"),
            required(8, ascii("WEBP"), "image/webp"),
            required(8, ascii("AIFF"), "audio/x-aiff", "audio/aiff"),
            required(8, ascii("AIFC"), "audio/x-aiff", "audio/aiff"),
            required(0, ascii("caff"), "audio/x-caf"),
            required(0, ascii("#!AMR"), "audio/amr"),
            required(0, ascii("MThd"), "audio/midi"),
            required(0, ascii("{\\rtf"), "text/rtf"),
            required(0, hex("1F8B"), "application/x-gzip"),
            required(4, ascii("ftyp"), "image/heic", "image/heif"),
            possible(
                    4,
                    ascii("ftyp"),
                    "video/mp4",
                    "video/quicktime",
                    "video/x-m4v",
                    "video/3gpp",
                    "audio/x-m4a",
                    "audio/mp4"),
            possible(8, ascii("WAVE"), "audio/x-wav"),
            possible(8, ascii("AVI "), "video/x-msvideo"),
            possible(0, ascii("%PDF-"), "application/pdf"),
            possible(
                    0,
                    hex("D0CF11E0A1B11AE1"),
                    "application/msword",
                    "application/vnd.ms-excel",
                    "application/vnd.ms-powerpoint"),
            possible(0, hex("504B0304"), zipped()));

    private FileSignatures() {}

    /**
     * @param bytes at the offset
     * @param types those that begin so
     * @param always whether no file of these types begins otherwise
     */
    private record Signature(int offset, byte[] bytes, Set<String> types, boolean always) {
        boolean isOf(byte[] file) {
            int end = offset + bytes.length;
            return file.length >= end && Arrays.equals(file, offset, end, bytes, 0, bytes.length);
        }
    }

    private static Signature required(int offset, byte[] bytes, String... types) {
        return new Signature(offset, bytes, Set.of(types), true);
    }

    private static Signature possible(int offset, byte[] bytes, String... types) {
        return new Signature(offset, bytes, Set.of(types), false);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String[] zipped() {
        return Stream.of("docx", "xlsx", "pptx", "pages", "numbers", "key", "epub", "zip")
                .map(extension -> MediaTypes.ofName("a." + extension).orElseThrow())
                .toArray(String[]::new);
    }

    /**
     * Whether a file is certainly not of this type.
     *
     * @param start its first {@link #LENGTH} bytes, or all that it has
     */
    public static boolean contradict(String contentType, byte[] start) {
        Set<String> found = SIGNATURES.stream()
                .filter(signature -> signature.isOf(start))
                .flatMap(signature -> signature.types().stream())
                .collect(Collectors.toSet());
        boolean needsOne = SIGNATURES.stream()
                .anyMatch(signature -> signature.always() && signature.types().contains(contentType));
        return found.isEmpty() ? needsOne : !found.contains(contentType);
    }
}
