package dev.linqroutes.command.placeholder;

import dev.linqroutes.command.placeholder.MissingValueMarker.Kind;
import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Error values of Excel, LibreOffice, Google Sheets and others. Applications write them in the language of the user and each
 * version adds more, so most are recognized by their shape: a number sign, capital letters, and a punctuation mark.
 */
final class SpreadsheetError {
    private static final int MAX_LENGTH = 100;

    /** {@code #VALUE!}, {@code #WERT!}, {@code #¡REF!}, {@code #¿NOMBRE?}, {@code #DIV/0!}, {@code #ІМ'Я?}. */
    private static final Pattern MARKED =
            Pattern.compile("[#＃][¡¿]?(?=.{2})\\p{Lu}[\\p{Lu}\\p{M}_'’ʼ]{0,40}(?:/0)?[!?]|[#＃][¡¿]?\\p{Lu}{2,20}/0!?");

    /** {@code #N/A}, {@code #N/D}, {@code #I/T}, {@code #Н/Д}, {@code #Δ/Υ}. */
    private static final Pattern NOT_AVAILABLE = Pattern.compile("[#＃]\\p{Lu}{1,2}/\\p{Lu}{1,2}[!?]?");

    /** Words of some languages for a missing value, and for data that is still loading. */
    private static final Set<String> UNMARKED = Set.of(
            "#NV",
            "#YOK",
            "#PUUTTUU",
            "#HIÁNYZIK",
            "#NEDOSTUPNÝ",
            "#NEDOSTUPNÉ",
            "#NENÍ_K_DISPOZICI",
            "#NIJEDOSTUPNO",
            "#PUUDUB",
            "#SAKNAS",
            "#GETTING_DATA",
            "#n/a");

    /** English errors as Access writes them, and as they look after conversion to lower case. */
    private static final Pattern ANY_CASE = Pattern.compile(
            "(?i)#(?:(?:null|div/0|value|ref|name|num|spill|calc|error|field|connect|blocked|unknown|busy|macro|func|type|size)"
                    + "[!?]|error|deleted|locked|undef)");

    /** Errors of Smartsheet. */
    private static final Pattern WORDS = Pattern.compile(
            "#(?:UNPARSEABLE|OVERFLOW|BLOCKED|CALCULATING|NO MATCH|NOT AVAILABLE|INVALID [A-Z ]{2,20}|INCORRECT [A-Z ]{2,20}"
                    + "|CIRCULAR REFERENCE|DIVIDE BY ZERO|PERMISSION ERROR|NESTED CRITERIA|MISSING OR INVALID PARAMETERS"
                    + "|(?:DATE|NUMBER|BOOLEAN|CONTACT) EXPECTED|UNSUPPORTED [A-Z -]{2,30})");

    /** Errors of cells as VBA and POI write them. */
    private static final Pattern OF_LIBRARY =
            Pattern.compile("Error 20(?:00|07|15|23|29|36|42|43|45)|ERROR: {1,2}#.{1,20}");

    /** Errors of data services in a cell: {@code #N/A Requesting Data...}, {@code #N/A Invalid Security}. */
    private static final Pattern WITH_WORDS = Pattern.compile(
            "#N/A (?:N/A|N\\.A\\.|Requesting|Invalid|Field|Authorization|Limit|Review|Connection|Time|Sec|Mandatory|Hist|Real)"
                    + ".{0,60}");

    /** LibreOffice: the word for error in the language of the user, and a number from 501. */
    private static final Pattern NUMBERED = Pattern.compile(
            "(?:Err|Error|Errore|Erro|Erreur|Fehler|Fel|Feil|Fejl|Fout|Virhe|Viga|Klaida|Kļūda|Chyba|Błąd|Hiba|Hata|Eroare"
                    + "|Napaka|Greška|Errea|Lỗi|Ошибка|Помилка|Грешка|Памылка|Σφάλμα|שגיאה|خطأ|エラー|错误|錯誤|오류)"
                    + "[ \\u00A0\\u202F]?[:：][ \\u00A0\\u202F]?5[0-4]\\d");

    /**
     * Errors in scripts without capitals, such as {@code #スピル!} or {@code #溢出!}, and errors with an underscore. Hashtags look
     * the same.
     */
    private static final Pattern LIKE_HASHTAG = Pattern.compile(
            "[#＃](?:[\\p{Lo}\\p{Lm}\\p{M}]{1,20}[!?！？]|\\p{Lu}[\\p{Lu}\\p{M}]{0,30}(?:_\\p{Lu}[\\p{Lu}\\p{M}]{0,30}){1,5})");

    /** Google Sheets, while it computes a cell. */
    private static final Pattern LOADING = Pattern.compile(
            "(?:Loading|Wird geladen|Chargement(?: en cours)?|Cargando|Caricamento(?: in corso)?|Carregando|A carregar|Laden|"
                    + "Загрузка|Yükleniyor|Ładowanie|読み込んでいます|読み込み中|正在加载|正在載入|로드 중)(?: data)?(?:\\.\\.\\.|…)");

    private SpreadsheetError() {}

    static Optional<Kind> classify(String value) {
        char first = value.charAt(0);
        boolean numberSign = first == '#' || first == '＃';
        if (numberSign && value.chars().allMatch(c -> c == first)) {
            return Optional.of(Kind.CERTAIN);
        }
        if (value.length() > MAX_LENGTH || !numberSign && !Character.isLetter(first)) {
            return Optional.empty();
        }
        String composed = Normalizer.normalize(value, Normalizer.Form.NFC);
        if (numberSign ? isError(composed) : isNamedError(composed)) {
            return Optional.of(Kind.CERTAIN);
        }
        boolean likely = (numberSign ? LIKE_HASHTAG : LOADING).matcher(composed).matches();
        return likely ? Optional.of(Kind.LIKELY) : Optional.empty();
    }

    private static boolean isError(String value) {
        return MARKED.matcher(value).matches()
                || NOT_AVAILABLE.matcher(value).matches()
                || UNMARKED.contains(value)
                || ANY_CASE.matcher(value).matches()
                || WORDS.matcher(value).matches()
                || WITH_WORDS.matcher(value).matches();
    }

    private static boolean isNamedError(String value) {
        return NUMBERED.matcher(value).matches() || OF_LIBRARY.matcher(value).matches();
    }
}
