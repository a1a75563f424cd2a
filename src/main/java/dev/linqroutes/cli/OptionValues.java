package dev.linqroutes.cli;

import dev.linqroutes.command.text.Rfc3339;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converts option values. The error messages name the allowed values; picocli's own would print a Java exception. */
public final class OptionValues {
    private OptionValues() {}

    /** Registers the converters for all commands added so far. */
    public static void register(CommandLine line) {
        line.registerConverter(Instant.class, new Converter<>(OptionValues::time));
        line.registerConverter(Duration.class, new Converter<>(OptionValues::duration));
        line.registerConverter(Integer.class, new Converter<>(OptionValues::number));
        line.registerConverter(int.class, new Converter<>(OptionValues::number));
        line.registerConverter(Path.class, new Converter<>(OptionValues::path));
    }

    /** OpenJDK 17 crashes when it archives a lambda for an interface that was compiled for Java 5, such as picocli's. */
    private record Converter<T>(Function<String, T> function) implements CommandLine.ITypeConverter<T> {
        @Override
        public T convert(String value) {
            return function.apply(value);
        }
    }

    private static Instant time(String value) {
        return Rfc3339.parse(value)
                .orElseThrow(() -> invalid("a time with an offset, such as 2026-11-23T09:00:00Z", value));
    }

    private static Duration duration(String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw invalid("a duration, such as PT5S for five seconds", value);
        }
    }

    private static Integer number(String value) {
        try {
            return Optional.of(Integer.valueOf(value.strip()))
                    .filter(number -> number >= 0)
                    .orElseThrow(NumberFormatException::new);
        } catch (NumberFormatException e) {
            throw invalid("a whole number, zero or more", value);
        }
    }

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw invalid("a path that this process can open (rename it, or start with LC_ALL=C.UTF-8)", value);
        }
    }

    private static TypeConversionException invalid(String expected, String value) {
        return new TypeConversionException("must be " + expected + ", is \"" + value + "\"");
    }
}
