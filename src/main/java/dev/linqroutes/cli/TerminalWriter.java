package dev.linqroutes.cli;

import dev.linqroutes.command.text.ControlCharacters;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The writer for all output of the commands: escapes control characters. A printed line stays one line; a text that is written
 * or printed without a line end may have several lines. JSON stays valid, since control characters occur only in its strings,
 * where the escapes mean the same.
 */
public final class TerminalWriter extends PrintWriter {
    public TerminalWriter(Writer out) {
        super(out, true);
    }

    @Override
    public void println(String line) {
        super.println(ControlCharacters.escaped(String.valueOf(line)));
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }

    /** Escapes the values; the format may have several lines. */
    @Override
    public PrintWriter format(String format, Object... values) {
        return super.format(format, escaped(values));
    }

    @Override
    public PrintWriter format(Locale locale, String format, Object... values) {
        return super.format(locale, format, escaped(values));
    }

    private static Object[] escaped(Object... values) {
        return Stream.of(values)
                .map(value -> value instanceof Number ? value : ControlCharacters.escaped(String.valueOf(value)))
                .toArray();
    }

    @Override
    public void write(int c) {
        write(new char[] {(char) c}, 0, 1);
    }

    @Override
    public void write(String text, int from, int length) {
        write(text.toCharArray(), from, length);
    }

    @Override
    public void write(char[] text, int from, int length) {
        int written = from;
        for (int i = from; i < from + length; i++) {
            if (text[i] != '\n' && ControlCharacters.isControl(text[i])) {
                super.write(text, written, i - written);
                String escape = ControlCharacters.escape(text[i]);
                super.write(escape.toCharArray(), 0, escape.length());
                written = i + 1;
            }
        }
        super.write(text, written, from + length - written);
    }
}
