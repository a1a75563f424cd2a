package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of which the rows say what they do. */
class CommandColumnTest {
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final String ALL =
            "command,group_ref,to,message,links,media,options,display_name,icon,service,from,region\n";

    @TempDir
    Path inbox;

    @ParameterizedTest
    @CsvSource({
        "create, create_group",
        "New group, create_group",
        "message, send_message",
        "Send, send_message",
        "rename, update_group",
        "update_group, update_group",
        "ADD, add_participant",
        "add person, add_participant",
        "Remove-Member, remove_participant",
        "leave, leave_group",
        "poll, send_poll",
        "add options, add_poll_options",
        "More Options, add_poll_options",
        "contact card, share_contact_card"
    })
    void a_command_has_several_names(String written, String type) throws Exception {
        ReceivedCommand row = open("command,group_ref,display_name\n" + written + ",a,\n")
                .rows()
                .get(0);

        assertThat(new String(row.body(), StandardCharsets.UTF_8)).contains("\"" + type + "\"");
    }

    @Test
    void every_command_of_the_day_after_is_a_row() throws Exception {
        BatchFixture batch = open(ALL
                + "message,a,,Hi,https://x.example/1,https://x.example/a.png,,,,SMS,,\n"
                + "rename,a,,,,,,Club,https://x.example/i.png,,,\n"
                + "add,a," + ANN + ";" + BOB + ",,,,,,,,,\n"
                + "remove,a," + ANN + ",,,,,,,,,US\n"
                + "poll,a,,,,,Tuesday; 3 pm | Thursday,,,,,\n"
                + "contact card,a,,,,,,,,,,\n"
                + "leave,a,,,,,,,,,,\n");

        assertThat(commands(batch))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"text\":\"Hi\",\"preferred_service\":\"SMS\",\"links\":[\"https://x.example/1\"],\"media\":[{\"url\":\"https://x.example/a.png\"}]}}",
                        "{\"group_ref\":\"a\",\"display_name\":\"Club\",\"group_chat_icon\":\"https://x.example/i.png\",\"type\":\"update_group\"}",
                        "{\"group_ref\":\"a\",\"type\":\"add_participant\",\"handles\":[\"" + ANN + "\",\"" + BOB
                                + "\"]}",
                        "{\"group_ref\":\"a\",\"type\":\"remove_participant\",\"handles\":[\"" + ANN + "\"]}",
                        "{\"group_ref\":\"a\",\"type\":\"send_poll\",\"options\":[\"Tuesday\",\"3 pm\",\"Thursday\"]}",
                        "{\"group_ref\":\"a\",\"type\":\"share_contact_card\"}",
                        "{\"group_ref\":\"a\",\"type\":\"leave_group\"}");
        assertThat(batch.batch().facts()).contains("one command per row, create_group unless the row says another");
    }

    @Test
    void a_group_may_be_named_by_its_chat_id_unless_the_row_creates_it() throws Exception {
        String id = "e2bd0c0a-1111-4a2b-8c3d-000000000101";

        assertThat(commands(open("chat_id,message\n" + id + ",Hi\n")))
                .containsExactly(
                        "{\"chat_id\":\"" + id + "\",\"type\":\"send_message\",\"message\":{\"text\":\"Hi\"}}");
        assertThat(open("command,chat_id,to,message\ncreate," + id + "," + ANN + ",Hi\n")
                        .describe())
                .containsExactly(
                        "2 refused: column chat_id: create_group does not use it; empty the cell, or write a row"
                                + " of its own for what it is for");
        assertThat(open("chat_id,to,message\nx," + ANN + ",Hi {chat_id}\n").describe())
                .containsExactly("2 " + ANN + " Hi x");
    }

    @Test
    void an_icon_may_be_a_local_file() throws Exception {
        assertThat(commands(open("command,group_ref,icon\nrename,a,pictures/logo.png\n")))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"group_chat_icon\":{\"file\":\"pictures/logo.png\"},\"type\":\"update_group\"}");
    }

    @Test
    void a_message_may_have_the_name_of_its_group_and_columns_in_one_text() throws Exception {
        assertThat(
                        commands(
                                open(
                                        "group_ref,who,message\n"
                                                + "a,Ann {x},\"Hi {who}, {{welcome}} to {Group.Display_Name}: https://x.example/{group.group_ref}?n={who}\"\n")))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"template\":\"Hi Ann {{x}}, {{welcome}} to"
                                + " {group.display_name}: https://x.example/{group.group_ref}?n=Ann%20%7Bx%7D\"}}");
    }

    @Test
    void a_column_with_that_name_is_used_in_place_of_what_the_ledger_knows() throws Exception {
        assertThat(commands(open("group_ref,group.display_name,message\na,Club,Hi {group.display_name}\n")))
                .containsExactly("{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"text\":\"Hi Club\"}}");
    }

    @Test
    void the_name_of_the_group_is_for_messages_only_and_nothing_else_is_known_of_it() throws Exception {
        assertThat(open("command,group_ref,display_name,message,links\n"
                                + "rename,a,{group.display_name} 2,,\n"
                                + "message,a,,Hi,https://x.example/{group.group_ref}\n"
                                + "message,a,,Hi {group.nmae},\n")
                        .describe())
                .containsExactly(
                        "2 refused: column display_name: {group.display_name} can be used in the column message only; a link"
                                + " in a message is sent as a preview, too",
                        "3 refused: column links: {group.group_ref} can be used in the column message only; a link in a"
                                + " message is sent as a preview, too",
                        "4 refused: column message: there is no column for {group.nmae}; columns are command, group_ref,"
                                + " display_name, message, links; of the group there are {group.display_name} and"
                                + " {group.group_ref}");
    }

    @Test
    void the_message_of_the_options_may_have_it_too() throws Exception {
        Files.writeString(inbox.resolve("x.properties"), "message=Hi {who} of {group.display_name}\n");

        assertThat(commands(open("command,group_ref,who\nmessage,a,Ann\n")))
                .containsExactly("{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"template\":\"Hi Ann of"
                        + " {group.display_name}\"}}");
    }

    @Test
    void options_are_added_to_the_poll_of_another_row_of_the_file_or_of_an_earlier_one() throws Exception {
        assertThat(commands(open("command,command_id,group_ref,options,message_of\n"
                        + "poll,day,a,Tuesday;Thursday,\n"
                        + "add options,,a,Friday|Saturday,day\n")))
                .containsExactly(
                        "{\"command_id\":\"day\",\"group_ref\":\"a\",\"type\":\"send_poll\",\"options\":[\"Tuesday\",\"Thursday\"]}",
                        "{\"group_ref\":\"a\",\"message_of\":{\"command_id\":\"day\"},\"type\":\"add_poll_options\",\"options\":[\"Friday\",\"Saturday\"]}");
    }

    @Test
    void added_options_need_their_poll_and_nothing_else_uses_it() throws Exception {
        assertThat(open("command,command_id,group_ref,options,message_of\n"
                                + "add options,,a,Friday,\n"
                                + "add options,,a,Friday,#N/A\n"
                                + "poll,,a,Tuesday;Thursday,day\n")
                        .describe())
                .satisfiesExactly(
                        row -> assertThat(row)
                                .isEqualTo(
                                        "2 refused: column message_of: must not be empty: write the command_id of the"
                                                + " command that sent the poll"),
                        row -> assertThat(row).startsWith("3 refused: column message_of: is \"#N/A\""),
                        row -> assertThat(row).startsWith("4 refused: column message_of: send_poll does not use it"));
    }

    @Test
    void a_column_message_of_in_a_file_of_new_groups_is_data() throws Exception {
        assertThat(open("to,message_of,message\n" + ANN + ",Bob,Hi from {message_of}\n")
                        .describe())
                .containsExactly("2 " + ANN + " Hi from Bob");
    }

    // What a row does that does not say it

    @Test
    void a_file_without_recipients_writes_to_groups_that_exist() throws Exception {
        BatchFixture batch =
                open("group_ref,message,media,first_name\na,Hi {first_name},,Ann\nb,,https://x.example/a.png,\n");

        assertThat(commands(batch))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"text\":\"Hi Ann\"}}",
                        "{\"group_ref\":\"b\",\"type\":\"send_message\",\"message\":{\"media\":[{\"url\":\"https://x.example/a.png\"}]}}");
        assertThat(batch.batch().facts()).contains("one command per row, send_message unless the row says another");
    }

    @Test
    void a_row_of_which_the_recipients_were_forgotten_does_not_become_a_message() throws Exception {
        for (String header : List.of("group_ref,to,message\n", "command,group_ref,to,message\n")) {
            String command = header.startsWith("command") ? "," : "";
            assertThat(open(header + command + "a,,Hi\n").describe())
                    .containsExactly("2 refused: column to: must not be empty; to write to a group that exists, put"
                            + " \"message\" into a column \"command\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Telefonnummer", "Recipient list", "E-Mail", "Cell"})
    void a_file_with_a_column_that_may_have_the_recipients_is_not_taken_for_messages(String column) {
        assertThatThrownBy(() -> open("group_ref," + column + ",message\na," + ANN + ",Hi\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("none is called \"to\"")
                .hasMessageEndingWith(
                        "has the recipients. If the rows are messages to groups that exist, write \"message\""
                                + " into a column \"command\"");
    }

    @Test
    void a_column_of_recipients_under_any_name_keeps_a_file_from_being_taken_for_messages() throws Exception {
        String people = "group_ref,People of it,message\na,,Hi\nb," + ANN + ";" + BOB + ",Hi\n";

        assertThatThrownBy(() -> open(people))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("none is called \"to\"")
                .hasMessageContaining("Perhaps column \"people_of_it\" has the recipients.");
        assertThat(open(people.replace("Hi", "Write to {people of it}")).rows()).hasSize(2);
        String withCommands = "command," + people.replace("\na,", "\n%1$s,a,").replace("\nb,", "\n%1$s,b,");
        assertThatThrownBy(() -> open(withCommands.formatted(""))).hasMessageContaining("has the recipients.");
        assertThat(open(withCommands.formatted("message")).rows()).hasSize(2);
    }

    @Test
    void with_a_command_such_a_column_is_for_placeholders() throws Exception {
        assertThat(commands(open("command,group_ref,E-Mail,message\nmessage,a,ann@example.com,Ask {e-mail}\n")))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"text\":\"Ask ann@example.com\"}}");
    }

    @Test
    void the_options_give_the_command_of_rows_that_do_not_say_theirs() throws Exception {
        Files.writeString(inbox.resolve("x.properties"), "command=add person\n");

        BatchFixture batch = open("command,group_ref,phone\n,a," + ANN + "\n,a," + BOB + "\nremove,a," + ANN + "\n");

        assertThat(commands(batch))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"add_participant\",\"handles\":[\"" + ANN + "\",\"" + BOB
                                + "\"]}",
                        "{\"group_ref\":\"a\",\"type\":\"remove_participant\",\"handles\":[\"" + ANN + "\"]}");
    }

    @Test
    void a_value_of_the_options_goes_to_the_commands_that_use_it() throws Exception {
        Files.writeString(inbox.resolve("x.properties"), "message=Hi\nfrom=+12223334444\n");

        assertThat(commands(open("command,group_ref,to\nmessage,a,\nleave,a,\n")))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"text\":\"Hi\"}}",
                        "{\"group_ref\":\"a\",\"type\":\"leave_group\"}");
    }

    @Test
    void a_command_of_the_options_that_there_is_not_is_told_before_anything_is_read() throws Exception {
        Files.writeString(inbox.resolve("x.properties"), "command=renmae\n");

        assertThatThrownBy(() -> open("group_ref,display_name\na,Club\n"))
                .hasMessage(
                        "x.properties, key command: is \"renmae\", which is not a command; did you mean \"rename\"?");
    }

    // What is refused at its place

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mesage | is \"mesage\", which is not a command; did you mean \"message\"?",
                "react | is \"react\", which needs fields that a sheet has no columns for; write such a command into a file NAME.jsonl",
                "#N/A | is \"#N/A\", which is not a command; commands are create, message, rename, add, remove, leave, contact card, poll, add options",
                "unsend | is \"unsend\", which is not possible: Linq cannot take back what was sent; send a correction as a message",
                "Edit message | is \"Edit message\", which needs fields that a sheet has no columns for; write such a command into a file NAME.jsonl",
                "edit | is \"edit\", which is done by edit_message. That needs fields that a sheet has no columns for; write such a command into a file NAME.jsonl",
                "Voice memo | is \"Voice memo\", which is done by send_voice_memo. That needs fields that a sheet has no columns for; write such a command into a file NAME.jsonl",
                "ad | is \"ad\", which is not a command; did you mean \"add\"?",
                "invite | is \"invite\", which is not a command; did you mean \"add\"?",
                "kick | is \"kick\", which is not a command; did you mean \"remove\"?",
                "Photo | is \"Photo\", which is not a command; did you mean \"message\", with a column media?"
            })
    void what_is_no_command_is_refused(String written, String problem) throws Exception {
        assertThat(open("command,group_ref,message\n" + written + ",a,Hi\n").describe())
                .containsExactly("2 refused: column command: " + problem);
    }

    @Test
    void a_poll_with_one_option_is_told_what_separates_them() throws Exception {
        assertThat(open("command,group_ref,options\npoll,a,\"Tue, Wed\"\npoll,a,Tue;Wed\n")
                        .describe())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        "2 refused: column options: needs at least 2 options, separated by ; or | or a line break, or in"
                                + " columns option_1 and option_2");
    }

    @ParameterizedTest
    @CsvSource({"display_name, rename", "icon, rename", "options, poll", "option_1, poll", "first_name, leave"})
    void a_sheet_of_groups_that_says_nothing_of_what_to_do_is_told_of_the_column_command(
            String column, String command) {
        assertThatThrownBy(() -> open("group_ref," + column + "\na,x\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("none is called \"to\"")
                .hasMessageEndingWith("in a column \"command\" what they do, such as \"" + command + "\"");
    }

    @Test
    void a_poll_that_has_an_option_twice_has_a_warning() throws Exception {
        assertThat(open("command,group_ref,options\npoll,a,Tue;Tue;Wed\n")
                        .onlyRow()
                        .warnings())
                .containsExactly("column options: the option \"Tue\" is there twice");
    }

    @Test
    void a_column_that_people_expect_to_be_sent_is_named_with_what_sends_it() throws Exception {
        assertThat(open("command,group_ref,options,question,picture,notes\npoll,a,Tue;Wed,When?,plan.png,x\n")
                        .batch()
                        .warnings())
                .containsExactly(
                        "column \"question\" is not used in any placeholder; a poll has no question, send it as a message in"
                                + " the row above",
                        "column \"picture\" is not used in any placeholder; if it has files that are to be sent, call it"
                                + " \"media\"",
                        "column \"notes\" is not used in any placeholder");
    }

    @Test
    void a_row_that_does_nothing_certain_is_refused() throws Exception {
        assertThat(open("command,group_ref,display_name\n,a,Club\n").describe())
                .containsExactly("2 refused: column command: is empty, and the row has no recipients; write what it"
                        + " does, such as message, rename or add");
    }

    @ParameterizedTest
    @CsvSource({
        "message, display_name, Club",
        "message, to, +12025550101",
        "message, from, +12223334444",
        "message, options, Yes;No",
        "rename, message, Hi",
        "add, links, https://x.example",
        "leave, media, https://x.example/a.png",
        "poll, message, When?"
    })
    void a_cell_that_the_command_does_not_use_is_refused(String command, String column, String cell) throws Exception {
        String type = SHEET_TYPES.get(command);

        assertThat(open("command,group_ref," + column + "\n" + command + ",a," + cell + "\n")
                        .describe())
                .containsExactly("2 refused: column " + column + ": " + type
                        + " does not use it; empty the cell, or write a row of its own for what it is for");
    }

    private static final Map<String, String> SHEET_TYPES = Map.of(
            "message", "send_message",
            "rename", "update_group",
            "add", "add_participant",
            "leave", "leave_group",
            "poll", "send_poll");

    @Test
    void a_cell_that_the_text_inserts_is_used() throws Exception {
        assertThat(commands(open("command,group_ref,display_name,message\nmessage,a,Club,Welcome to {display_name}\n")))
                .containsExactly(
                        "{\"group_ref\":\"a\",\"type\":\"send_message\",\"message\":{\"text\":\"Welcome to Club\"}}");
    }

    @Test
    void a_command_without_its_group_or_its_content_is_refused() throws Exception {
        assertThat(open("command,group_ref,message,display_name\nmessage,,Hi,\nrename,a,,\n")
                        .describe())
                .containsExactly(
                        "2 refused: column group_ref: must not be empty: it says to which group the command goes",
                        "3 refused: column display_name: must not be empty, unless the row sets an icon");
    }

    @Test
    void a_medium_that_is_no_address_is_refused() throws Exception {
        assertThat(open("group_ref,message,media\na,Hi,Facebook\nb,Hi,http://x.example/a.png\n")
                        .describe())
                .containsExactly(
                        "2 refused: column media: must be an address that begins with https://, or the name of a file with its ending, is \"Facebook\"; rename"
                                + " the column if it means something else",
                        "3 refused: column media: must be an address that begins with https://, or the name of a file with its ending, is"
                                + " \"http://x.example/a.png\"; rename the column if it means something else");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '^',
            value = {
                "N/A > leave it out, or write it differently if it is intended",
                "- > leave the cell empty if there is none",
                "C:\\Users\\ann\\ok.png > write its name only, \"ok.png\"",
                "C:/Users/ann/ok.png > write its name only, \"ok.png\"",
                "\\\\server\\ok.png > write its name only, \"ok.png\"",
                "pics\\in.png > write folders with /, as in \"pics/in.png\"",
                "\u201cok.png\u201d > leave out the quotes, as in \"ok.png\"",
                "'ok.png' > leave out the quotes, as in \"ok.png\"",
                "https://x.example/a;v=2 > write %3B for the ; between them"
            })
    void what_was_meant_to_name_a_file_is_refused_with_what_to_do(String cell, String todo) throws Exception {
        assertThat(open("group_ref,message,media\na,Hi," + cell + "\n").describe())
                .singleElement()
                .asString()
                .startsWith("2 refused: column media: ")
                .endsWith(todo);
        if (!cell.startsWith("https")) {
            assertThat(open("command,group_ref,icon\nrename,a," + cell + "\n").describe())
                    .singleElement()
                    .asString()
                    .startsWith("2 refused: column icon: ")
                    .endsWith(todo);
        }
    }

    @Test
    void a_medium_may_be_a_local_file_also_one_that_a_column_names() throws Exception {
        JsonNode command =
                BatchFixture.command(open("group_ref,media,team\na,flyers/of May.pdf | {team}.png,Blue ones\n")
                        .onlyRow());

        assertThat(command.at("/message/media").toString())
                .isEqualTo("[{\"file\":\"flyers/of May.pdf\"},{\"file\":\"Blue ones.png\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "; ", " ;", "；", "|", " | "})
    void media_need_no_space_behind_what_separates_them(String separator) throws Exception {
        JsonNode command = BatchFixture.command(open("group_ref,media\na,"
                        + String.join(separator, "ok.png", "pics/in.png", "https://x.example/b.png", "ok.pdf") + "\n")
                .onlyRow());

        assertThat(command.at("/message/media").toString())
                .isEqualTo("[{\"file\":\"ok.png\"},{\"file\":\"pics/in.png\"},"
                        + "{\"url\":\"https://x.example/b.png\"},{\"file\":\"ok.pdf\"}]");
    }

    // Files of new groups

    @Test
    void without_commands_a_column_of_options_is_for_placeholders() throws Exception {
        assertThat(open("to,options,option_1,message\n" + ANN + ",Red;Blue,x,{options} {option_1}\n")
                        .describe())
                .containsExactly("2 " + ANN + " Red;Blue x");
    }

    @Test
    void a_new_group_may_begin_with_media() throws Exception {
        JsonNode command = BatchFixture.command(open("to,message,media\n" + ANN
                        + ",Hi,\"https://x.example/a b.png, https://x.example/{message}.png | https://x.example/c.png;\"\n")
                .onlyRow());

        assertThat(command.at("/message/media"))
                .extracting(each -> each.path("url").asText())
                .containsExactly("https://x.example/a b.png", "https://x.example/Hi.png", "https://x.example/c.png");
    }

    // A row for each member

    @Test
    void rows_of_one_group_and_one_command_are_one_command() throws Exception {
        BatchFixture batch = open("command,group_ref,phone,message\n"
                + "create,a," + ANN + ",Welcome\n"
                + ",a," + BOB + ",\n"
                + "message,a,,One\n"
                + "message,a,,Two\n"
                + "add,a," + ANN + ",\n"
                + "Add person,a," + BOB + ",\n"
                + ",a," + ANN + ",\n"
                + "remove,a," + ANN + ",\n"
                + "add,a," + ANN + ",\n"
                + "add,b," + BOB + ",\n");

        assertThat(types(batch))
                .containsExactly(
                        "2 create_group a",
                        "4 send_message a",
                        "5 send_message a",
                        "6 add_participant a",
                        "9 remove_participant a",
                        "10 add_participant a",
                        "11 add_participant b");
        assertThat(batch.records())
                .extracting(InputRecord::commandRow)
                .containsExactly(2L, 2L, 4L, 5L, 6L, 6L, 6L, 9L, 10L, 11L);
    }

    @Test
    void a_member_whose_command_is_misspelt_is_not_left_out_of_its_group() throws Exception {
        String misspelt = "is \"crate\", which is not a command; did you mean \"create\"?";
        String header = "command,group_ref,phone,message\n";

        assertThat(open(header + "create,a," + ANN + ",Hi\ncrate,a," + BOB + ",\nmessage,a,,Hi\n")
                        .describe())
                .containsExactly("2 refused: column command, row 3: " + misspelt, "4  Hi");
        assertThat(open(header + "crate,a," + ANN + ",Hi\ncreate,a," + BOB + ",\n")
                        .describe())
                .containsExactly("2 refused: column command: " + misspelt);
    }

    @Test
    void only_the_rows_that_create_a_group_must_stand_together() throws Exception {
        assertThat(open("command,group_ref,phone,message\n"
                                + "create,a," + ANN + ",Hi\n"
                                + "message,a,,Hello\n"
                                + "create,a," + BOB + ",Hi\n"
                                + "add,b," + ANN + ",\n"
                                + "add,c," + ANN + ",\n"
                                + "add,b," + BOB + ",\n")
                        .describe())
                .containsExactly(
                        "2 refused: column group_ref: has rows that are not contiguous: they begin in rows 2 and 4;"
                                + " sort the file by group_ref",
                        "3  Hello",
                        "4 refused: column group_ref: has rows that are not contiguous: they begin in rows 2 and 4;"
                                + " sort the file by group_ref",
                        "5  ",
                        "6  ",
                        "7  ");
    }

    @Test
    void a_message_without_its_group_is_not_sent_to_the_group_above() throws Exception {
        assertThat(open("command,group_ref,phone,message\ncreate,a," + ANN + ",Hi\nmessage,,,Hello\n")
                        .describe())
                .containsExactly(
                        "2 " + ANN + " Hi", "3 refused: column group_ref: is missing: name the group in its first row");
    }

    private static List<String> types(BatchFixture batch) throws IOException {
        return batch.rows().stream()
                .map(row -> BatchFixture.number(row) + " "
                        + BatchFixture.command(row).at("/type").asText() + " "
                        + BatchFixture.command(row).at("/group_ref").asText())
                .toList();
    }

    private static List<String> commands(BatchFixture batch) throws IOException {
        return batch.rows().stream()
                .map(BatchFixture::command)
                .map(JsonNode::toString)
                .toList();
    }

    private BatchFixture open(String text) throws IOException {
        return BatchFixture.text(inbox, "x.csv", text);
    }
}
