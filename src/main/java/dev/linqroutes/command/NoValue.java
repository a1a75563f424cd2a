package dev.linqroutes.command;

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
public record NoValue(Kind kind, String value, Optional<String> cause) {
    private static final int LONGEST = 100;
    private static final String SHEET = "the spreadsheet had no value to show there; correct the cell"
            + " in it, or write it in another way if it is meant";

    /** {@code N/A}, {@code n.a.}, {@code n. a.}, {@code N\\A}, {@code n/d} */
    private static final Pattern NOT_AVAILABLE = Pattern.compile("[Nn](?:[./\\\\]| ?/ ?|\\. )[AaDd]\\.?");

    /** Where a value stands. */
    public enum Place {
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
        CERTAIN(EnumSet.allOf(Place.class), EnumSet.noneOf(Place.class)),
        /** A program's message, if it is not a hashtag: {@code #スピル!}, {@code #GETTING_DATA}, {@code Loading...}. */
        LIKELY(EnumSet.of(Place.MEMBERS, Place.ID, Place.PLACEHOLDER), EnumSet.allOf(Place.class)),
        /** A word, too, but no name and no message: {@code None}. */
        WORD(EnumSet.complementOf(EnumSet.of(Place.PLACEHOLDER)), EnumSet.allOf(Place.class)),
        /** What a person writes, too, who has nothing to say: {@code N/A}. */
        NOTHING(EnumSet.of(Place.MEMBERS, Place.NAME, Place.TEXT), EnumSet.allOf(Place.class)),
        /** A name, too: {@code Null}. */
        SURNAME(EnumSet.of(Place.MEMBERS, Place.ID), EnumSet.allOf(Place.class)),
        /** An abbreviation, too: {@code NA}. */
        ABBREVIATION(EnumSet.of(Place.MEMBERS, Place.TEXT), EnumSet.allOf(Place.class)),
        /** Right as data, but no group: {@code FALSE}, {@code No}. */
        NO_GROUP(EnumSet.of(Place.MEMBERS), EnumSet.of(Place.ID, Place.NAME)),
        /** What people write who have to write something: {@code unknown}, {@code keine}, a dash. */
        FILLED_IN(EnumSet.of(Place.MEMBERS), EnumSet.of(Place.ID, Place.NAME, Place.PLACEHOLDER)),
        /** By chance a right number: {@code 12345678901234500}. */
        ROUNDED(EnumSet.noneOf(Place.class), EnumSet.of(Place.MEMBERS, Place.ID, Place.PLACEHOLDER)),
        /** Another text than it was, and the same number: {@code 1001.0}. */
        FRACTION(EnumSet.noneOf(Place.class), EnumSet.of(Place.MEMBERS, Place.ID, Place.PLACEHOLDER)),
        /** A group among others that are numbered; a spreadsheet shows it for an empty cell, too: {@code 0}. */
        ZERO(EnumSet.noneOf(Place.class), EnumSet.of(Place.MEMBERS));

        private final Set<Place> refused;
        private final Set<Place> told;

        Kind(Set<Place> refused, Set<Place> told) {
            this.refused = refused;
            this.told = told;
        }
    }

    private static final Map<String, Kind> WORDS = new HashMap<>();

    static {
        words(Kind.CERTAIN, "NULL", "null", "nan", "NaN", "undefined", "NaT", "\\N", "\\\\N", "DBNull", "DBNull.Value");
        words(Kind.CERTAIN, "Invalid Date", "Invalid date", "Invalid DateTime", "null::text", "NULL::text");
        words(Kind.CERTAIN, "&nbsp;", "NA NA", "__HIVE_DEFAULT_PARTITION__", "missing value", "%null%", "nullnull");
        words(Kind.CERTAIN, "character(0)", "integer(0)", "numeric(0)", "logical(0)", "list()", "set()", "map[]", "[]");
        words(Kind.CERTAIN, "kotlin.Unit", "System.__ComObject", "#Too Big!", "-inf", "-Infinity");
        words(Kind.CERTAIN, "0000-00-00", "00/00/0000", "00.00.0000", "00000000-0000-0000-0000-000000000000");
        words(Kind.WORD, "None", "none", "NONE", "nil", "NIL", "Undefined", "UNDEFINED");
        words(Kind.NOTHING, "#NA", "k.A.", "k. A.", "n.v.", "s/d", "S/D", "S/N", "s/n", "н/д", "Н/Д", "\u2205");
        words(Kind.SURNAME, "Null", "NAN", "Nil", "Array");
        words(Kind.ABBREVIATION, "NA");
        words(Kind.NO_GROUP, "TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO", "VERO");
        words(Kind.NO_GROUP, "VERDADEIRO", "WAAR", "ONWAAR", "SANT", "FALSKT", "SANN", "USANN", "SAND", "FALSK");
        words(Kind.NO_GROUP, "TOSI", "EPÄTOSI", "PRAWDA", "FAŁSZ", "PRAVDA", "NEPRAVDA", "IGAZ", "HAMIS", "DOĞRU");
        words(Kind.NO_GROUP, "YANLIŞ", "ИСТИНА", "ЛОЖЬ", "ІСТИНА", "ХИБНІСТЬ", "ΑΛΗΘΗΣ", "ΨΕΥΔΗΣ", "na");
        words(Kind.ZERO, "0");
    }

    private static void words(Kind kind, String... words) {
        for (String word : words) {
            WORDS.put(word, kind);
        }
    }

    /** @param value as it is to be used, without space around it */
    public static Optional<NoValue> of(String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (Formula.isOne(value)) {
            return Optional.of(new NoValue(Kind.CERTAIN, Shown.shortened(value), Optional.of(Formula.REASON)));
        }
        Optional<Kind> error = SheetError.kind(value);
        if (error.isPresent()) {
            return Optional.of(new NoValue(error.get(), Shown.shortened(value), Optional.of(SHEET)));
        }
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        return ShortenedNumber.isOne(value)
                ? Optional.of(new NoValue(Kind.CERTAIN, value, Optional.of(ShortenedNumber.REASON)))
                : kindOfWord(value).map(kind -> new NoValue(kind, value, Optional.empty()));
    }

    private static Optional<Kind> kindOfWord(String value) {
        if (WORDS.containsKey(value)) {
            return Optional.of(WORDS.get(value));
        }
        if (ShortenedNumber.mayBeRounded(value)) {
            return Optional.of(Kind.ROUNDED);
        }
        if (NOT_AVAILABLE.matcher(value).matches()) {
            return Optional.of(Kind.NOTHING);
        }
        if (ShortenedNumber.isFraction(value)) {
            return Optional.of(Kind.FRACTION);
        }
        return ProgramValue.kind(value).or(() -> FormAnswer.kind(value));
    }

    /** What it is and what to do; continues the name of the place. */
    public String reason(Place place) {
        return "is \"" + value + "\": " + cause.orElseGet(() -> word() + "; " + advice(place));
    }

    private String word() {
        return switch (kind) {
            case NO_GROUP -> "that is no name of a group";
            case FILLED_IN -> "people write that where they know no value";
            case FRACTION -> "a program made a decimal fraction of the number";
            case ZERO -> "a spreadsheet shows that for an empty cell, too";
            case ROUNDED -> "of a longer number a spreadsheet keeps only 15 digits";
            default -> "programs and databases write that where there is no value";
        };
    }

    /** As a group an empty cell means the group of the row above, so nobody is told to leave it empty. */
    private String advice(Place place) {
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
    public boolean isRefusedAs(Place place) {
        return kind.refused.contains(place);
    }

    /** Whether its producer is to be told of it, where it is used there. */
    public boolean isToldOf(Place place) {
        return kind.told.contains(place) && !isRefusedAs(place);
    }
}
