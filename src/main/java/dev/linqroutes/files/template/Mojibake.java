package dev.linqroutes.files.template;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects text that was decoded with the wrong encoding before it was saved: {@code MÃ¼ller}, {@code Itâ€™s}. The file itself
 * is valid UTF-8. Finds parts of a text, in several encodings; {@code DoubleEncoding} in files.text decodes whole cells.
 */
final class Mojibake {
    private static final Pattern MOJIBAKE = Pattern.compile(
            "\\p{L}{0,12}(?:\uFFFD|锟斤拷"
                    // Read as Windows-1252: the first byte of a letter, and a second byte that does not follow it in
                    // any word.
                    + "|Ã[¡-ª¬-¶¸-º¼-¿ŒœŠšŸŽžƒˆ˜€†‡‰‚„¦]|Ã–(?=\\p{L})|Â[¡-¿]|â€|ðŸ"
                    + "|[ÐÑ][¡-¿‘-•ŒœŠšŸŽžƒˆ˜€†‡‰‹›™„‚…–—][ÐÑ]|[ã-è][¡-¿‘-•ŒœŠšŸŽžƒˆ˜€†‡‰‹›™„‚…–—]{2}"
                    // Read as Mac Roman, as Windows-1251, as Shift_JIS.
                    + "|‚Ä|√[ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü°¢£§¶ß®©™´¨≠ÆØ±≤≥¥µ∂ªºæø]|[РС][ђ-џ°-¿‘-‰№ґ][РС]|[縺繧繝].[縺繧繝])\\p{L}{0,12}");

    private Mojibake() {}

    /** The first match, with the letters around it. */
    static Optional<String> find(String text) {
        if (text.chars().allMatch(c -> c <= '~')) {
            return Optional.empty();
        }
        Matcher match = MOJIBAKE.matcher(text);
        return match.find() ? Optional.of(match.group()) : Optional.empty();
    }
}
