package dev.linqroutes.files.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds words that are implausible in Windows-1252 because their bytes are in another encoding: {@code Привет} reads
 * {@code Ïðèâåò}, {@code Załoga} reads {@code Za³oga}, {@code We’ll} in Mac Roman reads {@code WeÕll}. In a plausible word the
 * letters belong to one language, capitals are not inside the word, and symbols are where people write them.
 */
final class Windows1252Checker {
    /** The non-ASCII letters of the languages that Windows-1252 supports. */
    private static final List<String> ALPHABETS = List.of(
            "äöüß", // German
            "àâçéèêëîïôœùûüÿ", // French
            "àâæçéèêëîïôùûüÿ", // French, with the other ligature
            "áéíóúüñï", // Spanish
            "áâãàçéêíóôõúü", // Portuguese
            "àèéìíîòóù", // Italian
            "æøåéóòôüäö", // Danish, Norwegian, with names from neighbouring countries
            "åäöéüàšž", // Swedish, Finnish
            "áéíóúýðþæö", // Icelandic
            "àçèéíïòóúü·", // Catalan
            "äöüõšž", // Estonian
            "áäéíóôöúýšž"); // Czech and Slovak names that need no letter missing in Windows-1252

    /** Letters that may be the only non-ASCII letter of a word in further languages: Dutch, Welsh, Gaelic. */
    private static final String ACCENTED = "áàâäéèêëíìîïóòôöúùûüý";

    /** A word may consist of these letters only, or lists the alphabet. */
    private static final String NORTHERN_LETTERS = "äöüßåæøõ";

    /** A test text for accents. */
    private static final String SPANISH_ACCENTS = "áéíóú";

    /** Romanian bunã, but not Portuguese amanhã, irmã, alemã, cristã, lã. */
    private static final Pattern ROMANIAN = Pattern.compile("(?<!nh|rm|em|st|\\bl|\\bf|\\br|\\bs|\\bv|ç)ã(?!\\p{L})");

    /** Icelandic ð after or before a consonant; in misread Turkish a vowel precedes it. */
    private static final Pattern ICELANDIC = Pattern.compile("[rfgðb]ð|ðs");

    /** Letters that never occur twice in a row. */
    private static final String NEVER_DOUBLED = "àèìíòùúâêîôûãçñðþýæøåëï";

    /** Symbols that Java classifies as letters. */
    private static final String SYMBOLS = "ªºƒµ";

    private static final String VOWELS = "aeiouyáéíóúýàèìòùâêîôûäëïöüÿåæøœãõ";

    private Windows1252Checker() {}

    /** The words that are impossible or very unlikely in Windows-1252. */
    static List<String> findImplausibleWords(Collection<String> words) {
        String letters = words.stream().collect(Collectors.joining(" ")).toLowerCase(Locale.ROOT);
        boolean isHungarian = containsAny(letters, "áéíóúû") && !letters.contains("õe");
        // Icelandic also has its other letters, and is the only language with these pairs of consonants.
        boolean isTurkishOrBaltic = containsAny(letters, "ðþý")
                && !containsAny(letters, "áéíóúæ")
                && !ICELANDIC.matcher(letters).find();
        boolean isRomanian =
                ROMANIAN.matcher(letters).find() && !containsAny(letters, "áéíóúêôõç") && !letters.contains("ão");
        return words.stream()
                .filter(word -> isImplausible(word)
                        || isRomanian
                                && ROMANIAN.matcher(word.toLowerCase(Locale.ROOT))
                                        .find()
                        || Windows1252Symbols.hasUnopenedQuote(word, letters)
                        || isHungarian && containsAny(word, "õÕ")
                        || isTurkishOrBaltic && containsAny(word, "ðþýÐÞÝ"))
                .toList();
    }

    private static boolean containsAny(String text, String characters) {
        return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }

    private static boolean isImplausible(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c > '\u007F'
                    && (isMisplaced(charAt(word, i - 1), c, charAt(word, i + 1))
                            || Windows1252Symbols.isMisplacedInWord(word, i))) {
                return true;
            }
        }
        // Hyphens and apostrophes may join words of two languages.
        return Stream.of(word.split("[^\\p{L}·]+"))
                .map(part -> part.toLowerCase(Locale.ROOT))
                .anyMatch(part -> !fitsOneAlphabet(part) || isSuspiciouslyNonAscii(part) || isHungarian(part));
    }

    /** The character, or a space outside the word. */
    private static char charAt(String word, int index) {
        return index < 0 || index >= word.length() ? ' ' : word.charAt(index);
    }

    private static boolean isMisplaced(char before, char c, char after) {
        boolean letterBefore = Character.isLetter(before);
        boolean letterAfter = Character.isLetter(after);
        if (Character.isUpperCase(c)) {
            return letterBefore && (Character.isLowerCase(before) || Character.isLowerCase(after))
                    || isMisplacedLetter(' ', Character.toLowerCase(c), Character.toLowerCase(after));
        }
        if (Character.isLetter(c) && SYMBOLS.indexOf(c) < 0) {
            return isMisplacedLetter(letterBefore ? Character.toLowerCase(before) : ' ', c, after);
        }
        return Windows1252Symbols.isMisplaced(before, c, after);
    }

    /**
     * Whether a letter is in a position that only a misread word of another encoding has. The comments show such words first.
     */
    private static boolean isMisplacedLetter(char before, char c, char after) {
        boolean letterAfter = Character.isLetter(after);
        boolean vowelAfter = VOWELS.indexOf(after) >= 0;
        return switch (c) {
            // Czech vèas, Kuèera, Slovak Kovaè; French and Italian never have it before a vowel, Catalan línies aèries
            case 'è' ->
                vowelAfter || after == 'k' || before == 'a' && "rl".indexOf(after) < 0 || before == 'i' && !letterAfter;
            // Czech mìsto, schùzka; Italian lunedì, più
            case 'ì', 'ù' -> letterAfter;
            // Czech Plzeò; Italian però
            case 'ò' -> before == 'e' && !letterAfter;
            // Polish Gdañsk, Poznañ
            case 'ñ' -> (before != ' ' || letterAfter) && !vowelAfter;
            // Polish proszê, Ziêba; Portuguese você, ciência
            case 'ê' -> "zjwk".indexOf(before) >= 0 || before == 'i' && "nm".indexOf(after) < 0;
            // Romanian Brãila; Portuguese João, mãe, amanhã, irmãs
            case 'ã' -> letterAfter && "oesz".indexOf(after) < 0;
            // Czech Dvoøák, pøijde; Danish religiøs, Juleøen
            case 'ø' -> "aáeéoóy".indexOf(before) >= 0 && "ey".indexOf(after) < 0 || "aáiíoóuúù".indexOf(after) >= 0;
            // Croatian Petroviæ, Polish byæ; Danish knæ
            case 'æ' -> VOWELS.indexOf(before) >= 0;
            // Latvian Pçteris
            case 'ç' -> letterAfter && !vowelAfter;
            // Mac Roman Kšln, Jšrg
            case 'š' -> before == 's' || isConsonant(before) && letterAfter && !vowelAfter;
            // Polish œroda, Mac Roman Perœ, Raœl, Repœblica; French cœur, œil, œdème, fœtus
            case 'œ' ->
                before == ' '
                        ? letterAfter && "uidsnc".indexOf(after) < 0
                        : VOWELS.indexOf(before) >= 0
                                || "uieo".indexOf(after) < 0 && (!letterAfter || "fclhkgr".indexOf(before) < 0);
            // Turkish buluþuyoruz; Icelandic has þ only at the start of a word or of a part of it
            case 'þ' -> VOWELS.indexOf(before) >= 0 && before != 'í';
            // Turkish Yýlmaz
            case 'ý' -> before == 'y';
            // Lithuanian Ðiauliai
            case 'ð' -> before == ' ';
            default -> NEVER_DOUBLED.indexOf(c) >= 0 && after == c;
        };
    }

    private static boolean isConsonant(char c) {
        return Character.isLetter(c) && VOWELS.indexOf(c) < 0;
    }

    /** Hungarian Gyõr, Erdõs; Portuguese has õ before e, Estonian in the first syllable, and neither has it with y, c or z. */
    private static boolean isHungarian(String word) {
        String rest = word.replace("õe", "");
        int at = rest.indexOf('õ');
        return at >= 0
                && (containsAny(rest, "ycz") || rest.substring(0, at).chars().anyMatch(c -> VOWELS.indexOf(c) >= 0));
    }

    /** Whether all letters are non-ASCII, as in most misread Greek, Russian or Hebrew words. */
    private static boolean isSuspiciouslyNonAscii(String word) {
        return word.length() > 1
                && word.chars().allMatch(c -> c > 127)
                && !word.equals("çà")
                && !word.startsWith(SPANISH_ACCENTS)
                && !word.chars().allMatch(c -> NORTHERN_LETTERS.indexOf(c) >= 0 || SYMBOLS.indexOf(c) >= 0);
    }

    private static boolean fitsOneAlphabet(String word) {
        String letters = word.chars()
                .filter(c -> c > 127 && SYMBOLS.indexOf(c) < 0)
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return letters.length() == 1 && ACCENTED.contains(letters)
                || ALPHABETS.stream().anyMatch(alphabet -> letters.chars().allMatch(c -> alphabet.indexOf(c) >= 0));
    }
}
