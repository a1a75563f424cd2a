package dev.linqroutes.files.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options beside a CSV file. */
class SidecarTest {
    private static final String ANN = "+12025550101";

    @TempDir
    Path inbox;

    @Test
    void an_option_replaces_a_missing_column() throws Exception {
        options(
                "from = +12025550199\nmessage = Hi\nicon = https://example.com/i.png\nname = Friends\nlink = https://example.com\n"
                        + "service = sms\nregion = us\nnot_before = 2026-11-23T09:00:00+01:00\nexpires_at = 2026-11-23T18:00:00+01:00");

        ReceivedCommand row = open("to\n" + ANN + "\n").onlyRow();
        JsonNode command = BatchFixture.command(row);

        assertThat(command.at("/from").asText()).isEqualTo("+12025550199");
        assertThat(command.at("/message/text").asText()).isEqualTo("Hi");
        assertThat(command.at("/group_chat_icon").asText()).isEqualTo("https://example.com/i.png");
        assertThat(command.at("/display_name").asText()).isEqualTo("Friends");
        assertThat(BatchFixture.texts(command.at("/message/links"))).containsExactly("https://example.com");
        assertThat(command.at("/message/preferred_service").asText()).isEqualTo("SMS");
        assertThat(command.at("/not_before").asText()).isEqualTo("2026-11-23T09:00:00+01:00");
        assertThat(command.at("/expires_at").asText()).isEqualTo("2026-11-23T18:00:00+01:00");
        assertThat(row.region()).contains("US");
        assertThat(row.columns()).containsEntry("/message/text", ColumnPlace.of("message of friends.properties"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"US", "usa", "United States", "Vereinigte Staaten", "+1"})
    void the_country_of_all_rows_may_be_written_as_in_a_column(String region) throws Exception {
        options("message = Hi\nregion = " + region);

        assertThat(open("to\n" + ANN + "\n").onlyRow().region()).contains("US");
    }

    @Test
    void an_option_says_what_a_column_is_taken_for() throws Exception {
        options("column.Phone\\ numbers = to\ncolumn.name = data\ncolumn.member_9 = data\ncolumn.greeting = message");

        BatchFixture file = open("Phone numbers,name,member 9,Greeting\n" + ANN + ",Ann,x,Hi {name}\n");
        JsonNode command = BatchFixture.command(file.onlyRow());

        assertThat(BatchFixture.texts(command.at("/to"))).containsExactly(ANN);
        assertThat(command.at("/message/text").asText()).isEqualTo("Hi Ann");
        assertThat(command.has("display_name")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    column.telephone = to  | key column.telephone: friends.csv has no such column; the columns are to, text, phone
                    column.phone = messge  | must be a column of groups such as to or message, or data for placeholders, but is "messge"
                    column.phone no = to   | has a space in the name of the column; write _ for it
                    column.phone =         | must be a column of groups
                    column. = to           | friends.csv has no such column
                    column.phone = message | means the same as column "text"
                    """)
    void an_option_for_a_column_that_cannot_be_followed_is_rejected(String option, String problem) throws Exception {
        options(option);

        assertThatThrownBy(() -> open("to,text,phone\n" + ANN + ",Hi,1\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"allOrNothing, all_or_nothing", "encodings, encoding", "mesage, message"})
    void an_unknown_option_is_rejected_with_a_suggestion(String written, String meant) throws Exception {
        options(written + " = true");

        assertThatThrownBy(() -> open("to,message\n" + ANN + ",Hi\n"))
                .hasMessageContaining("is not an option; did you mean \"" + meant + "\"?; options are all_or_nothing");
    }

    @Test
    void a_rejection_names_the_options_file() throws Exception {
        options("region = US");

        assertThat(open("to,message\n" + ANN + ",Hi\n").batch().facts()).contains("options: friends.properties");
    }

    @Test
    void a_cell_takes_precedence_over_the_option_unless_it_is_empty() throws Exception {
        options("message = Hi\nregion = US");

        BatchFixture batch = open("to,message,country\n" + ANN + ",,\n" + ANN + ",Bye,GB\n");

        assertThat(batch.describe()).containsExactly("2 " + ANN + " Hi", "3 " + ANN + " Bye");
        assertThat(batch.rows()).extracting(row -> row.region().orElseThrow()).containsExactly("US", "GB");
    }

    @Test
    void an_option_may_contain_placeholders() throws Exception {
        options(
                "message = Hi {first_name}, here is {display_name}\nname = Friends\nlink = https://example.com/{first_name}");

        ReceivedCommand row = open("to,first_name\n" + ANN + ",Zoé\n").onlyRow();

        assertThat(BatchFixture.command(row).at("/message/text").asText()).isEqualTo("Hi Zoé, here is Friends");
        assertThat(BatchFixture.texts(BatchFixture.command(row).at("/message/links")))
                .containsExactly("https://example.com/Zo%C3%A9");
    }

    @ParameterizedTest
    @CsvSource({
        "friends.properties, all_or_nothing=true",
        "friends.csv.properties, all-or-nothing: TRUE",
        "friends.properties, All.Or.Nothing true"
    })
    void a_file_may_be_sent_all_or_nothing(String name, String option) throws Exception {
        Files.writeString(inbox.resolve(name), "\uFEFF# options\n" + option);

        assertThat(open("to,message\n" + ANN + ",Hi\n").batch().isAllOrNothing())
                .isTrue();
    }

    @Test
    void without_options_good_rows_are_sent_whatever_the_others_are() throws Exception {
        assertThat(open("to,message\n" + ANN + ",Hi\n").batch().isAllOrNothing())
                .isFalse();
    }

    @Test
    void the_same_file_with_other_options_is_another_batch() throws Exception {
        String text = "to,message\n" + ANN + ",Hi\n";
        String without = open(text).batch().batchId();
        options("region = US");
        String with = open(text).batch().batchId();
        options("region = GB");
        String other = open(text).batch().batchId();

        assertThat(List.of(without, with, other)).doesNotHaveDuplicates().allMatch(id -> id.matches("f-[0-9a-f]{32}"));
        assertThat(open(text).onlyRow().source().id()).isEqualTo(other + "-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "to_1", "handle", "phone", "group_ref", "id", "command_id"})
    void what_is_different_in_each_row_is_no_option(String key) throws Exception {
        options(key + " = x");

        assertThatThrownBy(() -> open("to,message\n" + ANN + ",Hi\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("friends.properties, key " + key
                        + ": must have its own value in each row; make it a column of friends.csv");
    }

    @Test
    void several_links_are_as_good_as_one() throws Exception {
        options("link_1 = https://example.com/1\nlink_2 = https://example.com/2");

        assertThat(BatchFixture.texts(
                        BatchFixture.command(open("to\n" + ANN + "\n").onlyRow())
                                .at("/message/links")))
                .containsExactly("https://example.com/1", "https://example.com/2");
    }

    private void options(String text) throws IOException {
        Files.writeString(inbox.resolve("friends.properties"), text);
    }

    private BatchFixture open(String text) throws IOException {
        return BatchFixture.text(inbox, "friends.csv", text);
    }
}
