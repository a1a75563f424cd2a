package dev.linqroutes.ledger.model;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A file that a message has.
 *
 * @param name as the producer wrote it, below the folder of such files
 * @param sha256 of its content, lower-case hex
 * @param contentType as Linq names it
 */
public record MediaFile(String name, String sha256, String contentType, long size) {
    private static final int MAX_NAME_LENGTH = 255;
    private static final String PATTERN = "\\{media:([0-9a-f]{64})\\}";
    private static final Predicate<String> PLACEHOLDER =
            Pattern.compile(PATTERN).asMatchPredicate();

    /** In JSON, whatever its field. */
    private static final Pattern IN_JSON = Pattern.compile("\"" + PATTERN + "\"");

    /** In the body of a call, in place of the id of the attachment or its address, until that is known. */
    public String placeholder() {
        return placeholder(key());
    }

    /** @param key of the file */
    public static String placeholder(String key) {
        return "{media:" + key + "}";
    }

    /**
     * Identifies the upload, and the file in the ledger: recipients see name and type, so the same content under another name is another
     * file. In the form of a hash, as earlier versions took that of the content.
     */
    public String key() {
        return Sha256Hex.of(sha256 + "\n" + contentType + "\n" + baseName());
    }

    public static boolean isPlaceholder(String value) {
        return PLACEHOLDER.test(value);
    }

    /** Of the files whose placeholders are in the body of a call: their keys. */
    public static List<String> findPlaceholders(String body) {
        // Most calls have none.
        return body.contains("{media:")
                ? IN_JSON.matcher(body).results().map(match -> match.group(1)).toList()
                : List.of();
    }

    /** The name without folders, as recipients see it. */
    public String baseName() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        // The end says what it is.
        return last.length() <= MAX_NAME_LENGTH ? last : last.substring(last.length() - MAX_NAME_LENGTH);
    }
}
