package dev.linqroutes.testing;

import java.util.List;
import java.util.stream.Stream;

/** Placeholders that spreadsheet programs write for missing, erroneous or truncated values. */
public final class WriterPrograms {
    /**
     * A program in one language.
     *
     * @param values error values that people recognize as errors
     */
    public record Writer(String name, List<String> values) {
        static Writer of(String name, String... values) {
            return new Writer(name, List.of(values));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private WriterPrograms() {}

    /** Error values of spreadsheets, by the language of their user. */
    public static List<Writer> spreadsheets() {
        return List.of(
                Writer.of(
                        "Excel, English",
                        "#NULL!",
                        "#DIV/0!",
                        "#VALUE!",
                        "#REF!",
                        "#NAME?",
                        "#NUM!",
                        "#N/A",
                        "#GETTING_DATA",
                        "#SPILL!",
                        "#CONNECT!",
                        "#BLOCKED!",
                        "#UNKNOWN!",
                        "#FIELD!",
                        "#CALC!",
                        "#BUSY!",
                        "#PYTHON!",
                        "#EXTERNAL!",
                        "#TIMEOUT!",
                        "########"),
                Writer.of("Excel, German", "#WERT!", "#BEZUG!", "#ZAHL!", "#NV", "#ÜBERLAUF!", "#FELD!", "#KALK!"),
                Writer.of("Excel, French", "#NUL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#PROPAGATION!", "#CHAMP!"),
                Writer.of(
                        "Excel, Spanish",
                        "#¡NULO!",
                        "#¡DIV/0!",
                        "#¡VALOR!",
                        "#¡REF!",
                        "#¿NOMBRE?",
                        "#¡NUM!",
                        "#N/D",
                        "#¡DESBORDAMIENTO!"),
                Writer.of("Excel, Portuguese", "#NULO!", "#VALOR!", "#NOME?", "#NÚM!", "#N/D", "#DESPEJAR!"),
                Writer.of("Excel, Italian", "#NULLO!", "#VALORE!", "#RIF!", "#NOME?", "#N/D", "#ESPANSIONE!"),
                Writer.of("Excel, Dutch", "#LEEG!", "#DEEL/0!", "#WAARDE!", "#VERW!", "#NAAM?", "#GETAL!", "#N/B"),
                Writer.of(
                        "Excel, Swedish",
                        "#DIVISION/0!",
                        "#VÄRDEFEL!",
                        "#REFERENS!",
                        "#NAMN?",
                        "#OGILTIGT!",
                        "#SAKNAS!"),
                Writer.of("Excel, Danish", "#VÆRDI!", "#REFERENCE!", "#NAVN?", "#I/T", "#OVERLØB!"),
                Writer.of("Excel, Norwegian", "#VERDI!", "#NAVN?", "#I/T"),
                Writer.of(
                        "Excel, Finnish",
                        "#TYHJÄ!",
                        "#JAKO/0!",
                        "#ARVO!",
                        "#VIITTAUS!",
                        "#NIMI?",
                        "#LUKU!",
                        "#PUUTTUU!"),
                Writer.of("Excel, Polish", "#ZERO!", "#DZIEL/0!", "#ARG!", "#ADR!", "#NAZWA?", "#LICZBA!", "#N/D"),
                Writer.of(
                        "Excel, Czech",
                        "#DĚLENÍ_NULOU!",
                        "#HODNOTA!",
                        "#ODKAZ!",
                        "#NÁZEV?",
                        "#ČÍSLO!",
                        "#NENÍ_K_DISPOZICI"),
                Writer.of("Excel, Slovak", "#DELENIENULOU!", "#NÁZOV?", "#NEDOSTUPNÝ"),
                Writer.of(
                        "Excel, Hungarian",
                        "#NULLA!",
                        "#ZÉRÓOSZTÓ!",
                        "#ÉRTÉK!",
                        "#HIV!",
                        "#NÉV?",
                        "#SZÁM!",
                        "#HIÁNYZIK"),
                Writer.of("Excel, Russian", "#ПУСТО!", "#ДЕЛ/0!", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ЧИСЛО!", "#Н/Д"),
                Writer.of("Excel, Ukrainian", "#ДІЛ/0!", "#ЗНАЧ!", "#ПОСИЛАННЯ!", "#ІМ'Я?", "#Н/Д"),
                Writer.of(
                        "Excel, Turkish",
                        "#BOŞ!",
                        "#SAYI/0!",
                        "#DEĞER!",
                        "#BAŞV!",
                        "#AD?",
                        "#SAYI!",
                        "#YOK",
                        "#TAŞMA!"),
                Writer.of("Excel, Greek", "#ΚΕΝΟ!", "#ΔΙΑΙΡ/0!", "#ΤΙΜΗ!", "#ΑΝΑΦ!", "#ΟΝΟΜΑ?", "#ΑΡΙΘ!", "#Δ/Υ"),
                Writer.of("Excel, Slovenian", "#VREDN!", "#SKLIC!", "#IME?", "#ŠTEV!", "#N/V"),
                Writer.of("Excel, letters taken apart by macOS", "#U\u0308BERLAUF!", "#C\u030CI\u0301SLO!"),
                Writer.of("Excel with a data service", "#N/A Requesting Data...", "#N/A Invalid Security", "#N/A N/A"),
                Writer.of("LibreOffice", "Err:502", "Err:508", "Err:522", "#MACRO?", "###"),
                Writer.of(
                        "LibreOffice, other languages",
                        "Fehler:502",
                        "Err\u00A0:508",
                        "Błąd:504",
                        "Ошибка:502",
                        "错误:502"),
                Writer.of("Google Sheets", "#ERROR!", "#FEHLER!", "#¡ERROR!", "#ERREUR!"),
                Writer.of("Access", "#Error", "#Name?", "#Deleted", "#Num!", "#Func!", "#Div/0!", "#Type!"),
                Writer.of("Smartsheet", "#UNPARSEABLE", "#NO MATCH", "#INVALID DATA TYPE", "#CIRCULAR REFERENCE"),
                Writer.of("VBA, POI", "Error 2042", "Error 2015", "ERROR:  #N/A"),
                Writer.of(
                        "a sheet saved with its formulas",
                        "=VLOOKUP(A2,Sheet2!A:B,2,FALSE)",
                        "=SVERWEIS(A2;Tabelle2!A:B;2;FALSCH)",
                        "=B2&\"-\"&C2",
                        "=\"Crew \"&B2",
                        "=\"Crew \"&\"7\"",
                        "=$B$2",
                        "=Sheet1!B4",
                        "='Crew list'!B4",
                        "=$Sheet1.B4",
                        "=Table1[@Crew]",
                        "=@A2",
                        "=R[-1]C[2]",
                        "=IF(A2=\"\",\"\",A2)"),
                Writer.of("Excel, an empty cell as a date", "1/0/1900", "00.01.1900", "1900-01-00"),
                Writer.of("Salesforce", "#Error!", "#Too Big!"),
                Writer.of("a program that makes letters small", "#n/a", "#ref!", "#value!", "#name?", "#div/0!"));
    }

    /** Placeholders for missing values. */
    public static List<Writer> programs() {
        return List.of(
                Writer.of("SQL Server", "NULL"),
                Writer.of("MySQL, PostgreSQL", "\\N", "0000-00-00", "0000-00-00 00:00:00"),
                Writer.of("SQL clients", "(null)", "<null>", "[NULL]", "(NULL)", "<NULL>", "'NULL'"),
                Writer.of("pandas", "nan", "NaN", "<NA>", "NaT"),
                Writer.of("R", "NaN", "<NA>"),
                Writer.of(
                        "JavaScript",
                        "undefined",
                        "null",
                        "NaN",
                        "[object Object]",
                        "Invalid Date",
                        "undefined undefined"),
                Writer.of("moment", "Invalid date"),
                Writer.of("Go", "<nil>", "%!s(<nil>)", "%!d(string=x)"),
                Writer.of(".NET", "System.DBNull", "System.String[]", "0001-01-01T00:00:00", "01/01/0001 00:00:00"),
                Writer.of("Java", "java.lang.Object@1b6d3586", "[Ljava.lang.String;@4554617c"),
                Writer.of("Python", "<object object at 0x7f3c2a1b4d60>"),
                Writer.of(
                        "Perl, Ruby, Lua",
                        "ARRAY(0x55d0c8a1)",
                        "HASH(0x1f2e3d4c)",
                        "#<Object:0x000055d0>",
                        "table: 0x55d0c8"),
                Writer.of("Swift, Scala", "Optional(\"Ann\")", "Optional.empty", "Optional[Ann]", "Some(Ann)"),
                Writer.of("Julia, Matlab", "#undef", "<undefined>", "NaT"),
                Writer.of("Hive, Toad, web pages", "__HIVE_DEFAULT_PARTITION__", "&nbsp;"),
                Writer.of("C", "-nan(ind)", "1.#QNAN", "-1.#IND", "-nan"),
                Writer.of("R, lists of length 0", "character(0)", "integer(0)", "list()"),
                Writer.of("empty lists", "[]", "map[]", "set()"),
                Writer.of("AppleScript", "missing value"),
                Writer.of("Tableau", "%null%"),
                Writer.of("joined without a space", "nullnull"),
                Writer.of(
                        "PHP, Dart, VBA, Kotlin",
                        "Resource id #5",
                        "Instance of 'Person'",
                        "System.__ComObject",
                        "kotlin.Unit"),
                Writer.of("phpMyAdmin", "[BLOB - 12 B]"),
                Writer.of("Power Query", "-Infinity", "-inf"),
                Writer.of("a key of nothing but zeros", "00000000-0000-0000-0000-000000000000"));
    }

    /** Truncated numbers. */
    public static List<Writer> shortened() {
        return List.of(
                Writer.of("Excel", "1.23457E+14", "2E+11"),
                Writer.of("Excel, German", "2,02555E+11"),
                Writer.of("R", "1e+05", "1.23457e+14", "2,02555e+11"),
                Writer.of("Python", "1.23457e+14", "1e+16"),
                Writer.of("JavaScript", "1e+21", "1.2345678901234568e+21"),
                Writer.of("Java", "1.23457E14", "2.02555101E8"),
                Writer.of("MySQL", "1.23457e14"));
    }

    public static List<Writer> all() {
        return Stream.of(spreadsheets(), programs(), shortened())
                .flatMap(List::stream)
                .toList();
    }

    /** Regular values that resemble these placeholders. */
    public static List<String> people() {
        return List.of(
                "Nan",
                "Nathan",
                "Nat",
                "Ann Null",
                "Nulla",
                "None of us",
                "Nonesuch",
                "Noneed",
                "undefined behaviour",
                "#1",
                "#1001",
                "#EN1001",
                "#A-12",
                "#squad",
                "#BLM",
                "#FamilyFirst",
                "12E4",
                "1E5",
                "E+12",
                "SIZE+44",
                "2E-14",
                "1.2E3",
                "Room:502",
                "Error 404",
                "N/A-Team",
                "50%",
                "Müller Co. KG",
                "Err",
                "order-1",
                "a/b",
                "C#",
                "!",
                "7",
                "Infinity",
                "Hi!",
                "(us)",
                "<3",
                "[us]",
                "\"Ann\"",
                "2026-11-27",
                "ann@beef",
                "👍",
                "Ноль",
                "无",
                "=D",
                "= 5",
                "1/1/1900",
                "NO",
                "SI",
                "X",
                "Ja, bitte",
                "Yes Club",
                "25.0",
                "10.01",
                "1001.05");
    }

    /** Words and checkboxes for "no group" in several languages. */
    public static List<String> answers() {
        return List.of(
                "Yes",
                "no",
                "Ja",
                "nein",
                "Oui",
                "Sí",
                "да",
                "нет",
                "はい",
                "✓",
                "☐",
                "Keine",
                "keine Angabe",
                "aucun",
                "Ninguno",
                "nenhum",
                "nessuno",
                "geen",
                "brak",
                "yok",
                "なし",
                "該当なし",
                "暂无",
                "없음",
                "not found",
                "Error",
                "n.v.",
                "s/d",
                "∅",
                "n. a.",
                "N\\A",
                "- -",
                "✗",
                "ohne Gruppe",
                "#NA");
    }
}
