package dev.linqroutes.command.diagnosis;

import static dev.linqroutes.command.diagnosis.TextFormat.matching;

import java.util.List;
import java.util.Optional;

/**
 * Recognizes objects in the print format of a programming language: the producer concatenated or logged an object instead of
 * serializing it as JSON.
 */
final class PrintedObjectDetector {
    private static final String BYTES = "send the bytes themselves";

    private static final List<TextFormat> FORMATS = List.of(
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
            matching("(Some|Optional|Just|Right|Ok)[(\\[]\\s*\\{.*", "send only the content of the brackets"),
            // Kotlin, Java's records, Lombok, Guava, C#'s records, Python's dataclasses, Connect's Struct, Rust,
            // Swift.
            matching(
                    "[A-Za-z_$][\\w.$]*\\s?[(\\[{]\\s*[A-Za-z_]\\w*\\s?[=:].*",
                    "it is how a program prints an object; write it as JSON"),
            matching("(?i)undefined|none|nil|nan|<nil>", "it is how a program prints a missing value"));

    private PrintedObjectDetector() {}

    /** @param text start of the value, without white space around it */
    static Optional<String> hint(String text) {
        return TextFormat.hint(FORMATS, text);
    }
}
