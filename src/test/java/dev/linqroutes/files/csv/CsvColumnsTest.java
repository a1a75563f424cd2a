package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns of a file with one group per row, and the facts and warnings about how it was read. */
class CsvColumnsTest {
    private static final String ANN = "+12025550101";

    @TempDir
    Path inbox;

    @ParameterizedTest
    @CsvSource({
        "ref, /group_ref",
        "id, /group_ref",
        "group, /group_ref",
        "line, /from",
        "group_name, /display_name",
        "icon, /group_chat_icon",
        "Not Before, /not_before",
        "preferred-service, /message/preferred_service"
    })
    void a_column_has_several_names(String column, String pointer) throws Exception {
        ReceivedCommand row =
                open("to,message," + column + "\n" + ANN + ",Hi,x\n").onlyRow();

        assertThat(BatchFixture.command(row).at(pointer).asText()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"imessage, iMessage", "SMS, SMS", "rcs, RCS", "fax, fax"})
    void a_service_is_written_as_commands_write_it(String cell, String service) throws Exception {
        JsonNode command = BatchFixture.command(
                open("to,message,service\n" + ANN + ",Hi," + cell + "\n").onlyRow());

        assertThat(command.at("/message/preferred_service").asText()).isEqualTo(service);
    }

    @Test
    void numbers_of_a_row_are_parsed_for_its_country() throws Exception {
        BatchFixture batch = open("to,message,country\n2025550101,Hi,us\n" + ANN + ",Hi,\n2025550101,Hi,Atlantis\n");

        assertThat(batch.rows()).extracting(row -> row.region().orElse("none")).containsExactly("US", "none", "none");
        assertThat(batch.describe().get(2))
                .isEqualTo(
                        "4 refused: column country: must be a country such as US or Germany, but is \"Atlantis\";"
                                + " \"2025550101\" has no + and country code; add these, or correct the country. Rename the column if it means something else");
    }

    @Test
    void a_column_keeps_its_name_when_an_apostrophe_keeps_it_from_being_a_formula() throws Exception {
        ReceivedCommand row =
                open("to,'@user,message\n" + ANN + ",Ann,Hi {@user}\n").onlyRow();

        assertThat(BatchFixture.command(row).at("/message/text").asText()).isEqualTo("Hi Ann");
    }

    @Test
    void any_other_column_is_data_for_placeholders() throws Exception {
        ReceivedCommand row = open("to,City,Street Name,message,name,link_1,links\n" + ANN
                        + ",Bath,Old Lane,{street_name} in {CITY},Club {city},https://example.com/{street name}?c={city},"
                        + "\"https://example.com/a https://example.com/{city}\"\n")
                .onlyRow();
        JsonNode command = BatchFixture.command(row);

        assertThat(command.at("/message/text").asText()).isEqualTo("Old Lane in Bath");
        assertThat(command.at("/display_name").asText()).isEqualTo("Club Bath");
        assertThat(BatchFixture.texts(command.at("/message/links")))
                .containsExactly(
                        "https://example.com/Old%20Lane?c=Bath", "https://example.com/a", "https://example.com/Bath");
    }

    @ParameterizedTest
    @CsvSource({"command_id, 1.23457E+14", "ref, 7E+12"})
    void an_id_that_a_spreadsheet_shortened_is_no_id(String column, String id) throws Exception {
        assertThat(open("to,message," + column + "\n" + ANN + ",Hi," + id + "\n")
                        .describe())
                .containsExactly("2 refused: column " + column + ": is \"" + id + "\": the spreadsheet shortened the"
                        + " number, its last digits are lost; format the column as text and enter it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12E4", "1E5", "E+12", "SIZE+44", "#1", "N/A"})
    void a_value_that_looks_like_a_missing_value_marker_is_a_value(String id) throws Exception {
        BatchFixture batch = open("to,message,ref\n" + ANN + ",No. {ref}," + id + "\n");

        assertThat(batch.describe()).containsExactly("2 " + ANN + " No. " + id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5E+10", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#", "#####", "\\N"
            })
    void a_missing_value_marker_is_never_sent(String value) throws Exception {
        assertThat(open("to,message,city\n" + ANN + ",Hi {city}," + value + "\n")
                        .describe())
                .singleElement()
                .asString()
                .startsWith("2 refused: column message: {city} is \"" + value + "\": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "icon", "not_before", "expires_at", "service", "to_2"})
    void a_missing_value_marker_is_reported_as_such_in_every_column(String column) throws Exception {
        assertThat(open("to,message," + column + "\n" + ANN + ",Hi,[NULL]\n").describe())
                .containsExactly(
                        "2 refused: column " + column + ": is \"[NULL]\": programs and databases write that for a"
                                + " missing value; leave it out, or write it differently if it is intended");
    }

    @ParameterizedTest
    @CsvSource({
        "group_name, name",
        "display_name, group_name",
        "ref, group_ref",
        "link_1, link",
        "link, links",
        "to_1, to",
        "line, from"
    })
    void a_placeholder_means_the_column_of_its_own_name(String column, String placeholder) throws Exception {
        String header = column.startsWith("to") ? column : "to," + column;
        String cells = column.startsWith("to") ? ANN : ANN + ",https://example.com/x";

        assertThat(open(header + ",message\n" + cells + ",Hi {" + placeholder + "}\n")
                        .describe())
                .containsExactly("2 refused: column message: there is no column for {" + placeholder + "}; columns are "
                        + header.replace(",", ", ") + ", message");
    }

    @Test
    void a_placeholder_of_a_text_with_placeholders_is_refused() throws Exception {
        BatchFixture batch = open("to,city,name,message\n" + ANN + ",Bath,Trip {city},Welcome to {NAME}!\n" + ANN
                + ",Bath,Trip to Bath,Welcome to {name}!\n");

        assertThat(batch.describe())
                .containsExactly(
                        "2 refused: column message: {NAME} contains placeholders; write them here instead",
                        "3 " + ANN + " Welcome to Trip to Bath!");
    }

    @ParameterizedTest
    @CsvSource({
        "Look: https://x.example/?n={v}, Look: https://x.example/?n=Smith%20%26%20S%C3%B6hne%20%2B1%20%231",
        "https://x.example/{v}#top, https://x.example/Smith%20&%20S%C3%B6hne%20+1%20%231#top",
        "(HTTP://x.example/?{v}), (HTTP://x.example/?Smith%20%26%20S%C3%B6hne%20%2B1%20%231)",
        "https://x.example/ {v}, https://x.example/ Smith & Söhne +1 #1",
        "what?n={v}, what?n=Smith & Söhne +1 #1",
    })
    void a_value_in_a_link_of_a_text_stays_in_that_link(String template, String text) throws Exception {
        assertThat(open("to,v,message\n" + ANN + ",Smith & Söhne +1 #1," + template + "\n")
                        .describe())
                .containsExactly("2 " + ANN + " " + text);
    }

    @Test
    void facts_describe_how_the_file_was_read() throws Exception {
        assertThat(open("\uFEFFto;message;first_name\n" + ANN + ";Hi {first_name};Ann\n")
                        .batch()
                        .facts())
                .containsExactly(
                        "UTF-8 with byte order mark",
                        "separated by semicolon",
                        "one group per row",
                        "columns: to, message, first_name",
                        "no options file");
    }

    @Test
    void an_unused_column_is_a_warning_with_a_suggestion() throws Exception {
        assertThat(open("to,message,disply_name,notes,city\n" + ANN + ",Hi {city},x,x,Bath\n")
                        .batch()
                        .warnings())
                .containsExactly(
                        "column \"disply_name\" is not used in any placeholder; did you mean \"display_name\"?",
                        "column \"notes\" is not used in any placeholder");
    }

    @Test
    void many_unused_columns_are_summarized() throws Exception {
        String more = IntStream.range(0, 500).mapToObj(i -> ",c" + i).collect(Collectors.joining());
        BatchFile batch = open("to,message" + more + "\n" + ANN + ",Hi\n").batch();

        assertThat(batch.warnings()).hasSize(11).last().isEqualTo("490 more columns are not used in any placeholder");
        assertThat(batch.facts().get(3)).endsWith(", c9 and 490 more");
    }

    @Test
    void a_file_that_is_no_utf_8_is_read_as_windows_wrote_it_and_that_is_told() throws Exception {
        BatchFixture batch = BatchFixture.bytes(
                inbox, "x.csv", ("to,message\n" + ANN + ",Viele Grüße!\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(batch.describe()).containsExactly("2 " + ANN + " Viele Grüße!");
        assertThat(batch.batch().facts()).contains("windows-1252");
        assertThat(batch.batch().warnings())
                .containsExactly("is not UTF-8 and was read as windows-1252; check that line 2 has \"Grüße\"");
    }

    @Test
    void records_are_the_rows_as_they_stand_in_the_file() throws Exception {
        BatchFixture batch = open("sep=;\nTo; Message \n=\"" + ANN + "\";\" 'Hi\n\"\nx;y;z\n\n");

        try (BatchFile.InputRecords records = batch.batch().records()) {
            assertThat(records.header()).containsExactly("To", " Message ");
            assertThat(records.separator()).isEqualTo(';');
        }
        assertThat(batch.records())
                .containsExactly(
                        new InputRecord(2, 2, List.of("=\"" + ANN + "\"", " 'Hi\n")),
                        new InputRecord(3, 3, List.of("x", "y", "z")),
                        new InputRecord(4, 0, List.of("")));
    }

    @Test
    void a_truncated_cell_is_refused_when_it_is_dropped_again() throws Exception {
        List<String> cells = open("to,message\n" + ANN + "," + "x".repeat(2_000_000) + "\n")
                .records()
                .get(0)
                .cells();

        assertThat(cells).containsExactly(ANN, "x".repeat(400) + "… {cut off}");
        assertThat(open("to,message\n" + String.join(",", cells) + "\n").describe())
                .containsExactly(
                        "2 refused: column message: there is no column for {cut off}; columns are to, message");
    }

    private BatchFixture open(String text) throws IOException {
        return BatchFixture.text(inbox, "x.csv", text);
    }
}
