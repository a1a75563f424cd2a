package dev.linqroutes.command;

import static dev.linqroutes.command.TestCommand.ANN;
import static dev.linqroutes.command.TestCommand.BOB;
import static dev.linqroutes.command.TestCommand.LINE;
import static dev.linqroutes.command.TestCommand.aCommand;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static dev.linqroutes.command.TestCommand.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.command.CommandRefused.Identity;
import dev.linqroutes.command.handle.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEnricherTest {
    private static final String OTHER_LINE = "+12223335555";

    private final CommandEnricher enrichment = new CommandEnricher(List.of(OTHER_LINE), Optional.empty());
    private final CommandEnricher withoutLine = new CommandEnricher(List.of(), Optional.empty());

    @Test
    void a_complete_command_is_not_changed() {
        ChatCommand group = aGroup("ord-1001").read();

        assertThat(enrichment.enrich(group)).isEqualTo(group);
    }

    @Test
    void a_message_to_a_group_needs_no_line() {
        ChatCommand message = aMessage("ord-1001").read();

        assertThat(withoutLine.enrich(message)).isEqualTo(message);
    }

    @Test
    void the_line_of_the_command_overrides_the_configured_one() {
        assertThat(enriched(aGroup("ord-1001")).from()).contains(LINE);
        assertThat(enriched(aGroup("ord-1001").without("from")).from()).contains(OTHER_LINE);
    }

    @Test
    void white_space_around_a_handle_is_ignored() {
        CreateGroup group =
                enriched(aGroup("ord-1001").with("from", "' " + LINE + " '").to(" " + ANN, BOB + "\t"));

        assertThat(group.from()).contains(LINE);
        assertThat(group.to()).containsExactly(ANN, BOB);
    }

    @Test
    void a_duplicate_recipient_counts_once_with_a_warning() {
        CreateGroup group = enriched(aGroup("ord-1001").to(ANN, BOB, " " + ANN));

        assertThat(group.to()).containsExactly(ANN, BOB);
        assertThat(group.envelope().warnings())
                .containsExactly("recipient \"" + ANN + "\" is listed twice and counts once");
    }

    @Test
    void an_email_address_is_the_same_in_upper_and_lower_case() {
        CreateGroup group = enriched(aGroup("ord-1001").to("Ann@Example.com", BOB, "ann@example.COM"));

        assertThat(group.to()).containsExactly("ann@example.com", BOB);
        assertThat(group.envelope().warnings()).hasSize(1);
    }

    @Test
    void a_group_has_at_most_31_recipients() {
        assertThat(enriched(aGroup("ord-1001").to(recipients(31))).to()).hasSize(31);
        assertThat(refused(aGroup("ord-1001").to(recipients(32))).problems())
                .containsExactly(new Problem("/to", "a group needs 2 to 31 different recipients, has 32"));
    }

    @Test
    void recipients_are_counted_without_duplicates() {
        String[] twice =
                Stream.of(recipients(31), recipients(31)).flatMap(Stream::of).toArray(String[]::new);

        assertThat(enriched(aGroup("ord-1001").to(twice)).to()).hasSize(31);
        assertThat(refused(aGroup("ord-1001").to(ANN, ANN)).problems())
                .containsExactly(new Problem("/to", "a group needs 2 to 31 different recipients, has 1"));
    }

    @Test
    void one_recipient_is_not_a_group() {
        assertThat(refused(aGroup("ord-1001").to(ANN)).problems())
                .containsExactly(new Problem("/to", "a group needs 2 to 31 different recipients, has 1"));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "+",
                "+1 800 FLOWERS",
                "+15556667777 Ann",
                "+15556667777x12",
                "fax:+15556667777",
                "sip:ann@example.com",
                "X500:/o=Example/cn=ann@example.com",
                "mailto:ann@example.com?subject=Hi",
                "sms:+12025550111?body=Hi",
                "mailto:ann%40example.com",
                "ann@example.com <bob@example.com>",
                "[ann@example.com](mailto:bob@example.com)",
                "Ann ann@example.com",
                "ann@[192.0.2.1]",
                "ann@192.0.2.1",
                "ann,bob@example.com",
                "ann@exam_ple!.com",
                "(ann@example.com",
                "+1 202 555 0111 ext. 5",
                "+12025550111;ext=5",
                "+1_202_555_0111",
                "Ann",
                "ann@example",
                "ann@",
                "@example.com",
                "ann smith@example.com",
                "ann@example..com",
                "ann@home@example.com",
                ""
            })
    void a_recipient_is_a_number_or_an_email_address(String handle) {
        assertThat(refused(aGroup("ord-1001").to(ANN, handle, BOB)).problems())
                .containsExactly(new Problem(
                        "/to/1",
                        "must be an E.164 number such as +12025550123 or an e-mail address, is \"" + handle + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"+12025550123", "+442079460018", "+390669821234", "ann@example.com", "ann.b+c@mail.example.co.uk"
            })
    void numbers_and_email_addresses_are_recipients(String handle) {
        CreateGroup group = enriched(aGroup("ord-1001").to(handle, BOB));

        assertThat(group.to()).containsExactly(handle, BOB);
        assertThat(group.envelope().warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5556667777", "(202) 555-0111", "12345"})
    void without_a_region_a_national_number_is_refused(String number) {
        assertThat(refused(aGroup("ord-1001").to(ANN, number, BOB)).problems())
                .containsExactly(new Problem(
                        "/to/1",
                        "must begin with + and its country code, unless the country is configured (LINQ_REGION), is \""
                                + number + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "+0556667777      | there is no such country code",
                "+999 20 7946 001 | there is no such country code",
                "+1               | it is too short",
                "+12              | it is too short",
                "+1 202 555 011   | it is too short",
                "+1 555 0111      | it lacks its area code",
                "+1 202 555 01111 | it is too long",
                "+123456789012345 | it is too long",
                "+49 1234567890 12345 | it is too long",
                "+44 20 7946 0018 00000 | it is too long"
            })
    void an_impossible_number_is_refused(String number, String reason) {
        assertThat(refused(aGroup("ord-1001").to(ANN, number, BOB)).problems())
                .containsExactly(
                        new Problem("/to/1", "is not a possible phone number: " + reason + ", \"" + number + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "+1 (202) 555-0111  | +12025550111",
                "+1.202.555.0111    | +12025550111",
                "+44 (0)20 7946 0018 | +442079460018",
                "+39 06 6982 1234   | +390669821234"
            })
    void a_number_is_sent_in_e164_with_a_warning(String written, String number) {
        CreateGroup group = enriched(aGroup("ord-1001").to(written, BOB));

        assertThat(group.to()).containsExactly(number, BOB);
        assertThat(group.envelope().warnings()).containsExactly("recipient \"" + written + "\" is used as " + number);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(+44) 20 7946 0018  | +442079460018",
                "(+1) 202-555-0111   | +12025550111",
                "[+1] 202 555 0111   | +12025550111",
                "(+44 20) 7946 0018  | +442079460018",
                "(+12025550111)      | +12025550111",
                "+1 202\u2212555\u22120111 | +12025550111",
                "+1 202\u2013555\u20140111 | +12025550111",
                "\uFF0B12025550111   | +12025550111",
                "\uFF0B\uFF11\uFF12\uFF10\uFF12\uFF15\uFF15\uFF15\uFF10\uFF11\uFF11\uFF11 | +12025550111",
                "\uFF08+1\uFF09202\uFF0D555\uFF0D0111 | +12025550111",
                "+81\u30FC90\u30FC1234\u30FC5678 | +819012345678",
                "+1 202\u2022555\u20220111 | +12025550111",
                "+1\u00B7202\u00B7555\u00B70111 | +12025550111",
                "+1\u3000202\u3000555\u30000111 | +12025550111",
                "+1\u00A0202\u202F555\u20090111 | +12025550111",
                "\u2019+12025550111   | +12025550111",
                "'+12025550111'       | +12025550111",
                "\u201C+1 202 555 0111\u201D | +12025550111",
                "tel:+1-202-555-0111  | +12025550111",
                "TEL: +12025550111    | +12025550111",
                "sms://+12025550111   | +12025550111",
                "Mobile: +1 202 555 0111 | +12025550111",
                "<tel:+12025550111>   | +12025550111",
                "Ann <+12025550111>   | +12025550111",
                "Team 7 <+12025550111> | +12025550111",
                "+12025550111.        | +12025550111",
                "+\u0661\u0662\u0660\u0662\u0665\u0665\u0665\u0660\u0661\u0661\u0661 | +12025550111"
            })
    void a_number_is_parsed_in_the_formats_of_programs_and_keyboards(String written, String number) {
        CreateGroup group = enriched(aGroup("ord-1001").to(written, BOB));

        assertThat(group.to()).containsExactly(number, BOB);
        assertThat(group.envelope().warnings()).containsExactly("recipient \"" + written + "\" is used as " + number);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "mailto:ann@example.com",
                "MAILTO:Ann@Example.com",
                "mailto:<ann@example.com>",
                "SMTP:ann@example.com",
                "smtp:ann@example.com",
                "E-Mail: ann@example.com",
                "<ann@example.com>",
                "ann@example.com>",
                "<ann@example.com",
                "(ann@example.com)",
                "[ann@example.com]",
                "'ann@example.com'",
                "\"ann@example.com\"",
                "\u2018ann@example.com\u2019",
                "\u201Cann@example.com\u201D",
                "\u00ABann@example.com\u00BB",
                "`ann@example.com`",
                "Ann <ann@example.com>",
                "\"Smith, Ann\" <ann@example.com>",
                "Ann Smith <mailto:ann@example.com>",
                "ann@example.com <ann@example.com>",
                "'ann@example.com' <ann@example.com>",
                "ann@example.com (Ann)",
                "<mailto:ann@example.com|ann@example.com>",
                "[ann@example.com](mailto:ann@example.com)",
                "\uFF41\uFF4E\uFF4E\uFF20example.com",
                "ann@example.com.",
                "ann@example.com;"
            })
    void an_email_address_is_unwrapped_from_the_text_around_it(String written) {
        CreateGroup group = enriched(aGroup("ord-1001").to(written, BOB));

        assertThat(group.to()).containsExactly("ann@example.com", BOB);
        assertThat(group.envelope().warnings())
                .containsExactly("recipient \"" + written + "\" is used as ann@example.com");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "o'brien@example.com",
                "ann+list@example.com",
                "a.b-c_d@mail.example.co.uk",
                "jörg@bücher.example",
                "ann@xn--bcher-kva.example",
                "用户@例子.广告",
                "bounce=ann=example.org@example.com",
                "12345@example.com"
            })
    void an_email_address_keeps_its_characters(String address) {
        CreateGroup group = enriched(aGroup("ord-1001").to(address, BOB));

        assertThat(group.to()).containsExactly(address, BOB);
        assertThat(group.envelope().warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "DE | 030 23125 014/15",
                "DE | 030 23125 014 / 15",
                "DE | 030 23125 014/030 23125 015",
                "DE | +49 30 23125 014/15",
                "DE | 0049 30 23125 014/15",
                "DE | +49 30 23125-014-015",
                "DE | +49 30 23125-014/-015",
                "DE | 030 23125-14-18",
                "DE | +49 30 23125 014\u2013015",
                "AT | 01 5131000/01",
                "NO | 22334455/56",
                "-  | +12025550101 +12025550102",
                "-  | +12025550101/+12025550102",
                "-  | +12025550101 and +12025550102",
                "-  | +12025550101 & +12025550102",
                "-  | +1 202 555 0101, +1 202 555 0102",
                "-  | +1 202 555 0101/0102",
                "-  | +49 30 23125014 +49 30 23125015",
                "US | 2025550101 2025550102",
                "US | 202-555-0101 202-555-0102 202-555-0103",
                "US | (202) 555-0101 (202) 555-0102",
                "US | 202.555.0101-202.555.0102",
                "DE | 030 1234567 030 1234568",
                "DE | 030 1234567 - 030 1234568",
                "DE | 0170 1234567 0171 7654321",
                "DE | 030/1234567 040/1234568",
                "FR | 01 23 45 67 89 01 23 45 67 90",
                "GB | 020 7946 0018  020 7946 0019",
                "-  | 0041 44 668 18 00 0041 44 668 18 01",
                "IT | +39 06 1234567 - 06 1234568"
            })
    void two_numbers_in_one_value_are_refused(String region, String written) {
        CommandEnricher somewhere = new CommandEnricher(List.of(OTHER_LINE), Optional.ofNullable(region));
        TestCommand command = aGroup("ord-1001").to(written);

        assertThatThrownBy(() -> somewhere.enrich(command.read()))
                .isInstanceOfSatisfying(CommandRefused.class, refused -> assertThat(refused.problems())
                        .containsExactly(new Problem(
                                "/to/0",
                                "contains several numbers, \"" + written + "\"; list each as a separate recipient")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com bob@example.com",
                "ann@example.com and bob@example.com",
                "ann@example.com/bob@example.com",
                "ann@example.com\u00a0& bob@example.com carl@example.com"
            })
    void several_addresses_in_one_value_are_refused(String written) {
        assertThat(refused(aGroup("ord-1001").to(written)).problems())
                .containsExactly(new Problem(
                        "/to/0", "contains several addresses, \"" + written + "\"; list each as a separate recipient"));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DE | 030/231250         | +4930231250",
                "DE | 0171/1234567       | +491711234567",
                "DE | +49 (0)30/23125014 | +493023125014",
                "DE | +49 (0)35208/12345 | +493520812345",
                "DE | 030 23125-14       | +493023125-14",
                "DE | 0171-23 45 67 8    | +491712345678",
                "FR | 01-23-45-67-68     | +33123456768",
                "FR | 01/23/45/67/89     | +33123456789",
                "PL | 601-014-015        | +48601014015",
                "US | 202/555-0111       | +12025550111",
                "US | 202-555-0111       | +12025550111",
                "GB | +44 20 7946/0018   | +442079460018"
            })
    void a_slash_or_dash_within_a_number_does_not_start_a_second_one(String region, String written, String number) {
        CommandEnricher somewhere = new CommandEnricher(List.of(OTHER_LINE), Optional.of(region));

        CreateGroup group = (CreateGroup)
                somewhere.enrich(aGroup("ord-1001").to(written, BOB).read());

        assertThat(group.to()).containsExactly(number.replace("-", ""), BOB);
    }

    @Test
    void marks_of_writing_direction_around_a_number_do_not_count() {
        CreateGroup group = enriched(aGroup("ord-1001").to("\u202a" + ANN + "\u202c", "\u00a0" + BOB));

        assertThat(group.to()).containsExactly(ANN, BOB);
        assertThat(group.envelope().warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "US | (202) 555-0111    | +12025550111",
                "us | 011 44 20 7946 0018 | +442079460018",
                "DE | 0044 20 7946 0018 | +442079460018",
                "DE | 030 901820        | +4930901820",
                "DE | +1 202 555 0111   | +12025550111"
            })
    void a_number_without_a_country_code_belongs_to_the_configured_region(
            String region, String written, String number) {
        CommandEnricher regional = new CommandEnricher(List.of(), Optional.of(Region.require(region)));

        CreateGroup group = (CreateGroup)
                regional.enrich(aGroup("ord-1001").to(written, BOB).read());

        assertThat(group.to()).containsExactly(number, BOB);
        assertThat(group.envelope().warnings()).containsExactly("recipient \"" + written + "\" is used as " + number);
    }

    @Test
    void the_region_of_a_row_overrides_the_configured_one() {
        CommandEnricher american = new CommandEnricher(List.of(LINE), Optional.of("US"));
        ReceivedCommand here = aGroup("ord-1001").to("030 123456", BOB).received();
        ReceivedCommand there = new ReceivedCommand(
                here.source(), here.record(), here.body(), Map.of(), Optional.of("DE"), List.of(), List.of());

        CreateGroup group = (CreateGroup) american.enrich(TestCommand.read(there));

        assertThat(group.to()).containsExactly("+4930123456", BOB);
    }

    @Test
    void one_number_written_in_two_ways_is_one_recipient() {
        CreateGroup group = enriched(aGroup("ord-1001").to("+12025550111", BOB, "+1 (202) 555-0111"));

        assertThat(group.to()).containsExactly("+12025550111", BOB);
        assertThat(group.envelope().warnings())
                .containsExactly(
                        "recipient \"+1 (202) 555-0111\" is used as +12025550111",
                        "recipient \"+12025550111\" is listed twice and counts once");
    }

    @Test
    void the_sending_line_must_not_be_a_recipient_in_any_format() {
        CommandRefused refused =
                refused(aGroup("ord-1001").with("from", "'+1 222 333 4444'").to(ANN, BOB, "+1 (222) 333-4444"));

        assertThat(TestCommand.pointers(refused)).containsExactly("/to/2");
    }

    @ParameterizedTest(name = "{0} recipients, service {1}")
    @CsvSource(
            nullValues = "any",
            value = {
                "10, any, ''",
                "11, any, some carriers accept only 10 members",
                "11, SMS, some carriers accept only 10 members",
                "20, RCS, some carriers accept only 10 members",
                "21, any, carriers accept about 20 members",
                "31, SMS, carriers accept about 20 members",
                "31, iMessage, ''"
            })
    void a_group_that_may_be_too_large_for_carriers_gets_a_warning(int size, String service, String limit) {
        TestCommand command = aGroup("ord-1001").to(recipients(size));
        if (service != null) {
            command.with("message/preferred_service", "'" + service + "'");
        }

        assertThat(enriched(command).envelope().warnings())
                .isEqualTo(
                        limit.isEmpty()
                                ? List.of()
                                : List.of(size + " recipients: where the group is SMS or MMS, " + limit));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"add_participant", "remove_participant"})
    void participants_are_normalized_like_recipients(String type) {
        TestCommand command =
                aCommand(type, "a").with("group_ref", "'a'").with("handles", "['+1 (202) 555-0111', '+12025550111']");

        ChatCommand enriched = enrichment.enrich(command.read());

        assertThat(enriched).extracting("handles").isEqualTo(List.of("+12025550111"));
        assertThat(enriched.envelope().warnings())
                .containsExactly(
                        "participant \"+1 (202) 555-0111\" is used as +12025550111",
                        "participant \"+12025550111\" is listed twice and counts once");
        assertThat(TestCommand.pointers(refused(command.with("handles", "['+12025550111', 'Ann']"))))
                .containsExactly("/handles/1");
    }

    @Test
    void a_mention_is_normalized_like_a_recipient() {
        TestCommand command = aMessage("a")
                .saying("Ann, look")
                .with("message/mention", "{'handle': '+1 555 666 7777', 'text': 'Ann'}");

        SendMessage message = (SendMessage) enrichment.enrich(command.read());

        assertThat(message.message().mention()).contains(new ChatMessage.Mention(ANN, "Ann"));
        assertThat(message.envelope().warnings()).containsExactly("mention \"+1 555 666 7777\" is used as " + ANN);
        assertThat(TestCommand.pointers(refused(command.with("message/mention", "{'handle': 'Ann', 'text': 'Ann'}"))))
                .containsExactly("/message/mention/handle");
    }

    @Test
    void a_mention_in_a_part_is_normalized_like_a_recipient() {
        TestCommand command = aMessage("a")
                .with("message", "{'parts': [{'type': 'text', 'value': 'Ann', 'mention': '+1 555 666 7777'}]}");

        SendMessage message = (SendMessage) enrichment.enrich(command.read());

        assertThat(message.message().parts())
                .singleElement()
                .satisfies(part -> assertThat(part.get("mention").textValue()).isEqualTo(ANN));
    }

    @Test
    void a_new_group_mentions_only_its_members() {
        TestCommand command =
                aGroup("a").saying("Ann, look").with("message/mention", "{'handle': '" + ANN + "', 'text': 'Ann'}");

        assertThat(enriched(command).message().mention()).contains(new ChatMessage.Mention(ANN, "Ann"));
        assertThat(refused(command.with("message/mention", "{'handle': '+12025550111', 'text': 'Ann'}"))
                        .problems())
                .containsExactly(new Problem(
                        "/message/mention/handle", "is not one of the recipients, and only a member can be mentioned"));
    }

    @ParameterizedTest
    @CsvSource({
        "00442079460018, , +442079460018",
        "0044 20 7946 0018, US, +442079460018",
        "0044 (20) 7946-0018, DE, +442079460018"
    })
    void two_zeros_before_a_country_code_mean_plus(String given, String region, String number) {
        CommandEnricher somewhere = new CommandEnricher(List.of(OTHER_LINE), Optional.ofNullable(region));
        CreateGroup group =
                (CreateGroup) somewhere.enrich(aGroup("ord-1001").to(given, ANN).read());

        assertThat(group.to()).containsExactly(number, ANN);
        assertThat(group.envelope().warnings()).containsExactly("recipient \"" + given + "\" is used as " + number);
    }

    @ParameterizedTest
    @CsvSource({"DE, 33612345678, true", "DE, 030123456, false", "DE, 15112345678, false", "US, 2025550101, false"})
    void a_number_that_may_have_lost_its_plus_gets_a_warning(String region, String given, boolean warned) {
        CommandEnricher somewhere = new CommandEnricher(List.of(OTHER_LINE), Optional.of(region));
        List<String> warnings = somewhere
                .enrich(aGroup("ord-1001").to(given, ANN).read())
                .envelope()
                .warnings();

        assertThat(warnings.contains("recipient \"" + given + "\" may be +" + given
                        + ", because spreadsheets drop the +; write the number with it"))
                .isEqualTo(warned);
    }

    @Test
    void a_long_handle_is_shortened_in_messages() {
        assertThat(refused(aGroup("ord-1001").to(ANN, BOB, "x".repeat(1_000))).getMessage())
                .endsWith("is \"" + "x".repeat(80) + "…\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void the_line_must_be_a_phone_number(String what, TestCommand command) {
        assertThat(refused(command).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/from"))
                .satisfies(problem ->
                        assertThat(problem.message()).startsWith("must be an E.164 number such as +12223334444, is "));
    }

    static Stream<Arguments> the_line_must_be_a_phone_number() {
        return Stream.of(
                Arguments.of("without a plus", aGroup("a").with("from", "'12223334444'")),
                Arguments.of("too short", aGroup("a").with("from", "'+1222333'")),
                Arguments.of("an e-mail address", aGroup("a").with("from", "'ann@example.com'")));
    }

    @ParameterizedTest(name = "from \"{0}\"")
    @ValueSource(strings = {"", "  "})
    void an_empty_line_counts_as_missing(String line) {
        TestCommand group = aGroup("ord-1001").with("from", "'" + line + "'");

        assertThat(enriched(group).from()).contains(OTHER_LINE);
    }

    @Test
    void without_any_line_a_group_is_refused() {
        CommandRefused refused =
                refusal(withoutLine::enrich, aGroup("ord-1001").without("from").read());

        assertThat(refused.problems())
                .containsExactly(
                        new Problem("/from", "no line to send from: give one, or configure a default (LINQ_FROM)"));
    }

    @Test
    void the_sending_line_must_not_be_a_recipient() {
        assertThat(refused(aGroup("ord-1001").to(ANN, BOB, LINE)).problems())
                .containsExactly(new Problem("/to/2", "is the sending line, which is always in the group; remove it"));
    }

    @Test
    void the_configured_line_must_not_be_a_recipient() {
        CommandRefused refused = refused(aGroup("ord-1001").without("from").to(OTHER_LINE, ANN, BOB));

        assertThat(TestCommand.pointers(refused)).containsExactly("/to/0");
    }

    @Test
    void all_problems_are_reported_at_once() {
        CommandRefused refused = refused(aGroup("ord-1001").with("from", "'12'").to("Ann", "Bob", BOB));

        assertThat(TestCommand.pointers(refused)).containsExactly("/from", "/to/0", "/to/1");
    }

    @Test
    void of_several_lines_one_is_chosen_later_and_none_may_be_a_recipient() {
        CommandEnricher several = new CommandEnricher(List.of(LINE, OTHER_LINE), Optional.empty());

        CreateGroup accepted = (CreateGroup)
                several.enrich(aGroup("ord-1001").without("from").to(ANN, BOB).read());
        CommandRefused refused = refusal(
                several::enrich,
                aGroup("ord-1001").without("from").to(ANN, BOB, OTHER_LINE).read());

        assertThat(accepted.from()).isEmpty();
        assertThat(refused.problems())
                .containsExactly(new Problem(
                        "/to/2",
                        "is one of the lines that may send (LINQ_LINES); remove it, or give another one as from"));
    }

    @Test
    void a_refusal_keeps_what_identifies_the_command() {
        CommandRefused refused =
                refused(aGroup("ord-1001").with("group_ref", "'order-1001'").to(ANN));

        assertThat(refused.identity())
                .isEqualTo(new Identity(
                        Optional.of("ord-1001"),
                        Optional.of("create_group"),
                        Optional.of("order-1001"),
                        Optional.empty()));
    }

    private CreateGroup enriched(TestCommand command) {
        return (CreateGroup) enrichment.enrich(command.read());
    }

    private CommandRefused refused(TestCommand command) {
        return refusal(enrichment::enrich, command.read());
    }

    private static String[] recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "+1555666%04d".formatted(i))
                .toArray(String[]::new);
    }
}
