package dev.linqroutes.plan;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.Quoting;
import java.util.Optional;

/** Reads the syntax of templates: {@code {name}} is a placeholder, and a double brace a literal brace. */
public final class TemplateParser {
    private static final int MAX_QUOTED_LENGTH = 40;

    private TemplateParser() {}

    /** Receives the pieces of a template, in order. */
    public interface Pieces {
        void addLiteral(char c);

        /**
         * @param written what stands between the braces
         * @return whether to go on
         */
        boolean addPlaceholder(String written);
    }

    /**
     * Passes the pieces of the template on, up to the first problem: after it the syntax is uncertain.
     *
     * @param kind of what a placeholder names, for messages, such as "the name of a column"
     * @return what is wrong with the syntax, and how to correct it
     */
    public static Optional<String> parse(String template, String kind, Pieces pieces) {
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '{' && c != '}') {
                pieces.addLiteral(c);
            } else if (i + 1 < template.length() && template.charAt(i + 1) == c) {
                pieces.addLiteral(c);
                i++;
            } else if (c == '}') {
                return Optional.of("there is a } without a {; for a literal brace write }}");
            } else {
                int end = template.indexOf('}', i);
                if (end < 0) {
                    return Optional.of("there is a { without a }; for a literal brace write {{");
                }
                String written = template.substring(i + 1, end);
                if (written.indexOf('{') >= 0 || InvisibleCharacters.isBlank(written)) {
                    return Optional.of("{" + Quoting.shorten(written, MAX_QUOTED_LENGTH) + "} is not " + kind
                            + "; for a literal brace write {{");
                }
                if (!pieces.addPlaceholder(written)) {
                    return Optional.empty();
                }
                i = end;
            }
        }
        return Optional.empty();
    }

    /** The text as a template that has no placeholders. */
    public static String escape(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }
}
