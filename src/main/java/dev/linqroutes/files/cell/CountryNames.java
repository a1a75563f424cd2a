package dev.linqroutes.files.cell;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.linqroutes.command.handle.Region;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognizes countries as address books and exports write them: {@code US}, {@code USA}, {@code U.S.}, {@code Germany},
 * {@code Deutschland}, {@code Estados Unidos}, {@code +44}, {@code en-GB}, a flag.
 */
public final class CountryNames {
    private static final int MAX_LENGTH = 100;
    private static final Pattern CALLING_CODE = Pattern.compile("\\+(\\d{1,3})");
    private static final Pattern LOCALE = Pattern.compile("[a-z]{2,3}[-_]([A-Z]{2})|([A-Z]{2})-[A-Z0-9]{1,3}");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\s*\\([^()]*\\)\\s*$");
    private static final Pattern FORMAL_NAME = Pattern.compile(
            "([^,]{3,40}), (?:the )?(?:[A-Za-z]{4,20} )?(?:Republic|State|States|Province|Kingdom)(?: of)?(?: (?:the|China))?");
    private static final Pattern NAME_SEPARATORS = Pattern.compile("\\s*[-\u2013/,:()]\\s*");
    private static final Pattern NON_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final int FLAG_A = 0x1F1E6;

    /** Languages in which country names are recognized, by the names in the JDK. */
    private static final List<String> LANGUAGES = List.of(
            "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "hr", "sr",
            "sl", "bs", "et", "lv", "lt", "el", "tr", "ru", "uk", "he", "ar", "fa", "hi", "th", "vi", "id", "ms", "ja",
            "ko", "zh", "zh-Hant", "ca", "eu", "gl", "is", "ga", "sq", "mk");

    /** Further names of countries, which the JDK does not have. */
    private static final Map<String, List<String>> EXTRA_NAMES = Map.ofEntries(
            Map.entry(
                    "GB",
                    List.of(
                            "uk",
                            "great britain",
                            "britain",
                            "england",
                            "scotland",
                            "wales",
                            "northern ireland",
                            "united kingdom of great britain and northern ireland",
                            "Großbritannien",
                            "Gran Bretaña",
                            "Gran Bretagna",
                            "Grande-Bretagne",
                            "Grã-Bretanha",
                            "Inglaterra",
                            "Angleterre",
                            "Inghilterra",
                            "Англия",
                            "英格兰",
                            "英国")),
            Map.entry(
                    "US",
                    List.of(
                            "us",
                            "united states of america",
                            "america",
                            "Amerika",
                            "EE. UU.",
                            "EEUU",
                            "E.U.A.",
                            "США",
                            "Vereinigte Staaten von Amerika",
                            "Estados Unidos de América",
                            "Estados Unidos da América",
                            "États-Unis d’Amérique",
                            "Stati Uniti d’America",
                            "Соединённые Штаты Америки",
                            "米国",
                            "アメリカ")),
            Map.entry("NL", List.of("holland", "Holanda", "Hollande", "Olanda", "Голландия")),
            Map.entry(
                    "CZ", List.of("czech republic", "Tschechische Republik", "République tchèque", "República Checa")),
            Map.entry("RU", List.of("russian federation", "Российская Федерация")),
            Map.entry("KR", List.of("korea", "republic of korea", "korea republic of")),
            Map.entry("TR", List.of("turkey", "türkiye")),
            Map.entry("AE", List.of("uae", "ОАЭ")),
            Map.entry("CI", List.of("ivory coast")),
            Map.entry("SZ", List.of("swaziland")),
            Map.entry("MM", List.of("burma")),
            Map.entry("MK", List.of("macedonia")),
            Map.entry("HK", List.of("hong kong")),
            Map.entry("MO", List.of("macau", "macao")),
            Map.entry("SA", List.of("ksa")),
            Map.entry("PS", List.of("palestine", "state of palestine")),
            Map.entry("BA", List.of("bosnia")),
            Map.entry("LA", List.of("lao pdr", "lao peoples democratic republic")),
            Map.entry("DE", List.of("brd")),
            Map.entry("IE", List.of("eire", "republic of ireland")),
            Map.entry("CN", List.of("peoples republic of china", "prc")));

    private CountryNames() {}

    /** Built on first use, since it takes some tenths of a second. */
    private static final class NameIndex {
        static final Map<String, String> REGIONS_BY_NAME = buildNameIndex();
    }

    /** The two-letter country code for parsing numbers; empty if the cell is not a country. */
    public static Optional<String> findRegion(String cell) {
        Optional<String> code = Region.parse(cell);
        if (code.isPresent() || cell.length() > MAX_LENGTH) {
            return code;
        }
        return findByCodeOrFlag(cell)
                .or(() -> findByName(cell))
                .or(() -> findByName(IN_BRACKETS.matcher(cell).replaceFirst("")))
                .or(() -> findByFormalName(cell))
                .or(() -> findByRepeatedName(cell));
    }

    /** The form of ISO 3166: {@code Iran, Islamic Republic of}. Not for Korea and Congo, which are two countries each. */
    private static Optional<String> findByFormalName(String cell) {
        Matcher formal = FORMAL_NAME.matcher(cell);
        return formal.matches() && !cell.contains("Democratic") ? findByName(formal.group(1)) : Optional.empty();
    }

    /** {@code DE - Germany}, {@code England, UK}: several names of one country. */
    private static Optional<String> findByRepeatedName(String cell) {
        List<Optional<String>> countries = Stream.of(NAME_SEPARATORS.split(cell))
                .map(part -> Region.parse(part).or(() -> findByName(part)))
                .distinct()
                .toList();
        return countries.size() == 1 ? countries.get(0) : Optional.empty();
    }

    private static Optional<String> findByName(String cell) {
        String key = normalizedKey(cell);
        String name = key.startsWith("the") ? key.substring("the".length()) : key;
        return Optional.ofNullable(NameIndex.REGIONS_BY_NAME.get(key))
                .or(() -> Optional.ofNullable(NameIndex.REGIONS_BY_NAME.get(name)));
    }

    /** By a flag, a calling code, or a locale. */
    private static Optional<String> findByCodeOrFlag(String cell) {
        if (cell.codePointCount(0, cell.length()) == 2 && cell.length() == 4) {
            String flag = cell.codePoints()
                    .map(c -> c - FLAG_A + 'A')
                    .filter(c -> c >= 'A' && c <= 'Z')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return Region.parse(flag);
        }
        Matcher code = CALLING_CODE.matcher(cell);
        if (code.matches()) {
            return Region.parse(
                    PhoneNumberUtil.getInstance().getRegionCodeForCountryCode(Integer.parseInt(code.group(1))));
        }
        Matcher locale = LOCALE.matcher(cell);
        return locale.matches()
                ? Region.parse(locale.group(1) == null ? locale.group(2) : locale.group(1))
                : Optional.empty();
    }

    private static Map<String, String> buildNameIndex() {
        Set<String> regions = PhoneNumberUtil.getInstance().getSupportedRegions();
        Map<String, String> english = new HashMap<>();
        Map<String, String> other = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (String region : regions) {
            Locale country = new Locale("", region);
            english.put(normalizedKey(country.getDisplayCountry(Locale.ENGLISH)), region);
            iso3Code(country).ifPresent(code -> english.put(normalizedKey(code), region));
            for (String language : LANGUAGES) {
                String key = normalizedKey(country.getDisplayCountry(Locale.forLanguageTag(language)));
                String before = other.put(key, region);
                if (before != null && !before.equals(region)) {
                    ambiguous.add(key);
                }
            }
        }
        other.keySet().removeAll(ambiguous);
        other.putAll(english);
        EXTRA_NAMES.forEach((region, names) -> names.forEach(name -> other.put(normalizedKey(name), region)));
        other.remove("");
        return Map.copyOf(other);
    }

    private static Optional<String> iso3Code(Locale country) {
        try {
            return Optional.of(country.getISO3Country());
        } catch (MissingResourceException e) {
            // Some regions with phone numbers of their own are not in ISO 3166.
            return Optional.empty();
        }
    }

    /** The letters of the name in lower case, without accents. */
    private static String normalizedKey(String name) {
        String bare = Normalizer.normalize(name.replace("&", "and"), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "");
        return NON_LETTERS.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
