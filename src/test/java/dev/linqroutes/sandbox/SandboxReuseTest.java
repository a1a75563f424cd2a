package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxReuseTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withLines(List.of(TestSandbox.LINE, "+13334445555")));

    @Test
    void a_create_returns_the_chat_with_its_first_message() {
        Reply created = linq.createGroup("Welcome!", ANN, BOB);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().at("/chat/is_group").booleanValue()).isTrue();
        assertThat(created.text("/chat/display_name")).contains(ANN, BOB);
        assertThat(created.text("/chat/message/parts/0/value")).isEqualTo("Welcome!");
        assertThat(created.text("/chat/message/delivery_status")).isEqualTo("pending");
        assertThat(created.body().at("/chat").has("created_at")).isFalse();
    }

    @Test
    void the_same_members_in_any_order_get_the_same_unnamed_chat() {
        String first = linq.createGroup("one", ANN, CAROL).chatId();
        String second = linq.createGroup("two", CAROL.toUpperCase(), ANN).chatId();

        assertThat(second).isEqualTo(first);
        assertThat(linq.textsIn(first)).containsExactly("one", "two");
    }

    @Test
    void other_members_or_another_line_get_another_chat() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        String others = linq.createGroup("two", ANN, BOB, CAROL).chatId();
        String otherLine = linq.call(
                        "POST",
                        "/chats",
                        """
                        {"from": "+13334445555", "to": ["+15556667777", "+18889990000"],
                         "message": {"parts": [{"type": "text", "value": "three"}]}}""")
                .chatId();

        assertThat(List.of(first, others, otherLine)).doesNotHaveDuplicates();
    }

    @Test
    void a_name_allows_another_group_with_the_same_members() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.nameAndWait(first, "Order 1001");

        String second = linq.createGroup("two", ANN, BOB).chatId();

        assertThat(second).isNotEqualTo(first);
        assertThat(linq.createGroup("three", ANN, BOB).chatId()).isEqualTo(second);
    }

    @Test
    void until_the_name_is_applied_a_create_reuses_the_group() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.name(first, "Order 1001");

        assertThat(linq.createGroup("two", ANN, BOB).chatId()).isEqualTo(first);
    }

    @Test
    void a_changed_group_is_not_found_by_its_former_members() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.add(first, CAROL);
        Awaitility.await().until(() -> linq.statusOf(CAROL, first).equals("active"));

        assertThat(linq.createGroup("two", ANN, BOB).chatId()).isNotEqualTo(first);
    }

    @Test
    void a_left_group_is_not_reused() {
        String first = linq.createGroup("one", ANN, BOB, CAROL).chatId();
        linq.leaveAndWait(first);

        assertThat(linq.createGroup("two", ANN, BOB, CAROL).chatId()).isNotEqualTo(first);
    }

    @Test
    void invited_handles_must_be_valid_and_unique() {
        assertThat(linq.createGroup("one", "555-1234").code()).isEqualTo(1002);
        assertThat(linq.createGroup("one", ANN, ANN).code()).isEqualTo(1005);
        assertThat(linq.createGroup("one", ANN, TestSandbox.LINE).code()).isEqualTo(1005);
        assertThat(linq.createGroup("one").code()).isEqualTo(1005);
    }

    @Test
    void at_most_31_handles_are_invited() {
        List<String> people = IntStream.range(0, 32)
                .mapToObj(number -> "+1555666" + (1000 + number))
                .toList();

        assertThat(linq.create(people.subList(0, 31), TestSandbox.aText("one")).status())
                .isEqualTo(201);
        assertThat(linq.create(people, TestSandbox.aText("one")).code()).isEqualTo(1005);
    }

    @Test
    void only_the_accounts_lines_can_send() {
        Reply reply = linq.call(
                "POST",
                "/chats",
                """
                {"from": "+19998887777", "to": ["+15556667777"],
                 "message": {"parts": [{"type": "text", "value": "one"}]}}""");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo(2006);
    }
}
