package dev.linqroutes.files.template;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds letters that became others before the text came here, as when a spreadsheet opened UTF-8 as something else and saved what it
 * showed: {@code MÃ¼ller}, {@code Itâ€™s}. The file itself is then good UTF-8, so only its words can tell.
 */
final class Mojibake {
    private static final Pattern MOJIBAKE = Pattern.compile(
            "\\p{L}{0,12}(?:\uFFFD|锟斤拷"
                    // As Windows-1252: the first byte of a letter, and a second that no word has behind that letter.
                    + "|Ã[¡-ª¬-¶¸-º¼-¿ŒœŠšŸŽžƒˆ˜€†‡‰‚„¦]|Ã–(?=\\p{L})|Â[¡-¿]|â€|ðŸ"
                    + "|[ÐÑ][¡-¿‘-•ŒœŠšŸŽžƒˆ˜€†‡‰‹›™„‚…–—][ÐÑ]|[ã-è][¡-¿‘-•ŒœŠšŸŽžƒˆ˜€†‡‰‹›™„‚…–—]{2}"
                    // As Mac Roman, as Windows-1251, as Shift_JIS.
                    + "|‚Ä|√[ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü°¢£§¶ß®©™´¨≠ÆØ±≤≥¥µ∂ªºæø]|[РС][ђ-џ°-¿‘-‰№ґ][РС]|[縺繧繝].[縺繧繝])\\p{L}{0,12}");

    private Mojibake() {}

    /** Some of it, with the letters around it. */
    static Optional<String> find(String text) {
        if (text.chars().allMatch(c -> c <= '~')) {
            return Optional.empty();
        }
        Matcher found = MOJIBAKE.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }
}
