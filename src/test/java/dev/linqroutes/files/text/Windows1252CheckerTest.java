package dev.linqroutes.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sheets with a single non-ASCII word, from which the encoding must be detected. The words are the names of countries,
 * languages, currencies and time zones in the JDK: some hundred of each language.
 */
class Windows1252CheckerTest {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** The last languages have few speakers, and their short words look Turkish. */
    @ParameterizedTest(name = "{0}: at most {1} in a hundred")
    @CsvSource({"de,0", "fr,1", "es,0", "pt,2", "it,0", "da,2", "nb,2", "sv,0", "fi,1", "nl,0", "ca,1", "is,6"})
    void a_western_european_word_is_rarely_implausible(String language, int most) {
        List<String> words = words(language)
                .filter(word -> WESTERN.newEncoder().canEncode(word))
                .toList();

        List<String> strange =
                words.stream().filter(Windows1252CheckerTest::isStrange).toList();

        assertThat(strange.size() * 100.0 / words.size()).as("%s", strange).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest(name = "{0} in {1}: at least {2} in a hundred")
    @CsvSource({
        "pl, windows-1250, 98",
        "hu, windows-1250, 98",
        "ro, windows-1250, 98",
        "tr, windows-1254, 98",
        "sk, windows-1250, 90",
        "sl, windows-1250, 90",
        "cs, windows-1250, 80",
        "hr, windows-1250, 80",
        "de, x-MacRoman, 94",
        "it, x-MacRoman, 94",
        "fr, x-MacRoman, 90",
        "pt, x-MacRoman, 90",
        "es, x-MacRoman, 80",
        "fr, IBM850, 90",
        "de, IBM850, 90",
        "da, IBM850, 90"
    })
    void a_word_in_another_encoding_is_rarely_plausible(String language, String charset, int fewest) {
        Charset other = Charset.forName(charset);
        List<String> words = words(language)
                .filter(word -> other.newEncoder().canEncode(word) && !isSame(word, other))
                .toList();

        List<String> taken = words.stream()
                .filter(word -> isRead(word, other) && !isStrange(read(word, other)))
                .toList();

        assertThat(100 - taken.size() * 100.0 / words.size()).as("%s", taken).isGreaterThanOrEqualTo(fewest);
    }

    private static boolean isStrange(String word) {
        List<String> parts = Stream.of(word.split("\u00A0"))
                .filter(Windows1252CheckerTest::isBeyondAscii)
                .toList();
        return !Windows1252Checker.findImplausibleWords(parts).isEmpty();
    }

    private static boolean isRead(String word, Charset other) {
        try {
            WESTERN.newDecoder().decode(ByteBuffer.wrap(word.getBytes(other)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String read(String word, Charset other) {
        return new String(word.getBytes(other), WESTERN);
    }

    private static boolean isSame(String word, Charset other) {
        return read(word, other).equals(word);
    }

    private static Stream<String> words(String language) {
        Locale locale = Locale.forLanguageTag(language);
        return Stream.of(
                Stream.of(Locale.getISOCountries()).map(country -> new Locale("", country).getDisplayCountry(locale)),
                Stream.of(Locale.getISOLanguages()).map(each -> new Locale(each).getDisplayLanguage(locale)),
                Currency.getAvailableCurrencies().stream().map(each -> each.getDisplayName(locale)),
                Stream.of(TimeZone.getAvailableIDs())
                        .map(id -> TimeZone.getTimeZone(id).getDisplayName(locale)))
                .flatMap(each -> each)
                .map(name -> List.of(name.split("[\\s\u00A0()/,]+")))
                .flatMap(Collection::stream)
                .filter(Windows1252CheckerTest::isBeyondAscii)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream();
    }

    private static boolean isBeyondAscii(String word) {
        return word.chars().anyMatch(c -> c > 127);
    }
}
