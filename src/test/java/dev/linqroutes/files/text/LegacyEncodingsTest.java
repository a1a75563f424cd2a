package dev.linqroutes.files.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheets in legacy encodings, as localized spreadsheet programs save them. */
class LegacyEncodingsTest {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    @TempDir
    Path inbox;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "windows-1251 | Бригада | Привет, встреча завтра",
                "windows-1251 | Команда 4 | Доброе утро! Не забудьте документы – в 9:00",
                "windows-1251 | Друзі | Зустріч завтра о дев’ятій",
                "windows-1251 | Екип | Утре се срещаме в девет часа",
                "KOI8-R | Бригада | Привет, встреча завтра",
                "IBM866 | Бригада | Привет, встреча завтра",
                "windows-1253 | Ομάδα | Καλημέρα, αύριο στις εννέα",
                "windows-1253 | Γιώργος | Θα βρεθούμε στην πλατεία",
                "windows-1255 | צוות | שלום, ניפגש מחר בתשע",
                "x-windows-874 | ทีมงาน | สวัสดีครับ พรุ่งนี้เก้าโมง",
                "GBK | 张伟 | 明天早上九点在桥边集合，请不要迟到",
                "Big5 | 王小明 | 明天早上九點在橋邊集合，請不要遲到",
                "Shift_JIS | 読書会 | こんにちは、明日九時に会いましょう",
                "EUC-JP | 読書会 | こんにちは、明日九時に会いましょう",
                "EUC-KR | 독서모임 | 안녕하세요 내일 아홉시에 만나요"
            })
    void a_certain_legacy_encoding_is_used_with_a_warning(String charset, String name, String message)
            throws Exception {
        BatchFile batch = open(charset, name, message);

        assertThat(firstRow(batch)).contains(message);
        assertThat(batch.warnings())
                .singleElement()
                .asString()
                .matches("is not UTF-8 and was read as \\S+; check that line 2 has \"" + name.split(" ")[0] + "\"");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "windows-1250 | Załoga | Cześć, jutro o dziewiątej",
                "windows-1250 | Łukasz Wójcik | Spotkanie przełożone na środę",
                "windows-1250 | Jiří Dvořák | Dobrý den, zítra v devět",
                "windows-1250 | Žižkov | Příští schůzka bude ve čtvrtek",
                "windows-1250 | Erdős Pál | Holnap kilenckor találkozunk",
                "windows-1250 | Brăila | Ne vedem mâine dimineaţă",
                "windows-1254 | Şahin Yılmaz | Yarın sabah dokuzda buluşuyoruz",
                "windows-1254 | Ekip | İyi günler, toplantı saat dokuzda",
                "windows-1256 | الفريق | مرحبا، نلتقي غدا في التاسعة",
                "windows-1257 | Šiauliai | Labas rytas, ačiū",
                "windows-1257 | Jānis Bērziņš | Tiekamies rīt deviņos",
                "x-MacRoman | Müller | We’ll meet at 9 – “café” near the bridge",
                "x-MacRoman | José García | Mañana a las nueve en el café",
                "IBM850 | Jörg Größe | Grüße, bis morgen",
                "IBM437 | Peña | Mañana a las nueve",
                "ISO-8859-15 | Ann | Nur 20 €",
                "GBK | 王 | 好",
                "windows-1251 | Анна | Да",
                "windows-1253 | Άννα | Ναι",
                "windows-1250 | Ann | Poznań",
                "windows-1250 | Ann | Toruń, Zięba",
                "windows-1250 | Ann | Środa",
                "windows-1250 | Ann | być",
                "windows-1250 | Ann | Paweł",
                "windows-1250 | Ann | Plzeň",
                "windows-1250 | Ann | přijde",
                "windows-1250 | Ann | Petrović",
                "windows-1250 | Ann | Kovač",
                "windows-1250 | Ann | Győr",
                "windows-1250 | Ann | Erdős",
                "windows-1250 | Ann | Brăila",
                "windows-1250 | Ann | Bună ziua",
                "windows-1254 | Ann | Erdoğan",
                "windows-1254 | Ann | Kadıköy",
                "windows-1254 | Ann | İzmir",
                "windows-1257 | Ann | Pēteris",
                "x-MacRoman | Ann | Martínez",
                "x-MacRoman | Ann | García",
                "x-MacRoman | Ann | Peña",
                "x-MacRoman | Ann | León",
                "x-MacRoman | Ann | Jörg",
                "x-MacRoman | Ann | Raúl",
                "x-MacRoman | Ann | Perú",
                "x-MacRoman | Ann | naïve",
                "x-MacRoman | Ann | lunedì",
                "x-MacRoman | Ann | Ägypten",
                "x-MacRoman | Ann | État",
                "IBM850 | Ann | José",
                "IBM850 | Ann | León",
                "IBM850 | Ann | Österreich",
                "IBM850 | Ann | næste"
            })
    void a_sheet_whose_encoding_is_not_certain_is_refused_with_the_advice_to_name_it(
            String charset, String name, String message) {
        assertThatThrownBy(() -> open(charset, name, message))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageMatching("(?s)x\\.csv line 2: is n.*windows-1252.*; in Excel save it as \"CSV UTF-8\", or"
                        + " name its encoding in x\\.properties \\(encoding=…\\)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Müller | Schöne Grüße, Übergrößen ab 20 € – §5, 25 m²",
                "Zoë | See you at nine, it’s 5 €",
                "Ann | Don’t be late – “9 sharp”… ‘really’ — done™ © 2026",
                "José García | Mañana a las nueve, ¿vale? ¡Sí! 1º y 2ª planta",
                "François | À demain, n’oubliez pas ; l’été à l’Île-d’Yeu, où êtes-vous ?",
                "Lætitia | L’œuvre des sœurs, théâtre, C’ÉTAIT L’ÉTÉ, çà et là",
                "Åse Sørensen | Vi ses i morgen, ikke glem papirene på Ærøskøbing",
                "João Simões | Amanhã às nove, corações e pães, avó e avô",
                "Björk Guðmundsdóttir | Sjáumst á morgun klukkan níu, þakka þér, íþróttir",
                "Päivi Hämäläinen | Nähdään huomenna yhdeksältä, hyvää yötä",
                "Åke Öberg | Vi ses på måndag – åäö ÅÄÖ",
                "Renée | Tot morgen, één voor één, coördinatie",
                "Nicolò | Ci vediamo domani, perché no? È più tardi, lunedì, così è",
                "Tõnu Kõiv | Näeme homme kell üheksa",
                "Núria | Col·legi, això és bo, ciència",
                "Müller | „so“ und »so« und ›so‹ und ‚so‘",
                "Lukáš Novák | José, Jörg, Åse, Zoë, François, João, Björk",
                "Test | äöü ÄÖÜ ß € áéíóú ñ",
                "Søren | Juleøen, søen, miljø, religiøs, øjne, Malmø",
                "João | Irmã, amanhã, mãe, irmãs, avelãs",
                "Ciência | Você tem experiência, português, três",
                "Ann | I’m, you’re, it’s, O’Brien, o’clock, rock’n’roll, ma’am, y’all, Qur’an, D’Angelo, boys’",
                "Ann | il l’a, tu m’as, qu’il, lorsqu’on, dell’arte, c’è, zo’n, foto’s, i’r, b’fhéidir",
                "Ann | wait—no, Mon–Fri, A–Z, Paris–Berlin, so—I said",
                "Ann | Cœur, sœur, œuf, Œdipe, œdème, fœtus, Kœnig, nœud",
                "Ann | Knæ, træ, Færøerne, gælder, Ærø",
                "Guðrún | Þór Sigurðsson, Sigurður",
                "Ann | 5 €, 20°C, µm, 10 µg, m³, ƒ5, done™, ‘so’, “so”",
                "Ann | Feliç, plaça, això, gaèlic, línies aèries"
            })
    void a_sheet_of_western_europe_is_read_as_it_always_was(String name, String message) throws Exception {
        BatchFile batch = open(WESTERN.name(), name, message);

        assertThat(firstRow(batch)).contains(message);
        assertThat(batch.facts()).contains("windows-1252");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1250", "windows-1251", "x-MacRoman", "GBK"})
    void an_encoding_named_in_the_options_is_used(String charset) throws Exception {
        Files.writeString(inbox.resolve("x.properties"), "encoding=" + charset);

        assertThat(firstRow(open(charset, "Hi", "Привет 你好 Załoga Müller"))).contains(roundTrip(charset));
    }

    private static String roundTrip(String charset) {
        Charset encoding = Charset.forName(charset);
        return new String("Привет 你好 Załoga Müller".getBytes(encoding), encoding);
    }

    @Test
    void a_configured_fallback_is_used_without_detection() throws Exception {
        Charset polish = Charset.forName("windows-1250");
        write("windows-1250", "Załoga", "Cześć, jutro o dziewiątej");

        BatchFile batch = new BatchFileOpener(Optional.of(polish)).open(inbox.resolve("x.csv"));

        assertThat(firstRow(batch)).contains("Cześć, jutro o dziewiątej");
    }

    @Test
    void single_cells_that_were_encoded_twice_where_they_came_from_keep_no_sheet_out() throws Exception {
        BatchFile batch = open("UTF-8", "Müller", "GrÃ¼ÃŸe");

        assertThat(batch.warnings()).isEmpty();
        assertThat(firstRow(batch)).contains("GrÃ¼ÃŸe");
    }

    @Test
    void a_no_break_space_behind_an_accent_was_encoded_once() throws Exception {
        assertThat(firstRow(open("UTF-8", "Nová", "NEDOSTUPNÝ\u00A0"))).contains("NEDOSTUPNÝ");
        assertThat(firstRow(open("UTF-8", "NEDOSTUPNÝ\u00A0", "PLATÝ\u00A0"))).contains("PLATÝ");
    }

    @Test
    void one_strange_word_among_many_keeps_no_sheet_out() throws Exception {
        assertThat(firstRow(open(WESTERN.name(), "Za³oga", "Müller ".repeat(30))))
                .contains("Müller");
    }

    /** Three random words of a language are never decoded as letters of another one. */
    @Property(tries = 2000)
    void no_sheet_with_three_words_of_another_script_is_sent_as_another_text(@ForAll("texts") Text text)
            throws IOException {
        Path folder = Files.createTempDirectory("encodings");
        Path file = folder.resolve("x.csv");
        try {
            Files.write(file, sheet("Hi", text.words).getBytes(Charset.forName(text.charset)));
            assertThat(firstRow(new BatchFileOpener(Optional.of(WESTERN)).open(file)))
                    .contains(text.words);
        } catch (UnreadableFile e) {
            assertThat(e).hasMessageContaining("encoding=…");
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private record Text(String charset, String words) {}

    @Provide
    Arbitrary<Text> texts() {
        return Arbitraries.oneOf(Stream.of(
                        language("windows-1251", "привет встреча завтра Иван Ольга документы девять моста Київ друзі"),
                        language("KOI8-R", "привет встреча завтра Иван Ольга документы девять моста"),
                        language("windows-1253", "καλημέρα αύριο στις εννέα Γιώργος Ελένη πλατεία έγγραφα και ναι"),
                        language("windows-1255", "שלום ניפגש מחר בתשע יוסי כהן בוקר טוב מסמכים"),
                        language("windows-1256", "مرحبا نلتقي غدا في التاسعة أحمد صباح الخير الوثائق"),
                        language("x-windows-874", "สวัสดีครับ พรุ่งนี้ เก้าโมง สมชาย อย่าลืม เอกสาร"),
                        language("GBK", "明天早上 九点 桥边集合 请不要迟到 张伟 李娜 好文件"),
                        language("Big5", "明天早上 九點 橋邊集合 請不要遲到 陳美玲 帶好文件"),
                        language("Shift_JIS", "こんにちは 明日九時 会いましょう 山田太郎 書類をお忘れなく"),
                        language("EUC-KR", "안녕하세요 내일 아홉시에 만나요 김철수 서류를 잊지"),
                        language("windows-1250", "załoga dziewiątej Łukasz przełożone świąteczną źródło żółty"),
                        language("windows-1250", "Dvořák přijďte příští čtvrtek schůzka Jiří Němcová"),
                        language("x-MacRoman", "Müller größer Jäger schönste Grüße können hätte"))
                .toList());
    }

    private static Arbitrary<Text> language(String charset, String words) {
        return Arbitraries.of(words.split(" "))
                .list()
                .uniqueElements()
                .ofSize(3)
                .map(three -> new Text(charset, String.join(" ", three)));
    }

    private BatchFile open(String charset, String name, String message) throws IOException {
        write(charset, name, message);
        return new BatchFileOpener(Optional.of(WESTERN)).open(inbox.resolve("x.csv"));
    }

    private void write(String charset, String name, String message) throws IOException {
        Files.write(inbox.resolve("x.csv"), sheet(name, message).getBytes(Charset.forName(charset)));
    }

    private static String sheet(String name, String message) {
        return "group_ref,to,display_name,message\r\nr-1,+12025550101;+12025550102," + name + ",\"" + message
                + "\"\r\n";
    }

    private static String firstRow(BatchFile batch) throws IOException {
        try (BatchFile.InputRecords records = batch.records()) {
            return String.join("\n", records.next().cells());
        }
    }
}
