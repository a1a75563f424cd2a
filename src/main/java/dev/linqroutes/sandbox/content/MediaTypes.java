package dev.linqroutes.sandbox.content;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kinds of files that Linq sends (reference 3.2), and the types of uploads, of which there are more (types of Linq's SDK). */
public final class MediaTypes {
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private static final Map<String, String> BY_EXTENSION = byExtension(
            """
            jpg image/jpeg, jpeg image/jpeg, png image/png, gif image/gif, heic image/heic, heif image/heif,
            tif image/tiff, tiff image/tiff, bmp image/bmp,
            mp4 video/mp4, mov video/quicktime, m4v video/x-m4v, mpeg video/mpeg, mpg video/mpeg, 3gp video/3gpp,
            m4a audio/x-m4a, mp3 audio/mpeg, aac audio/aac, caf audio/x-caf, wav audio/x-wav, aiff audio/x-aiff,
            amr audio/amr,
            pdf application/pdf, txt text/plain, rtf text/rtf, csv text/csv, html text/html, htm text/html,
            doc application/msword, docx OFFICE.wordprocessingml.document,
            xls application/vnd.ms-excel, xlsx OFFICE.spreadsheetml.sheet,
            ppt application/vnd.ms-powerpoint, pptx OFFICE.presentationml.presentation,
            pages application/x-iwork-pages-sffpages, numbers application/x-iwork-numbers-sffnumbers,
            key application/x-iwork-keynote-sffkey, epub application/epub+zip, zip application/zip,
            vcf text/vcard, ics text/calendar""");

    private static final List<String> FURTHER_UPLOADS = List.of(
            "image/svg+xml",
            "image/webp",
            "image/x-icon",
            "video/mpeg2",
            "video/x-msvideo",
            "audio/mp3",
            "audio/mp4",
            "audio/aiff",
            "audio/midi",
            "text/markdown",
            "text/xml",
            "application/json",
            "application/x-gzip");

    private static final Set<String> UPLOADS = new LinkedHashSet<>(BY_EXTENSION.values());

    static {
        UPLOADS.addAll(FURTHER_UPLOADS);
    }

    /** The types of voice memos (reference 2.12), with their deprecated names. */
    private static final Set<String> VOICE = Set.of(
            "audio/mpeg",
            "audio/mp3",
            "audio/x-m4a",
            "audio/mp4",
            "audio/aac",
            "audio/x-caf",
            "audio/x-wav",
            "audio/x-aiff",
            "audio/aiff",
            "audio/amr");

    private MediaTypes() {}

    /** Whether a file of this type can be uploaded. */
    public static boolean isSupported(String contentType) {
        return UPLOADS.contains(contentType);
    }

    /** Whether it is one of those that messages have. */
    static boolean isSent(String contentType) {
        return BY_EXTENSION.containsValue(contentType);
    }

    static boolean isVoice(String contentType) {
        return VOICE.contains(contentType);
    }

    static boolean isImage(String contentType) {
        return contentType.startsWith("image/");
    }

    /** By the extension of the name; empty when Linq does not send such files, or there is none. */
    static Optional<String> ofName(String filename) {
        return Optional.ofNullable(BY_EXTENSION.get(extension(filename)));
    }

    /** In lower case, without its dot; empty if there is none. */
    static String extension(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> byExtension(String list) {
        Map<String, String> types = new HashMap<>();
        for (String entry : list.replace("OFFICE.", OFFICE).split(",\\s+")) {
            String[] parts = entry.strip().split(" ");
            types.put(parts[0], parts[1]);
        }
        return Map.copyOf(types);
    }
}
