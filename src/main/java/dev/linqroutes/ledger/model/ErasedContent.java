package dev.linqroutes.ledger.model;

import java.util.regex.Pattern;

/** What the ledger keeps in the place of what named an erased person, or was the content of a message that was deleted at Linq. */
public final class ErasedContent {
    /** In the place of a number or address in a text. */
    public static final String MASK = "[erased]";

    /** In the place of the body of a finished call. */
    public static final String BODY = "{\"erased\":true}";

    private static final int HASH_LENGTH = 32;
    private static final Pattern ID = Pattern.compile("erased-[0-9a-f]{" + HASH_LENGTH + "}");

    private ErasedContent() {}

    /**
     * In the place of an identifier: always the same for the same one, so that a redelivered command and a group that is named
     * again are recognised. Whoever knows the identifier can compute it.
     */
    public static String id(String identifier) {
        return "erased-" + Sha256Hex.of(identifier).substring(0, HASH_LENGTH);
    }

    /** Whether it stands in the place of an identifier. */
    public static boolean isId(String identifier) {
        return ID.matcher(identifier).matches();
    }
}
