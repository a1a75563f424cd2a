package dev.linqroutes.command.placeholder;

import dev.linqroutes.command.text.Quoting;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A whole value that a spreadsheet, a database or a program has written where the value that was meant is not there. Sent, a
 * group would be told {@code #N/A}; as the name of a group it would put strangers into one chat, which cannot be taken back.
 *
 * <p>Some of it nobody writes himself, some are words and names as well. What is refused depends on where it stands.
 *
 * @param value as it stands there, shortened
 * @param cause what a spreadsheet has done and how to mend it, for a person; empty where the value is a word
 */
public record MissingValueMarker(Kind kind, String value, Optional<String> cause) {
    private static final int MAX_LENGTH = 100;
    private static final String SHEET = "the spreadsheet had no value to show there; correct the cell"
            + " in it, or write it in another way if it is meant";

    /** {@code N/A}, {@code n.a.}, {@code n. a.}, {@code N\\A}, {@code n/d} */
    private static final Pattern NOT_AVAILABLE = Pattern.compile("[Nn](?:[./\\\\]| ?/ ?|\\. )[AaDd]\\.?");

    /** Where a value stands. */
    public enum Usage {
        /** {@code group_ref} of rows that are one group because they have the same. */
        MEMBERS,
        /** {@code group_ref} or {@code command_id} of a command. */
        ID,
        /** The name of a group. */
        NAME,
        /** A message. */
        TEXT,
        /** The value that is put into a message or a name. */
        PLACEHOLDER
    }

    /** How sure it is that no value is meant. */
    public enum Kind {
        /** No person writes it: {@code #VALUE!}, {@code (null)}, {@code 1.2E+14}. */
        CERTAIN(EnumSet.allOf(Usage.class), EnumSet.noneOf(Usage.class)),
        /** A program's message, if it is not a hashtag: {@code #スピル!}, {@code #GETTING_DATA}, {@code Loading...}. */
        LIKELY(EnumSet.of(Usage.MEMBERS, Usage.ID, Usage.PLACEHOLDER), EnumSet.allOf(Usage.class)),
        /** A word, too, but no name and no message: {@code None}. */
        WORD(EnumSet.complementOf(EnumSet.of(Usage.PLACEHOLDER)), EnumSet.allOf(Usage.class)),
        /** What a person writes, too, who has nothing to say: {@code N/A}. */
        NOT_AVAILABLE(EnumSet.of(Usage.MEMBERS, Usage.NAME, Usage.TEXT), EnumSet.allOf(Usage.class)),
        /** A name, too: {@code Null}. */
        SURNAME(EnumSet.of(Usage.MEMBERS, Usage.ID), EnumSet.allOf(Usage.class)),
        /** An abbreviation, too: {@code NA}. */
        ABBREVIATION(EnumSet.of(Usage.MEMBERS, Usage.TEXT), EnumSet.allOf(Usage.class)),
        /** Right as data, but no group: {@code FALSE}, {@code No}. */
        NOT_A_GROUP(EnumSet.of(Usage.MEMBERS), EnumSet.of(Usage.ID, Usage.NAME)),
        /** What people write who have to write something: {@code unknown}, {@code keine}, a dash. */
        FILLER_TEXT(EnumSet.of(Usage.MEMBERS), EnumSet.of(Usage.ID, Usage.NAME, Usage.PLACEHOLDER)),
        /** By chance a right number: {@code 12345678901234500}. */
        ROUNDED(EnumSet.noneOf(Usage.class), EnumSet.of(Usage.MEMBERS, Usage.ID, Usage.PLACEHOLDER)),
        /** Another text than it was, and the same number: {@code 1001.0}. */
        FRACTION(EnumSet.noneOf(Usage.class), EnumSet.of(Usage.MEMBERS, Usage.ID, Usage.PLACEHOLDER)),
        /** A group among others that are numbered; a spreadsheet shows it for an empty cell, too: {@code 0}. */
        ZERO(EnumSet.noneOf(Usage.class), EnumSet.of(Usage.MEMBERS));

        private final Set<Usage> refusedIn;
        private final Set<Usage> warnedOfIn;

        Kind(Set<Usage> refused, Set<Usage> told) {
            this.refusedIn = refused;
            this.warnedOfIn = told;
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

    /** @param value as it is to be used, without space around it */
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
            return Optional.of(new MissingValueMarker(error.get(), Quoting.shorten(value), Optional.of(SHEET)));
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

    /** What it is and what to do; continues the name of the place. */
    public String describe(Usage place) {
        return "is \"" + value + "\": " + cause.orElseGet(() -> describeKind() + "; " + advice(place));
    }

    private String describeKind() {
        return switch (kind) {
            case NOT_A_GROUP -> "that is no name of a group";
            case FILLER_TEXT -> "people write that where they know no value";
            case FRACTION -> "a program made a decimal fraction of the number";
            case ZERO -> "a spreadsheet shows that for an empty cell, too";
            case ROUNDED -> "of a longer number a spreadsheet keeps only 15 digits";
            default -> "programs and databases write that where there is no value";
        };
    }

    /** As a group an empty cell means the group of the row above, so nobody is told to leave it empty. */
    private String advice(Usage place) {
        return switch (place) {
            case MEMBERS ->
                kind == Kind.ZERO || kind == Kind.ROUNDED || kind == Kind.FRACTION
                        ? "look whether these rows are one group"
                        : "strangers would share a chat, so write the name of its group into each row";
            case ID ->
                kind == Kind.ROUNDED || kind == Kind.FRACTION
                        ? "look whether it is right"
                        : "give it a name of its own";
            case NAME, TEXT -> "leave it out, or write it in another way if it is meant";
            case PLACEHOLDER -> "correct the cell, or write it in another way if it is meant";
        };
    }

    /** Whether it cannot be used there. */
    public boolean isRefusedIn(Usage place) {
        return kind.refusedIn.contains(place);
    }

    /** Whether its producer is to be told of it, where it is used there. */
    public boolean isWarnedOfIn(Usage place) {
        return kind.warnedOfIn.contains(place) && !isRefusedIn(place);
    }
}
