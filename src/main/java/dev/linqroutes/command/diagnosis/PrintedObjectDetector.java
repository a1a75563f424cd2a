package dev.linqroutes.command.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Knows how programs print what they hold: it goes out where somebody has joined it to a text, or logged it, and not written it as JSON. */
final class PrintedObjectDetector {
    private static final String BYTES = "send the bytes themselves";

    private static final List<Form> FORMS = List.of(
            matching("\\{\\s*'.*", "it is written as Python prints a dict; write it with json.dumps"),
            matching("b['\"].*|bytearray\\(.*", "it is written as Python prints bytes; " + BYTES),
            matching(
                    "<[\\w.<>]+ (object )?(\\w+ )?at 0x.*|<class '.*|OrderedDict\\(.*|defaultdict\\(.*",
                    "it is how Python prints an object; write it with json.dumps"),
            matching("\\[[BCI]@[0-9a-f]+", "it is how Java prints an array; " + BYTES),
            matching("[A-Za-z_$][\\w.$]*@[0-9a-f]{1,16}", "it is how Java prints an object; write it as JSON"),
            matching("\\{\\s*[A-Za-z_]+=.*", "it is written as Java prints a map; write it as JSON"),
            matching("\\[object .*", "it is how JavaScript prints an object; write it with JSON.stringify"),
            matching("System\\.[A-Z].*", "it is how .NET prints an object; write it with JsonSerializer"),
            matching("map\\[.*|&?\\{[A-Za-z]\\w*\\s[^=:]*", "it is how Go prints a value; write it with json.Marshal"),
            matching("\\[\\d{1,3}( \\d{1,3})+\\]", "it is how Go prints bytes; " + BYTES),
            matching("\\{\\s*(\"[^\"]*\"|:\\w+)\\s*=>.*", "it is how Ruby prints a hash; write it with to_json"),
            matching("[aO]:\\d+:.*|array ?\\(.*|Array", "it is how PHP prints a value; write it with json_encode"),
            matching("(HASH|ARRAY)\\(0x.*", "it is how Perl prints a reference; write it as JSON"),
            matching("(Some|Optional|Just|Right|Ok)[(\\[]\\s*\\{.*", "take what is in the brackets out of them"),
            // Of Kotlin, Java's records, Lombok, Guava, C#'s records, Python's dataclasses, Connect's Struct, Rust,
            // Swift.
            matching(
                    "[A-Za-z_$][\\w.$]*\\s?[(\\[{]\\s*[A-Za-z_]\\w*\\s?[=:].*",
                    "it is how a program prints an object; write it as JSON"),
            matching("(?i)undefined|none|nil|nan|<nil>", "it is what a program prints for no value"));

    private record Form(Pattern pattern, String hint) {}

    private PrintedObjectDetector() {}

    /** @param text its beginning, without white space around it */
    static Optional<String> hint(String text) {
        return FORMS.stream()
                .filter(form -> form.pattern.matcher(text).matches())
                .findFirst()
                .map(Form::hint);
    }

    private static Form matching(String pattern, String told) {
        return new Form(Pattern.compile(pattern, Pattern.DOTALL), told);
    }
}
