package dev.linqroutes.sandbox.content;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the first bytes of a file say of its type, as far as that is certain: Linq detects the type from the content (reference 3.2). */
public final class FileSignatures {
    /** As many bytes as are looked at. */
    public static final int LENGTH = 16;

    /** In a pattern, a byte that may be any. */
    private static final char ANY = '?';

    private static final List<Signature> SIGNATURES = List.of(
            required(hex("89504E470D0A1A0A"), "image/png"),
            required(hex("FFD8FF"), "image/jpeg"),
            required("GIF87a", "image/gif"),
            required("GIF89a", "image/gif"),
            required(hex("49492A00"), "image/tiff"),
            required(hex("4D4D002A"), "image/tiff"),
            required(hex("49492B00"), "image/tiff"),
            required(hex("4D4D002B"), "image/tiff"),
            required("RIFF????WEBP", "image/webp"),
            required("FORM????AIFF", "audio/x-aiff", "audio/aiff"),
            required("FORM????AIFC", "audio/x-aiff", "audio/aiff"),
            required(hex("6361666600010000"), "audio/x-caf"),
            required("#!AMR", "audio/amr"),
            required(hex("4D54686400000006"), "audio/midi"),
            required("{\\rtf", "text/rtf"),
            required(hex("1F8B"), "application/x-gzip"),
            required(hex("0000") + "??ftyp", "image/heic", "image/heif"),
            possible(
                    hex("0000") + "??ftyp",
                    "video/mp4",
                    "video/quicktime",
                    "video/x-m4v",
                    "video/3gpp",
                    "audio/x-m4a",
                    "audio/mp4"),
            possible("RIFF????WAVE", "audio/x-wav"),
            possible("RIFF????AVI ", "video/x-msvideo"),
            possible("%PDF-", "application/pdf"),
            possible(
                    hex("D0CF11E0A1B11AE1"),
                    "application/msword",
                    "application/vnd.ms-excel",
                    "application/vnd.ms-powerpoint"),
            possible(hex("504B0304"), zipped()));

    private FileSignatures() {}

    /**
     * @param pattern the first bytes, a character each
     * @param types those that begin so
     * @param always whether no file of these types begins otherwise
     */
    private record Signature(String pattern, Set<String> types, boolean always) {
        boolean isOf(byte[] file) {
            return file.length >= pattern.length()
                    && IntStream.range(0, pattern.length())
                            .allMatch(at -> pattern.charAt(at) == ANY || pattern.charAt(at) == (file[at] & 0xFF));
        }
    }

    private static Signature required(String pattern, String... types) {
        return new Signature(pattern, Set.of(types), true);
    }

    private static Signature possible(String pattern, String... types) {
        return new Signature(pattern, Set.of(types), false);
    }

    private static String hex(String text) {
        return new String(HexFormat.of().parseHex(text), StandardCharsets.ISO_8859_1);
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
