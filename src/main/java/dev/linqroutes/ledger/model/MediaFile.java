package dev.linqroutes.ledger.model;

/**
 * A file that a message has.
 *
 * @param name as the producer wrote it, below the folder of such files
 * @param sha256 of its content, lower-case hex
 * @param contentType as Linq names it
 */
public record MediaFile(String name, String sha256, String contentType, long size) {
    private static final int MAX_NAME_LENGTH = 255;

    /** In the body of a call, in place of the id of the attachment, until that is known. */
    public static String placeholder(String sha256) {
        return "{media:" + sha256 + "}";
    }

    /** The name without folders, as recipients see it. */
    public String baseName() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        // The end says what it is.
        return last.length() <= MAX_NAME_LENGTH ? last : last.substring(last.length() - MAX_NAME_LENGTH);
    }
}
