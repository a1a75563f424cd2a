package dev.linqroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the parser says of a text that is no JSON, without its own settings, and what it means in other words where these help. */
final class JsonFault {
    /** Of the parser: nobody who writes commands can set them. */
    private static final Pattern SETTINGS = Pattern.compile(" \\(start marker .*"
            + "|\\s*\\(not recognized as one since [^)]*\\)"
            + "|: enable `[^`]*` to allow"
            + "| \\(bound as `[^`]*`\\): not allowed as per `[^`]*`"
            + "|, from `[^`]*`"
            + "|\\[Source: REDACTED \\([^)]*\\); ([^\\]]*)\\]");

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("non-standard\\) comment|\\('#' \\(code 35\\)", "JSON has no comments"),
            new Meaning("Non-standard token", "JSON has no such number; leave the field out"),
            new Meaning(
                    "\\('}' .*was expecting double-quote to start field name|\\('\\]' .*expected a value",
                    "a comma stands before the closing bracket"),
            new Meaning("\\(''' \\(code 39", "JSON takes double quotes"),
            new Meaning("\\(code (8216|8217|8218|8220|8221|8222|171|187)\\b", "the quotes are typographic ones"),
            new Meaning(
                    "token '(None|True|False|undefined|nil|NULL|Null|TRUE|FALSE)'",
                    "JSON writes null, true and false, in small letters"));

    private static final Pattern CHARACTER = Pattern.compile("^Unexpected character \\('.{1,2}' \\(code (\\d+)");

    private record Meaning(Pattern words, String told) {
        Meaning(String words, String told) {
            this(Pattern.compile(words, Pattern.DOTALL), told);
        }
    }

    private JsonFault() {}

    /** In one line. */
    static String words(JsonProcessingException problem) {
        return SETTINGS.matcher(problem.getOriginalMessage().lines().findFirst().orElse(""))
                .replaceAll("$1");
    }

    /** @param words as {@link #words} gives them */
    static Optional<String> meaning(String words) {
        return MEANINGS.stream()
                .filter(meaning -> meaning.words.matcher(words).find())
                .findFirst()
                .map(Meaning::told)
                .or(() -> invisible(words));
    }

    private static Optional<String> invisible(String words) {
        Matcher character = CHARACTER.matcher(words);
        return character.find() && isInvisible(Integer.parseInt(character.group(1)))
                ? Optional.of("that character cannot be seen; take it out")
                : Optional.empty();
    }

    private static boolean isInvisible(int character) {
        return Invisible.is(character) || Invisible.isSpace(character);
    }
}
