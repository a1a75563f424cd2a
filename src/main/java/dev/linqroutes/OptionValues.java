package dev.linqroutes;

import dev.linqroutes.command.Times;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says of one that is none what is: the parser itself shows Java's exception. */
final class OptionValues {
    private OptionValues() {}

    /** Of all commands that the line has by now. */
    static void register(CommandLine line) {
        line.registerConverter(Instant.class, OptionValues::time);
        line.registerConverter(Integer.class, OptionValues::number);
        line.registerConverter(int.class, OptionValues::number);
    }

    private static Instant time(String value) {
        return Times.read(value)
                .orElseThrow(() -> mustBe("a time with its offset, such as 2026-11-23T09:00:00Z", value));
    }

    private static Integer number(String value) {
        try {
            return Integer.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw mustBe("a whole number", value);
        }
    }

    private static TypeConversionException mustBe(String what, String value) {
        return new TypeConversionException("must be " + what + ", is \"" + value + "\"");
    }
}
