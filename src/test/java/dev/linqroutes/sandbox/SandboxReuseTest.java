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
    void aCreateAnswersTheChatWithItsFirstMessageInside() {
        Reply created = linq.createGroup("Welcome!", ANN, BOB);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().at("/chat/is_group").booleanValue()).isTrue();
        assertThat(created.text("/chat/display_name")).contains(ANN, BOB);
        assertThat(created.text("/chat/message/parts/0/value")).isEqualTo("Welcome!");
        assertThat(created.text("/chat/message/delivery_status")).isEqualTo("pending");
        assertThat(created.body().at("/chat").has("created_at")).isFalse();
    }

    @Test
    void theSamePeopleInAnyOrderGetTheSameUnnamedChat() {
        String first = linq.createGroup("one", ANN, CAROL).chatId();
        String second = linq.createGroup("two", CAROL.toUpperCase(), ANN).chatId();

        assertThat(second).isEqualTo(first);
        assertThat(linq.textsIn(first)).containsExactly("one", "two");
    }

    @Test
    void otherPeopleOrAnotherLineGetAnotherChat() {
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
    void aNameFreesTheMemberSetForAParallelGroup() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.nameAndWait(first, "Order 1001");

        String second = linq.createGroup("two", ANN, BOB).chatId();

        assertThat(second).isNotEqualTo(first);
        assertThat(linq.createGroup("three", ANN, BOB).chatId()).isEqualTo(second);
    }

    @Test
    void untilTheNameIsThereACreateStillLandsInTheFirstGroup() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.name(first, "Order 1001");

        assertThat(linq.createGroup("two", ANN, BOB).chatId()).isEqualTo(first);
    }

    @Test
    void aChangedMemberSetIsNoLongerFoundByTheOldOne() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.add(first, CAROL);
        Awaitility.await().until(() -> linq.statusOf(CAROL, first).equals("active"));

        assertThat(linq.createGroup("two", ANN, BOB).chatId()).isNotEqualTo(first);
    }

    @Test
    void aGroupTheLineLeftIsNotUsedAgain() {
        String first = linq.createGroup("one", ANN, BOB, CAROL).chatId();
        linq.leave(first);
        Awaitility.await().until(() -> linq.statusOf(TestSandbox.LINE, first).equals("left"));

        assertThat(linq.createGroup("two", ANN, BOB, CAROL).chatId()).isNotEqualTo(first);
    }

    @Test
    void whoIsInvitedMustBeSomebodyAndOnce() {
        assertThat(linq.createGroup("one", "555-1234").code()).isEqualTo(1002);
        assertThat(linq.createGroup("one", ANN, ANN).code()).isEqualTo(1005);
        assertThat(linq.createGroup("one", ANN, TestSandbox.LINE).code()).isEqualTo(1005);
        assertThat(linq.createGroup("one").code()).isEqualTo(1005);
    }

    @Test
    void atMost31PeopleAreInvited() {
        List<String> people = IntStream.range(0, 32)
                .mapToObj(number -> "+1555666" + (1000 + number))
                .toList();

        assertThat(linq.create(people.subList(0, 31), TestSandbox.aText("one")).status())
                .isEqualTo(201);
        assertThat(linq.create(people, TestSandbox.aText("one")).code()).isEqualTo(1005);
    }

    @Test
    void onlyTheAccountsLinesMaySend() {
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
