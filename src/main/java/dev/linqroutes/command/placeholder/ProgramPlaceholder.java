package dev.linqroutes.command.placeholder;

import dev.linqroutes.command.placeholder.MissingValueMarker.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Text that programs write for a missing value, or for a value without a text form, recognized by its shape. */
final class ProgramPlaceholder {
    /** {@code (null)}, {@code <NA>}, {@code [none]}, {@code {null}}, {@code "NULL"}. */
    private static final Pattern BRACKETED = Pattern.compile(
            "\\([^()]{1,30}\\)|<[^<>]{1,30}>|\\[[^\\[\\]]{1,30}]|\\{[^{}]{1,30}}" + "|[\"'`][^\"'`]{1,30}[\"'`]");

    private static final Set<String> ALWAYS_MISSING = Set.of(
            "null", "na", "n/a", "nat", "nan", "nil", "undefined", "missing value", "null value", "not set", "dbnull");

    /** In brackets, from pivot tables in the language of the user, reports and analytics. */
    private static final Set<String> MISSING_IN_BRACKETS = Set.of(
            "none",
            "blank",
            "empty",
            "missing",
            "unknown",
            "unset",
            "unassigned",
            "no value",
            "not provided",
            "no data",
            "no name",
            "record",
            "list",
            "table",
            "blob",
            "leer",
            "vide",
            "vacío",
            "vacio",
            "en blanco",
            "vuoto",
            "vuota",
            "em branco",
            "vazio",
            "пусто",
            "空白",
            "空");

    /** Printed objects of JavaScript, .NET, Java, Python, Go, Perl, Ruby and Lua, and values that were not unwrapped. */
    private static final String OBJECT = "\\[object \\w{1,40}]"
            + "|System\\.[A-Za-z][\\w.]{1,60}(?:`\\d)?(?:\\[[\\w.,`]{0,60}])?"
            + "|(?:\\[L)?(?:[a-z]\\w{0,30}\\.){1,8}[A-Z][\\w$]{0,60};?@[0-9a-f]{4,8}"
            + "|<[^<>]{1,80} at 0x[0-9a-fA-F]{4,16}>"
            + "|%![a-zA-Z]\\([^()]{0,60}\\)"
            + "|(?:ARRAY|HASH|CODE|SCALAR|REF|GLOB|table: |function: )\\(?0x[0-9a-fA-F]{4,16}\\)?"
            + "|#<[A-Z][^<>]{0,80}>"
            + "|Instance of '[^']{1,60}'|Resource id #\\d{1,9}|\\[BLOB - .{1,20}]"
            + "|Optional(?:\\.empty|\\[.{0,60}]|\\(.{0,60}\\))|Some\\(.{0,60}\\)";

    /** C, C# and Windows. */
    private static final String NOT_A_NUMBER =
            "[+-]?(?:1\\.#(?:QNAN|SNAN|IND|INF)0*|nan\\(\\w{0,10}\\))|[+-](?:nan|NaN|NAN)";

    /** Unset dates of MySQL and .NET: the first day of the calendar. */
    private static final String UNSET_DATE =
            "(?:0000-00-00|0001-01-01|0?1/0?1/0001|0?1\\.0?1\\.0001)(?:[T ][0-9:.]{4,16}(?: ?AM)?Z?)?";

    /** Day zero of Excel, which it shows if an empty cell is formatted as a date. */
    private static final String ZEROTH_DAY =
            "0?1/00?/1900|00?/0?1/1900|00?\\.0?1\\.1900|1900[-/]0?1[-/]00?(?:[T ][0-9:.]{4,16})?";

    /** Day zero of LibreOffice and Google Sheets, and the epoch of Unix. May also be a real date. */
    private static final Pattern FIRST_DAY =
            Pattern.compile("(?:1899-12-3[01]|12/3[01]/1899|3[01]\\.12\\.1899)(?:[T ].{4,20})?"
                    + "|1970-01-01[T ]00:00:00.{0,12}|(?:Thu Jan 0?1 1970|Wed Dec 31 1969) .{5,60}");

    /** Several markers, because several values were joined: {@code undefined undefined}, {@code NULL, NULL}. */
    private static final String REPEATED =
            "(?i:null|none|nan|undefined)(?i:[\\s,;/:_-]{1,3}(?:null|none|nan|undefined)){1,5}";

    /** One pattern, because every cell of a sheet is matched. */
    private static final Pattern CERTAIN =
            Pattern.compile(String.join("|", OBJECT, NOT_A_NUMBER, UNSET_DATE, ZEROTH_DAY, REPEATED));

    private ProgramPlaceholder() {}

    static Optional<Kind> classify(String value) {
        if (BRACKETED.matcher(value).matches()) {
            String word = value.substring(1, value.length() - 1).strip().toLowerCase(Locale.ROOT);
            return ALWAYS_MISSING.contains(word)
                    ? Optional.of(Kind.CERTAIN)
                    : MISSING_IN_BRACKETS.contains(word) ? Optional.of(Kind.WORD) : classifyObject(value);
        }
        return classifyObject(value);
    }

    private static Optional<Kind> classifyObject(String value) {
        if (CERTAIN.matcher(value).matches()) {
            return Optional.of(Kind.CERTAIN);
        }
        return FIRST_DAY.matcher(value).matches() ? Optional.of(Kind.LIKELY) : Optional.empty();
    }
}
