package dev.linqroutes.command;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.regex.Pattern;

/**
 * Matches patterns of a schema against whole strings. The validator would accept a matching substring, and {@code $} of Java
 * also matches before a line break at the end, unlike {@code $} of JSON Schema.
 */
final class WholeStringPatterns implements RegularExpressionFactory {
    /** @throws IllegalArgumentException when the pattern does not cover the whole string */
    @Override
    public RegularExpression getRegularExpression(String pattern) {
        if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
            throw new IllegalArgumentException("a pattern must cover the whole string, from ^ to $: " + pattern);
        }
        Pattern compiled = Pattern.compile(pattern);
        return value -> compiled.matcher(value).matches();
    }
}
