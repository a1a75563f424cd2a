package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The state of groups is published on their topic. */
class GroupsArePublishedTest extends OnH2AndPostgres {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NINE = Instant.parse("2026-08-21T09:00:00Z");
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final String CHAT = "chat-of-ref:order-1";
    private static final String SHOWN =
            """
            {"id": "%s", "display_name": "+1, ann@example.org, +12223334444", "service": "iMessage", "is_group": true,
             "handles": [{"handle": "+12223334444", "is_me": true, "status": "active", "service": "iMessage"},
                         {"handle": "+1", "status": "active", "service": "iMessage", "joined_at": "2026-08-20T08:00:00Z"},
                         {"handle": "ann@example.org", "status": null, "service": "iMessage"}],
             "group_chat_icon": null, "updated_at": "2026-08-20T08:00:00Z"}
            """;

    private final TestClock clock = new TestClock();
    private TestLedger ledger;
    private int events;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static JsonNode chat(String chatId) throws Exception {
        return JSON.readTree(SHOWN.formatted(chatId));
    }

    private static Map<String, Object> shown(String chatId) throws Exception {
        return JSON.convertValue(chat(chatId), new TypeReference<>() {});
    }

    private void observe(String chatId, ChatState state) {
        ledger.store(TestEvent.of("e" + events++, "type")
                .inChat(chatId)
                .showing(state)
                .event());
    }

    private static ChatState member(String handle, String status, Instant at) {
        return ChatState.withMember(new Member(
                handle,
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                handle.equals("+12223334444"),
                at));
    }

    private void createGroup() throws Exception {
        ledger.accept(create("c", "order-1", 1));
        ledger.work(ledger.onlyMailbox());
    }

    /** Key and value of each record for the topic of groups, in order. */
    private List<Map.Entry<String, JsonNode>> published() throws Exception {
        List<Map.Entry<String, JsonNode>> told = new ArrayList<>();
        for (Outbox.PendingRecord each : ledger.outgoing()) {
            if (each.topic().equals("groups")) {
                String key = new String(each.key().orElseThrow(), StandardCharsets.UTF_8);
                JsonNode value = each.value() == null ? JSON.nullNode() : JSON.readTree(each.value());
                told.add(Map.entry(key, value));
            }
        }
        return told;
    }

    private JsonNode last() throws Exception {
        List<Map.Entry<String, JsonNode>> told = published();
        return told.get(told.size() - 1).getValue();
    }

    @OnEachDatabase
    void a_group_is_published_with_its_members_under_its_group_ref() throws Exception {
        createGroup();
        observe(CHAT, ChatReader.readChat(chat(CHAT), NINE));

        assertThat(published()).singleElement().satisfies(record -> {
            assertThat(record.getKey()).isEqualTo("order-1");
            JsonNode group = record.getValue();
            assertThat(group.get("chat_id").asText()).isEqualTo(CHAT);
            assertThat(group.get("group_ref").asText()).isEqualTo("order-1");
            assertThat(group.get("line").asText()).isEqualTo("line of order-1");
            assertThat(group.get("display_name").isNull()).isTrue();
            assertThat(group.get("is_group").asBoolean()).isTrue();
            assertThat(group.get("left").asBoolean()).isFalse();
            assertThat(group.get("members_known").asBoolean()).isTrue();
            assertThat(group.get("members").findValuesAsText("handle")).containsExactly("+1", "ann@example.org");
            assertThat(group.get("updated_at").asText()).isEqualTo("2026-08-20T08:00:00Z");
        });
    }

    @OnEachDatabase
    void each_change_is_published_and_the_latest_wins_in_any_order() throws Exception {
        createGroup();
        observe(CHAT, ChatReader.readChat(chat(CHAT), NINE));
        observe(CHAT, ChatState.withName(Optional.of("Second"), NINE.plusSeconds(2)));
        observe(CHAT, ChatState.withName(Optional.of("First"), NINE.plusSeconds(1)));
        observe(CHAT, member("+3", "active", NINE));
        observe(CHAT, member("+1", "removed", NINE.plusSeconds(3)));

        JsonNode group = last();
        assertThat(group.get("display_name").asText()).isEqualTo("Second");
        assertThat(group.get("members").findValuesAsText("handle")).containsExactly("+1", "+3", "ann@example.org");
        assertThat(group.get("members").findValuesAsText("status")).containsExactly("removed", "active", "active");
        // The older name that arrived late changed nothing.
        assertThat(published()).hasSize(4);
    }

    @OnEachDatabase
    void a_group_that_the_line_has_left_is_kept_and_marked() throws Exception {
        createGroup();
        observe(CHAT, ChatReader.readChat(chat(CHAT), NINE));
        observe(CHAT, member("+12223334444", "removed", NINE.plusSeconds(1)));

        assertThat(last().get("left").asBoolean()).isTrue();
        observe(CHAT, member("+12223334444", "active", NINE.plusSeconds(2)));
        assertThat(last().get("left").asBoolean()).isFalse();
    }

    @OnEachDatabase
    void a_state_known_before_the_response_to_the_create_waits_for_the_group_ref() throws Exception {
        ledger.accept(create("c", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        observe(CHAT, ChatReader.readChat(chat(CHAT), NINE));
        assertThat(published()).isEmpty();
        ledger.work(mailbox);

        assertThat(published()).extracting(Map.Entry::getKey).containsExactly("order-1");
        clock.advance(SETTLED);
        assertThat(ledger.chats.claimUnknown(10)).isEmpty();
        assertThat(published()).hasSize(1);
    }

    @OnEachDatabase
    void a_chat_that_becomes_a_group_later_moves_to_its_group_ref() throws Exception {
        ledger.accept(create("c", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        observe(CHAT, ChatReader.readChat(chat(CHAT), NINE));
        clock.advance(SETTLED);
        assertThat(ledger.chats.claimUnknown(10)).isEmpty();
        ledger.work(mailbox);

        assertThat(published()).extracting(Map.Entry::getKey).containsExactly(CHAT, CHAT, "order-1");
        assertThat(published().get(1).getValue().isNull()).isTrue();
    }

    @OnEachDatabase
    void a_chat_created_elsewhere_is_read_once_and_published_under_its_id() throws Exception {
        observe("elsewhere", ChatState.withGroupFlag(Optional.of(true)));
        assertThat(ledger.chats.claimUnknown(10)).isEmpty();
        clock.advance(SETTLED);
        assertThat(ledger.chats.claimUnknown(10)).containsExactly("elsewhere");
        assertThat(ledger.chats.claimUnknown(10)).isEmpty();
        ledger.chats.recordChat(shown("elsewhere"));
        ledger.chats.finishRead("elsewhere");
        observe("elsewhere", ChatState.withGroupFlag(Optional.of(true)));
        clock.advance(Duration.ofDays(1));

        assertThat(ledger.chats.claimUnknown(10)).isEmpty();
        assertThat(published()).singleElement().satisfies(record -> {
            assertThat(record.getKey()).isEqualTo("elsewhere");
            assertThat(record.getValue().has("group_ref")).isFalse();
            assertThat(record.getValue().get("members")).hasSize(2);
        });
    }

    @OnEachDatabase
    void a_chat_that_linq_does_not_show_is_published_as_known_from_events() throws Exception {
        observe("elsewhere", member("+1", "active", NINE));
        clock.advance(SETTLED);
        ledger.chats.claimUnknown(10);
        ledger.chats.finishRead("elsewhere");

        assertThat(last().get("members_known").asBoolean()).isFalse();
        assertThat(last().get("members").findValuesAsText("handle")).containsExactly("+1");
        observe("elsewhere", member("+2", "active", NINE));
        assertThat(last().get("members")).hasSize(2);
    }

    @OnEachDatabase
    void an_unfinished_read_is_repeated() {
        observe("elsewhere", ChatState.UNKNOWN);
        clock.advance(SETTLED);
        assertThat(ledger.chats.claimUnknown(10)).hasSize(1);
        clock.advance(Duration.ofMinutes(2));

        assertThat(ledger.chats.claimUnknown(10)).containsExactly("elsewhere");
    }

    @OnEachDatabase
    void a_group_without_events_is_read_after_its_create() throws Exception {
        createGroup();
        clock.advance(SETTLED);
        assertThat(ledger.chats.claimUnknown(10)).containsExactly(CHAT);
        ledger.chats.recordChat(shown(CHAT));
        ledger.chats.finishRead(CHAT);

        assertThat(published()).extracting(Map.Entry::getKey).containsExactly("order-1");
    }
}
