package dev.linqroutes.files.text;

import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Detects a legacy, non-Latin encoding if it is certain, since sent messages cannot be revoked. The library suggests an
 * encoding for nearly every text. The suggestion is accepted only if the whole decoded text is in one script, has enough
 * letters, and follows the writing rules of that script. Latin encodings differ in too few letters to be distinguished.
 */
final class LegacyEncodingDetector {
    /** Measured: of shorter texts one in twenty was detected wrongly, of texts with this many letters none. */
    private static final int MIN_LETTERS = 8;

    private static final WritingSystem CYRILLIC = new WritingSystem(EnumSet.of(UnicodeScript.CYRILLIC), true);
    private static final WritingSystem GREEK = new WritingSystem(EnumSet.of(UnicodeScript.GREEK), true);
    private static final WritingSystem HEBREW = new WritingSystem(EnumSet.of(UnicodeScript.HEBREW), false);
    private static final WritingSystem THAI = new WritingSystem(EnumSet.of(UnicodeScript.THAI), false);
    /** A mark without a consonant before it, or a leading vowel without one after it. */
    private static final Pattern INVALID_THAI_WORD = Pattern.compile("^\\p{M}|[\u0E40-\u0E44](?![\u0E01-\u0E2E])");

    private static final WritingSystem CHINESE = new WritingSystem(EnumSet.of(UnicodeScript.HAN), false);
    private static final WritingSystem JAPANESE =
            new WritingSystem(EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA), false);
    private static final WritingSystem KOREAN = new WritingSystem(EnumSet.of(UnicodeScript.HANGUL), false);

    /** Candidates by the name in the library. MacCyrillic and Windows-1251 share most small letters, so both are checked. */
    private static final Map<String, List<ScriptEncoding>> CANDIDATES = Map.ofEntries(
            Map.entry("WINDOWS-1251", List.of(new ScriptEncoding("windows-1251", CYRILLIC))),
            Map.entry(
                    "MACCYRILLIC",
                    List.of(
                            new ScriptEncoding("windows-1251", CYRILLIC),
                            new ScriptEncoding("x-MacCyrillic", CYRILLIC))),
            Map.entry("KOI8-R", List.of(new ScriptEncoding("KOI8-R", CYRILLIC))),
            Map.entry("IBM866", List.of(new ScriptEncoding("IBM866", CYRILLIC))),
            Map.entry("ISO-8859-5", List.of(new ScriptEncoding("ISO-8859-5", CYRILLIC))),
            Map.entry("ISO-8859-7", List.of(new ScriptEncoding("windows-1253", GREEK))),
            Map.entry("WINDOWS-1253", List.of(new ScriptEncoding("windows-1253", GREEK))),
            Map.entry("WINDOWS-1255", List.of(new ScriptEncoding("windows-1255", HEBREW))),
            Map.entry("ISO-8859-8", List.of(new ScriptEncoding("windows-1255", HEBREW))),
            Map.entry("TIS620", List.of(new ScriptEncoding("x-windows-874", THAI))),
            Map.entry("GB18030", List.of(new ScriptEncoding("GB18030", CHINESE))),
            Map.entry("BIG5", List.of(new ScriptEncoding("Big5", CHINESE))),
            Map.entry("SHIFT_JIS", List.of(new ScriptEncoding("windows-31j", JAPANESE))),
            Map.entry("EUC-JP", List.of(new ScriptEncoding("EUC-JP", JAPANESE))),
            Map.entry("EUC-KR", List.of(new ScriptEncoding("x-windows-949", KOREAN))));

    private LegacyEncodingDetector() {}

    /** Types of characters that do not occur in messages, except {@link #USUAL_SYMBOLS}. */
    private static final Set<Byte> UNUSUAL_CHARACTER_TYPES = Set.of(
            Character.CONTROL,
            Character.PRIVATE_USE,
            Character.MATH_SYMBOL,
            Character.MODIFIER_SYMBOL,
            Character.OTHER_SYMBOL,
            Character.OTHER_NUMBER);

    private static final String USUAL_SYMBOLS = "№©®™°±";

    /** Encodings whose texts the library reports as another one: Korean, and Arabic, which it does not know. */
    private static final List<ScriptEncoding> RIVAL_ENCODINGS = List.of(
            new ScriptEncoding("EUC-KR", KOREAN),
            new ScriptEncoding("windows-1256", new WritingSystem(EnumSet.of(UnicodeScript.ARABIC), false)));

    /** @param hasCase whether the script has capitals, which occur only at the start of a word or in all of it */
    private record WritingSystem(Set<UnicodeScript> scripts, boolean hasCase) {}

    private record ScriptEncoding(String name, WritingSystem script) {
        /** Whether the whole text, decoded with this encoding, is in its script. */
        boolean fits(byte[] text, int minLetters) {
            try {
                String decoded = Charset.forName(name)
                        .newDecoder()
                        .decode(ByteBuffer.wrap(text))
                        .toString();
                long letters = decoded.codePoints()
                        .filter(c -> c > 127 && Character.isLetter(c))
                        .count();
                return letters >= minLetters
                        && decoded.codePoints().filter(c -> c > 127).allMatch(this::isOfScript)
                        && Stream.of(decoded.split("[^\\p{L}\\p{M}]+")).allMatch(this::isPlausibleWord);
            } catch (CharacterCodingException e) {
                return false;
            }
        }

        private boolean isOfScript(int c) {
            UnicodeScript script = UnicodeScript.of(c);
            return this.script.scripts.contains(script)
                    || (script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED)
                            && (!UNUSUAL_CHARACTER_TYPES.contains((byte) Character.getType(c))
                                    || USUAL_SYMBOLS.indexOf(c) >= 0);
        }

        private boolean isPlausibleWord(String word) {
            if (script == THAI) {
                return !INVALID_THAI_WORD.matcher(word).find();
            }
            if (!script.hasCase) {
                return true;
            }
            boolean isMixed =
                    word.chars().anyMatch(c -> c < 128) && word.chars().anyMatch(c -> c > 127);
            String rest = word.isEmpty() ? "" : word.substring(1);
            boolean hasCapitalWithin = rest.chars().anyMatch(Character::isUpperCase)
                    && word.chars().anyMatch(Character::isLowerCase);
            return !isMixed && !hasCapitalWithin;
        }
    }

    /** @param text the cells with non-ASCII bytes, one per line */
    static Optional<Charset> detect(byte[] text) {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(text);
        detector.dataEnd();
        List<ScriptEncoding> fitting =
                CANDIDATES
                        .getOrDefault(
                                Optional.ofNullable(detector.getDetectedCharset())
                                        .orElse(""),
                                List.of())
                        .stream()
                        .filter(encoding -> encoding.fits(text, MIN_LETTERS))
                        .filter(encoding -> encoding.script == KOREAN
                                || RIVAL_ENCODINGS.stream().noneMatch(rival -> rival.fits(text, 1)))
                        .toList();
        return fitting.size() == 1 ? Optional.of(Charset.forName(fitting.get(0).name)) : Optional.empty();
    }
}
