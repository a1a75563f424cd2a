package dev.linqroutes.command.placeholder;

import dev.linqroutes.command.text.Quoting;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value that stands for a missing value: a spreadsheet, database or program has written it instead of the intended value. In
 * a message it would be sent as text ({@code #N/A}). As a group name it would put unrelated people into one chat, which cannot
 * be undone.
 *
 * <p>No person writes some of these values; others are also words or names. So it depends on the usage whether one is refused.
 *
 * @param value the value, shortened
 * @param cause what a spreadsheet has done and how to correct it, for a person; empty if the value is a word
 */
public record MissingValueMarker(Kind kind, String value, Optional<String> cause) {
    private static final int MAX_LENGTH = 100;
    private static final String SPREADSHEET_ERROR = "the spreadsheet had no value to show there; correct the cell"
            + " in it, or write it differently if it is intended";

    /** {@code N/A}, {@code n.a.}, {@code n. a.}, {@code N\\A}, {@code n/d} */
    private static final Pattern NOT_AVAILABLE = Pattern.compile("[Nn](?:[./\\\\]| ?/ ?|\\. )[AaDd]\\.?");

    /** What a value is used for. */
    public enum Usage {
        /** {@code group_ref} that rows share to form one group. */
        MEMBERS,
        /** {@code group_ref} or {@code command_id} of a command. */
        ID,
        /** Name of a group. */
        NAME,
        /** Text of a message. */
        TEXT,
        /** Value of a placeholder in a message or name. */
        PLACEHOLDER
    }

    /** How certain it is that the value is missing. */
    public enum Kind {
        /** Not written by people: {@code #VALUE!}, {@code (null)}, {@code 1.2E+14}. */
        CERTAIN(EnumSet.allOf(Usage.class), EnumSet.noneOf(Usage.class)),
        /** A message of a program, unless it is a hashtag: {@code #スピル!}, {@code #GETTING_DATA}, {@code Loading...}. */
        LIKELY(EnumSet.of(Usage.MEMBERS, Usage.ID, Usage.PLACEHOLDER), EnumSet.allOf(Usage.class)),
        /** Also a word, but not a name or a message: {@code None}. */
        WORD(EnumSet.complementOf(EnumSet.of(Usage.PLACEHOLDER)), EnumSet.allOf(Usage.class)),
        /** Also written by people who have nothing to say: {@code N/A}. */
        NOT_AVAILABLE(EnumSet.of(Usage.MEMBERS, Usage.NAME, Usage.TEXT), EnumSet.allOf(Usage.class)),
        /** Also a name: {@code Null}. */
        SURNAME(EnumSet.of(Usage.MEMBERS, Usage.ID), EnumSet.allOf(Usage.class)),
        /** Also an abbreviation: {@code NA}. */
        ABBREVIATION(EnumSet.of(Usage.MEMBERS, Usage.TEXT), EnumSet.allOf(Usage.class)),
        /** Valid data, but not a group: {@code FALSE}, {@code No}. */
        NOT_A_GROUP(EnumSet.of(Usage.MEMBERS), EnumSet.of(Usage.ID, Usage.NAME)),
        /** Written by people in a mandatory field: {@code unknown}, {@code keine}, a dash. */
        FILLER_TEXT(EnumSet.of(Usage.MEMBERS), EnumSet.of(Usage.ID, Usage.NAME, Usage.PLACEHOLDER)),
        /** May be a correct number: {@code 12345678901234500}. */
        ROUNDED(EnumSet.noneOf(Usage.class), EnumSet.of(Usage.MEMBERS, Usage.ID, Usage.PLACEHOLDER)),
        /** The same number in a different notation: {@code 1001.0}. */
        FRACTION(EnumSet.noneOf(Usage.class), EnumSet.of(Usage.MEMBERS, Usage.ID, Usage.PLACEHOLDER)),
        /** A group if groups are numbered; spreadsheets also show it for an empty cell: {@code 0}. */
        ZERO(EnumSet.noneOf(Usage.class), EnumSet.of(Usage.MEMBERS));

        private final Set<Usage> refusedIn;
        private final Set<Usage> warnedOfIn;

        Kind(Set<Usage> refusedIn, Set<Usage> warnedOfIn) {
            this.refusedIn = refusedIn;
            this.warnedOfIn = warnedOfIn;
        }
    }

    private static final Map<String, Kind> WORDS = new HashMap<>();

    static {
        addWords(
                Kind.CERTAIN,
                "NULL",
                "null",
                "nan",
                "NaN",
                "undefined",
                "NaT",
                "\\N",
                "\\\\N",
                "DBNull",
                "DBNull.Value");
        addWords(Kind.CERTAIN, "Invalid Date", "Invalid date", "Invalid DateTime", "null::text", "NULL::text");
        addWords(Kind.CERTAIN, "&nbsp;", "NA NA", "__HIVE_DEFAULT_PARTITION__", "missing value", "%null%", "nullnull");
        addWords(
                Kind.CERTAIN,
                "character(0)",
                "integer(0)",
                "numeric(0)",
                "logical(0)",
                "list()",
                "set()",
                "map[]",
                "[]");
        addWords(Kind.CERTAIN, "kotlin.Unit", "System.__ComObject", "#Too Big!", "-inf", "-Infinity");
        addWords(Kind.CERTAIN, "0000-00-00", "00/00/0000", "00.00.0000", "00000000-0000-0000-0000-000000000000");
        addWords(Kind.WORD, "None", "none", "NONE", "nil", "NIL", "Undefined", "UNDEFINED");
        addWords(
                Kind.NOT_AVAILABLE, "#NA", "k.A.", "k. A.", "n.v.", "s/d", "S/D", "S/N", "s/n", "н/д", "Н/Д", "\u2205");
        addWords(Kind.SURNAME, "Null", "NAN", "Nil", "Array");
        addWords(Kind.ABBREVIATION, "NA");
        addWords(Kind.NOT_A_GROUP, "TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO", "VERO");
        addWords(Kind.NOT_A_GROUP, "VERDADEIRO", "WAAR", "ONWAAR", "SANT", "FALSKT", "SANN", "USANN", "SAND", "FALSK");
        addWords(
                Kind.NOT_A_GROUP, "TOSI", "EPÄTOSI", "PRAWDA", "FAŁSZ", "PRAVDA", "NEPRAVDA", "IGAZ", "HAMIS", "DOĞRU");
        addWords(Kind.NOT_A_GROUP, "YANLIŞ", "ИСТИНА", "ЛОЖЬ", "ІСТИНА", "ХИБНІСТЬ", "ΑΛΗΘΗΣ", "ΨΕΥΔΗΣ", "na");
        addWords(Kind.ZERO, "0");
    }

    private static void addWords(Kind kind, String... words) {
        for (String word : words) {
            WORDS.put(word, kind);
        }
    }

    /** @param value without white space around it */
    public static Optional<MissingValueMarker> detect(String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (SpreadsheetFormula.isFormula(value)) {
            return Optional.of(new MissingValueMarker(
                    Kind.CERTAIN, Quoting.shorten(value), Optional.of(SpreadsheetFormula.REASON)));
        }
        Optional<Kind> error = SpreadsheetError.classify(value);
        if (error.isPresent()) {
            return Optional.of(
                    new MissingValueMarker(error.get(), Quoting.shorten(value), Optional.of(SPREADSHEET_ERROR)));
        }
        if (value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return TruncatedNumber.isTruncated(value)
                ? Optional.of(new MissingValueMarker(Kind.CERTAIN, value, Optional.of(TruncatedNumber.REASON)))
                : kindOfWord(value).map(kind -> new MissingValueMarker(kind, value, Optional.empty()));
    }

    private static Optional<Kind> kindOfWord(String value) {
        if (WORDS.containsKey(value)) {
            return Optional.of(WORDS.get(value));
        }
        if (TruncatedNumber.mayBeRounded(value)) {
            return Optional.of(Kind.ROUNDED);
        }
        if (NOT_AVAILABLE.matcher(value).matches()) {
            return Optional.of(Kind.NOT_AVAILABLE);
        }
        if (TruncatedNumber.isFraction(value)) {
            return Optional.of(Kind.FRACTION);
        }
        return ProgramPlaceholder.classify(value).or(() -> FormPlaceholder.classify(value));
    }

    /** Describes the marker and what to do. Continues a sentence that starts with the field. */
    public String describe(Usage usage) {
        return "is \"" + value + "\": " + cause.orElseGet(() -> describeKind() + "; " + advice(usage));
    }

    private String describeKind() {
        return switch (kind) {
            case NOT_A_GROUP -> "that is not the name of a group";
            case FILLER_TEXT -> "people write that for an unknown value";
            case FRACTION -> "a program wrote the number as a decimal fraction";
            case ZERO -> "a spreadsheet also shows that for an empty cell";
            case ROUNDED -> "a spreadsheet keeps only 15 digits of a longer number";
            default -> "programs and databases write that for a missing value";
        };
    }

    /** Does not suggest to leave a group cell empty: that would mean the group of the row above. */
    private String advice(Usage usage) {
        return switch (usage) {
            case MEMBERS ->
                kind == Kind.ZERO || kind == Kind.ROUNDED || kind == Kind.FRACTION
                        ? "check whether these rows are one group"
                        : "unrelated people would share a chat; write the name of the group into each row";
            case ID ->
                kind == Kind.ROUNDED || kind == Kind.FRACTION ? "check whether it is right" : "give it its own name";
            case NAME, TEXT -> "leave it out, or write it differently if it is intended";
            case PLACEHOLDER -> "correct the cell, or write it differently if it is intended";
        };
    }

    /** Whether the value is refused for this usage. */
    public boolean isRefusedIn(Usage usage) {
        return kind.refusedIn.contains(usage);
    }

    /** Whether the producer gets a warning if the value is accepted for this usage. */
    public boolean isWarnedOfIn(Usage usage) {
        return kind.warnedOfIn.contains(usage) && !isRefusedIn(usage);
    }
}
