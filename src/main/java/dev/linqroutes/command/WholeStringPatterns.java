package dev.linqroutes.command;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.regex.Pattern;

/**
 * Matches patterns of a schema against whole strings. The validator's own way takes any part that matches, and Java's
 * {@code $} also stands before a line break at the end, which JSON Schema's does not.
 */
final class WholeStringPatterns implements RegularExpressionFactory {
    /** @throws IllegalArgumentException when the pattern is for a part of a string */
    @Override
    public RegularExpression getRegularExpression(String pattern) {
        if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
            throw new IllegalArgumentException("a pattern must cover the whole string, from ^ to $: " + pattern);
        }
        Pattern compiled = Pattern.compile(pattern);
        return value -> compiled.matcher(value).matches();
    }
}
