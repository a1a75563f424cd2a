package dev.linqroutes.ledger.chat;

import java.util.function.UnaryOperator;

/** Masks one person in texts. A text that does not name the person stays as it is. */
@FunctionalInterface
public interface TextMask extends UnaryOperator<String> {
    /** Whether the text names the person. */
    default boolean isNamedIn(String text) {
        return !apply(text).equals(text);
    }
}
