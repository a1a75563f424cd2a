package dev.linqroutes.ledger.db;

/** Makes texts from outside storable in the ledger's columns. */
public final class StorableText {
    /** Of the columns that say who has done something. */
    private static final int MAX_USER_LENGTH = 255;

    private StorableText() {}

    /** Replaces NUL and unpaired surrogates, which PostgreSQL rejects, by spaces. */
    public static String of(String text) {
        return text.codePoints()
                .map(each -> each == 0 || Character.getType(each) == Character.SURROGATE ? ' ' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same, truncated to a length in characters. */
    public static String of(String text, int maxLength) {
        return of(text.length() <= maxLength ? text : text.substring(0, maxLength));
    }

    /** The same, truncated for a column with the name of a user. */
    public static String ofUser(String user) {
        return of(user, MAX_USER_LENGTH);
    }

    /** The same, truncated for a column of messages. */
    public static String ofMessage(String message) {
        return of(message.length() <= 1000 ? message : message.substring(0, 1000) + "…");
    }
}
