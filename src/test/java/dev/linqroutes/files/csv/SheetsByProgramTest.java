package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CreateGroup;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells as databases, address books, forms and programming languages write them. */
class SheetsByProgramTest {
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";

    @TempDir
    Path inbox;

    @Test
    void a_quote_that_was_escaped_with_a_backslash_cuts_no_cell_in_two() throws Exception {
        assertThat(open("to,message,name,city\n" + ANN + ",\"Hi \\\", bye\"\n" + ANN + ",C:\\,Club,Bath\n")
                        .describe())
                .containsExactly(
                        "2 refused: column message: ends with a backslash and a later cell with a quote, so they may be one cell that contains a quote; write such a quote twice, without a backslash",
                        "3 " + ANN + " C:\\");
    }

    @Test
    void a_line_that_a_program_made_a_fraction_of_is_no_other_number() throws Exception {
        assertThat(open("to,from,message\n" + ANN + ",12223334444.0,Hi\n").describe())
                .containsExactly(
                        "2 refused: column from: is \"12223334444.0\": a program converted the number to a decimal; format the column as text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hi all\\nsee you | \\n",
                "Tom &amp; Ann | &amp;",
                "It&#39;s on | &#39;",
                "Hi<br/>bye | <br/>",
                "<p class='a'>Hi</p> | <p class='a'>",
                "Hi_x000D_ bye | _x000D_",
                "caf\\u00e9 | \\u00e9",
                "Hi Ann null, bye | null",
            })
    void traces_of_a_faulty_export_are_a_warning(String text, String told) throws Exception {
        ReceivedCommand row = open("to,message\n" + ANN + ",\"" + text + "\"\n").onlyRow();

        assertThat(BatchFixture.describe(row)).isEqualTo("2 " + ANN + " " + text);
        assertThat(row.warnings()).singleElement().asString().startsWith("column message: has \"" + told + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R&D; and AT&T;",
                "1 < 2 > 0",
                "I <3 you",
                "if a<b and b>c",
                "Cioè, «è così»",
                "C:\\new",
                "_x_ and x000D",
                "AMANHÃ… NÃO",
                "Île-de-France, Åse, « Ã »",
                "РІСТ і СІЛЬ",
                "Cœur & Ægir",
                "Zwei zu null"
            })
    void ordinary_text_is_no_warning(String text) throws Exception {
        assertThat(open("to,message\n" + ANN + ",\"" + text + "\"\n").onlyRow().warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "windows-1252 | Grüße aus Köln",
                "windows-1252 | Él está aquí",
                "windows-1252 | À bientôt, Zoë",
                "windows-1252 | It’s on – see you",
                "windows-1252 | Ann 🎉",
                "windows-1252 | Österreich",
                "windows-1252 | Привет",
                "windows-1252 | 你好",
                "windows-1252 | こんにちは",
                "x-MacRoman | Grüße aus Köln",
                "x-MacRoman | À bientôt, Zoë",
                "x-MacRoman | It’s on",
                "windows-1251 | Привет всем",
                "windows-1251 | Встреча завтра",
                "Shift_JIS | こんにちは、みなさん",
                "US-ASCII | Café",
            })
    void wrongly_decoded_letters_are_a_warning(String encoding, String text) throws Exception {
        String wrong = new String(text.getBytes(StandardCharsets.UTF_8), Charset.forName(encoding));

        assertThat(open("to,message,display_name\n" + ANN + ",\"" + wrong + "\",Zoë\n")
                        .onlyRow()
                        .warnings())
                .as(wrong)
                .singleElement()
                .asString()
                .endsWith(
                        "a program read the text in the wrong encoding; create the sheet again from the original data");
    }

    @ParameterizedTest
    @CsvSource({
        "'gruppe;telefon;nachricht', telefon",
        "'first_name;mobile_phone;e_mail', mobile_phone",
        "'name;phone_1_value', phone_1_value"
    })
    void a_missing_recipients_column_is_reported_with_a_likely_one(String header, String column) {
        assertThatThrownBy(() -> open(header + "\nx;" + ANN + ";x\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageEndingWith(". Perhaps column \"" + column + "\" has the recipients");
    }

    @Test
    void row_numbers_in_a_column_without_a_name_are_recognized() throws Exception {
        assertThat(open(",to,message\n0," + ANN + ",Hi\n").describe())
                .containsExactly(
                        "2 refused: column 1 has a value but no name; name the column in the first row, or empty the"
                                + " cell. To omit row numbers, use index=False (pandas) or row.names=FALSE (R)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"+12025550101\",\"+12025550102\"]",
                "['+12025550101', '+12025550102']",
                "{+12025550101,+12025550102}",
                "(+12025550101, +12025550102)",
                "p:+12025550101;p:+12025550102",
                "Tel.: +1 202 555 0101\nHandy: +1 202 555 0102",
                "тел.: +1 202 555 0101; телефон: +1 202 555 0102",
                "+1 202 555 0101 (mobile); +1 202 555 0102 (home)",
                "'+12025550101';'+12025550102'"
            })
    void recipients_are_read_as_other_programs_list_them(String cell) throws Exception {
        assertThat(recipients(cell)).containsExactly(ANN, BOB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Example, Ann <ann@example.com>; Example, Bob <bob@example.com>",
                "\"Example, Ann\" <ann@example.com>, \"Example, Bob\" <bob@example.com>",
                "Ann <ann@example.com>, Bob <bob@example.com>",
                "ann@example.com, bob@example.com"
            })
    void a_surname_before_a_comma_is_no_recipient(String cell) throws Exception {
        assertThat(recipients(cell)).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    void a_name_before_a_comma_is_reported_once() throws Exception {
        assertThat(open("to,message\n\"Example, Ann (ann@example.com); Bob, Carl\",Hi\n").rows().stream()
                        .flatMap(row ->
                                BatchFixture.texts(BatchFixture.command(row).at("/to")).stream()))
                .containsExactly("Example", "Ann (ann@example.com)", "Bob", "Carl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12,025,550,101", "2,025,550,101"})
    void a_number_with_commas_is_recognized(String cell) throws Exception {
        assertThat(open("to,message\n\"" + cell + "\",Hi\n").describe())
                .containsExactly("2 refused: column to: is \"" + cell
                        + "\": the spreadsheet inserted commas into the number; format the column as text");
    }

    private List<String> recipients(String cell) throws IOException {
        CreateGroup group = (CreateGroup) new CommandEnricher(List.of("+12223334444"), Optional.empty())
                .enrich(TestCommand.read(open("to,message\n\"" + cell.replace("\"", "\"\"") + "\",Hi\n")
                        .onlyRow()));
        return group.to();
    }

    private BatchFixture open(String text) throws IOException {
        return BatchFixture.text(inbox, "x.csv", text);
    }
}
