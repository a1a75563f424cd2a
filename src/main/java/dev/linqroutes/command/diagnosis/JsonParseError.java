package dev.linqroutes.command.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rewords the messages of the JSON parser: removes settings of the parser, and explains frequent errors. */
public final class JsonParseError {
    /** Parts of a message about settings of the parser, which a producer cannot change. */
    private static final Pattern SETTINGS = Pattern.compile(" \\(start marker .*"
            + "|\\s*\\(not recognized as one since [^)]*\\)"
            + "|: enable `[^`]*` to allow"
            + "| \\(bound as `[^`]*`\\): not allowed as per `[^`]*`"
            + "|, from `[^`]*`"
            + "|\\[Source: REDACTED \\([^)]*\\); ([^\\]]*)\\]");

    private static final List<Explanation> EXPLANATIONS = List.of(
            new Explanation("non-standard\\) comment|\\('#' \\(code 35\\)", "JSON has no comments"),
            new Explanation("Non-standard token", "JSON has no such number; leave the field out"),
            new Explanation(
                    "\\('}' .*was expecting double-quote to start field name|\\('\\]' .*expected a value",
                    "there is a comma before the closing bracket"),
            new Explanation("\\(''' \\(code 39", "JSON requires double quotes"),
            new Explanation("\\(code (8216|8217|8218|8220|8221|8222|171|187)\\b", "the quotes are typographic"),
            new Explanation(
                    "token '(None|True|False|undefined|nil|NULL|Null|TRUE|FALSE)'",
                    "JSON writes null, true and false in lower case"));

    private static final Pattern CHARACTER = Pattern.compile("^Unexpected character \\('.{1,2}' \\(code (\\d+)");

    private record Explanation(Pattern pattern, String text) {
        Explanation(String pattern, String text) {
            this(Pattern.compile(pattern, Pattern.DOTALL), text);
        }
    }

    private JsonParseError() {}

    /** The first line of the message, without settings of the parser. */
    public static String message(JsonProcessingException problem) {
        return SETTINGS.matcher(problem.getOriginalMessage().lines().findFirst().orElse(""))
                .replaceAll("$1");
    }

    /** @param message from {@link #message} */
    static Optional<String> explain(String message) {
        return EXPLANATIONS.stream()
                .filter(explanation -> explanation.pattern.matcher(message).find())
                .findFirst()
                .map(Explanation::text)
                .or(() -> explainInvisible(message));
    }

    private static Optional<String> explainInvisible(String message) {
        Matcher character = CHARACTER.matcher(message);
        return character.find() && isInvisible(Integer.parseInt(character.group(1)))
                ? Optional.of("that character is invisible; remove it")
                : Optional.empty();
    }

    private static boolean isInvisible(int character) {
        return InvisibleCharacters.isInvisible(character) || InvisibleCharacters.isSpace(character);
    }
}
