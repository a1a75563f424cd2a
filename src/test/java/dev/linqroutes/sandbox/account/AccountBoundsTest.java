package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done often, an account holds no more than its history, whose size its snapshot tells. */
class AccountBoundsTest {
    private static final int HISTORY = 20;
    private static final int OFTEN = 1_500;
    private static final String LINE = "+12223334444";
    private static final Instant START = Instant.parse("2026-11-06T12:00:00Z");

    private final Account account = new Account("acct-1", List.of(LINE), HISTORY, Journal.none());
    private final Chat chat = chatWith("+15556667777");
    private final SandboxMessage poll = SandboxMessage.received(
            chat,
            "+15556667777",
            Services.IMESSAGE,
            MessageContent.ofPoll(Optional.empty()),
            Optional.of(Poll.of(List.of("red", "green"), "+15556667777")),
            "0123456789abcdef",
            START);

    private static Chat chatWith(String person) {
        return Chat.create(LINE, List.of(Person.unknown(person)), Optional.of(Services.IMESSAGE), START);
    }

    private static SandboxMessage message(Chat chat, String text, int number) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("type", "text").put("value", text);
        MessageContent content = new MessageContent(
                parts, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("k-" + number));
        // So that few are within the minute of the limits.
        Instant at = START.plusSeconds(10L * number);
        return SandboxMessage.accepted(chat, content, Optional.empty(), "0123456789abcdef", at)
                .sent(Services.IMESSAGE, at);
    }

    private static String number(int index) {
        return "+1555" + (1_000_000 + index);
    }

    private static Attachment attachment(String id) {
        return new Attachment(id, "a.png", "image/png", 5, "token", "http://127.0.0.1/", START, Optional.empty());
    }

    private static Arguments done(String what, BiConsumer<AccountBoundsTest, Integer> action) {
        return Arguments.of(what, action);
    }

    static Stream<Arguments> deeds() {
        return Stream.of(
                done("chats", (test, i) -> test.commit(new AccountChange.ChatSaved(chatWith(number(i))))),
                done(
                        "messages",
                        (test, i) -> test.commit(new AccountChange.MessageAccepted(message(test.chat, "Hi", i)))),
                done("deleted messages", (test, i) -> {
                    SandboxMessage message = message(test.chat, "Hi", i);
                    test.commit(new AccountChange.MessageAccepted(message));
                    test.commit(new AccountChange.MessageDeleted(message.id()));
                }),
                done(
                        "people",
                        (test, i) -> test.commit(new AccountChange.PersonSaved(
                                Person.unknown(number(i)).withService(Optional.of(Services.SMS))))),
                done(
                        "attachments",
                        (test, i) -> test.commit(new AccountChange.AttachmentSaved(attachment("attachment " + i)))),
                done(
                        "reactions",
                        (test, i) -> test.change(test.message()
                                .withReaction(
                                        Reaction.of(
                                                LINE, 0, "custom", Optional.of("emoji " + i), Optional.empty(), START),
                                        START))),
                done("poll options", (test, i) -> test.addOption("option " + i)),
                done(
                        "members",
                        (test, i) -> test.commit(new AccountChange.ChatSaved(test.account
                                .chats()
                                .require(test.chat.id())
                                .chat()
                                .withMember(number(i), Services.IMESSAGE, START)
                                .withDeparted(number(i), "left", START)))),
                done(
                        "names",
                        (test, i) -> test.commit(
                                new AccountChange.ChatSaved(test.chat.withName(Optional.of("name " + i), START)))),
                done(
                        "actions",
                        (test, i) -> test.commit(new AccountChange.ActionDone(new ChatAction(
                                test.chat.id(), "typing_started", Optional.empty(), JsonTrees.object(), START)))),
                done("group changes", (test, i) -> {
                    String id = "change " + i;
                    test.commit(new AccountChange.PendingChangeAccepted(
                            new PendingChange(id, test.chat.id(), PendingChange.Kind.NAME, "x", "trace", START)));
                    test.commit(new AccountChange.PendingChangeSettled(id));
                }));
    }

    private void commit(AccountChange change) {
        account.commit(change);
    }

    private SandboxMessage message() {
        return account.chats().requireMessage(poll.id());
    }

    private void change(SandboxMessage message) {
        commit(new AccountChange.MessageChanged(message));
    }

    private void addOption(String text) {
        Poll before = message().poll().orElseThrow();
        try {
            change(message().withPoll(before.withOptions(List.of(text), LINE), START));
        } catch (ApiError tooMany) {
            assertThat(tooMany.status()).isEqualTo(400);
            assertThat(before.options()).hasSize(Poll.MAX_OPTIONS);
        }
    }

    private long size() {
        return AccountSnapshot.of(account).stream()
                .mapToLong(change -> change.json().toString().length())
                .sum();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deeds")
    void what_is_done_twice_as_often_takes_no_more_room(String what, BiConsumer<AccountBoundsTest, Integer> action) {
        commit(new AccountChange.ChatSaved(chat));
        commit(new AccountChange.MessageAccepted(poll));
        for (int count = 0; count < OFTEN; count++) {
            action.accept(this, count);
            account.flush();
        }
        long once = size();
        for (int count = OFTEN; count < 2 * OFTEN; count++) {
            action.accept(this, count);
            account.flush();
        }

        assertThat(size()).isLessThan(once + once / 10);
    }

    @Test
    void large_messages_are_forgotten_earlier() {
        Account roomy = new Account("acct-1", List.of(LINE), 1_000, Journal.none());
        roomy.commit(new AccountChange.ChatSaved(chat));
        String large = "x".repeat(900_000);
        for (int count = 0; count < 200; count++) {
            roomy.commit(new AccountChange.MessageAccepted(message(chat, large, count)));
            roomy.flush();
        }

        assertThat(roomy.chats().messageCount()).isBetween(60, 80);
    }

    @Test
    void chats_with_much_in_them_are_forgotten_earlier() {
        Account roomy = new Account("acct-1", List.of(LINE), 1_000, Journal.none());
        String large = "x".repeat(900_000);
        for (int count = 0; count < 100; count++) {
            Chat each = chatWith(number(count));
            roomy.commit(new AccountChange.ChatSaved(each));
            roomy.commit(new AccountChange.ActionDone(new ChatAction(
                    each.id(), "edit", Optional.empty(), JsonTrees.object().put("text", large), START)));
            roomy.flush();
        }

        assertThat(roomy.chats().all()).hasSizeBetween(60, 80);
    }

    @Test
    void nothing_is_forgotten_in_the_middle_of_a_piece_of_work() {
        for (int count = 0; count < 3 * HISTORY; count++) {
            commit(new AccountChange.ChatSaved(chatWith(number(count))));
        }
        assertThat(account.chats().all()).hasSize(3 * HISTORY);

        account.flush();

        assertThat(account.chats().all()).hasSize(HISTORY);
    }

    @Test
    void what_became_of_a_forgotten_message_brings_it_not_back() {
        commit(new AccountChange.ChatSaved(chat));
        SandboxMessage message = message(chat, "Hi", 1);
        commit(new AccountChange.MessageAccepted(message));
        commit(new AccountChange.MessageForgotten(message.id()));

        change(message.delivered(START));

        assertThat(account.chats().messageCount()).isZero();
        assertThat(account.chats().oldestSettled()).isEmpty();
    }
}
