package dev.linqroutes.command.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the parser says of a text that is no JSON, without its own settings, and what it means in other words where these help. */
public final class JsonParseError {
    /** Of the parser: nobody who writes commands can set them. */
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
                    "a comma stands before the closing bracket"),
            new Explanation("\\(''' \\(code 39", "JSON takes double quotes"),
            new Explanation("\\(code (8216|8217|8218|8220|8221|8222|171|187)\\b", "the quotes are typographic ones"),
            new Explanation(
                    "token '(None|True|False|undefined|nil|NULL|Null|TRUE|FALSE)'",
                    "JSON writes null, true and false, in small letters"));

    private static final Pattern CHARACTER = Pattern.compile("^Unexpected character \\('.{1,2}' \\(code (\\d+)");

    private record Explanation(Pattern pattern, String text) {
        Explanation(String words, String told) {
            this(Pattern.compile(words, Pattern.DOTALL), told);
        }
    }

    private JsonParseError() {}

    /** In one line. */
    public static String message(JsonProcessingException problem) {
        return SETTINGS.matcher(problem.getOriginalMessage().lines().findFirst().orElse(""))
                .replaceAll("$1");
    }

    /** @param words as {@link #message} gives them */
    static Optional<String> explain(String words) {
        return EXPLANATIONS.stream()
                .filter(meaning -> meaning.pattern.matcher(words).find())
                .findFirst()
                .map(Explanation::text)
                .or(() -> explainInvisible(words));
    }

    private static Optional<String> explainInvisible(String words) {
        Matcher character = CHARACTER.matcher(words);
        return character.find() && isInvisible(Integer.parseInt(character.group(1)))
                ? Optional.of("that character cannot be seen; take it out")
                : Optional.empty();
    }

    private static boolean isInvisible(int character) {
        return InvisibleCharacters.isInvisible(character) || InvisibleCharacters.isSpace(character);
    }
}
