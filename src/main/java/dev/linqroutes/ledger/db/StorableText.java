package dev.linqroutes.ledger.db;

/** Makes a text that came from outside fit for the ledger's columns. */
public final class StorableText {
    private StorableText() {}

    /** The same without NUL and halves of pairs of characters, which not every database takes. */
    public static String of(String text) {
        return text.codePoints()
                .map(each -> each == 0 || Character.getType(each) == Character.SURROGATE ? ' ' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same, and no longer than that. */
    public static String of(String text, int longest) {
        return of(text.length() <= longest ? text : text.substring(0, longest));
    }

    /** The same, and not too long for a column of messages. */
    public static String ofMessage(String message) {
        return of(message.length() <= 1000 ? message : message.substring(0, 1000) + "…");
    }
}
