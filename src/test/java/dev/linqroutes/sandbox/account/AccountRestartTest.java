package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** An account after a restart with a compacted journal is the account before it. */
class AccountRestartTest {
    private static final String LINE = "+12223334444";
    private static final List<String> HANDLES = List.of("+15556667777", "+18889990000", "+15550001111");
    private static final Instant START = Instant.parse("2026-11-06T12:00:00Z");

    private final Chat chat =
            Chat.create(LINE, HANDLES.stream().map(Person::unknown).toList(), Optional.of(Services.IMESSAGE), START);

    private static Account account(int history, List<AccountChange> replayed) {
        return new Account("acct-1", List.of(LINE), history, new Journal() {
            @Override
            public void replay(Consumer<AccountChange> reader) {
                replayed.forEach(reader);
            }

            @Override
            public void compact(Supplier<List<AccountChange>> state) {}

            @Override
            public void append(AccountChange change) {}

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private static Account restarted(Account account, int history) {
        return account(
                history,
                AccountSnapshot.of(account).stream()
                        .map(AccountChange::json)
                        .map(AccountChange::read)
                        .toList());
    }

    private static void assertSame(Account account, Account restarted) {
        assertThat(restarted)
                .usingRecursiveComparison()
                .ignoringFields("journal", "watcher", "sendLimits", "chats.nextNumber")
                .ignoringFieldsMatchingRegexes(".*\\.number", ".*\\.weigher")
                .isEqualTo(account);
        assertThat(restarted.sendLimits().json()).isEqualTo(account.sendLimits().json());
        assertThat(orders(restarted)).isEqualTo(orders(account));
    }

    /** What a comparison of maps does not see. */
    private static List<List<String>> orders(Account account) {
        ChatStore chats = account.chats();
        return List.of(
                chats.all().stream().map(each -> each.chat().id()).toList(),
                chats.byActivity().stream().map(each -> each.chat().id()).toList(),
                chats.messages().stream().map(SandboxMessage::id).toList(),
                List.copyOf(chats.keys().deleted()),
                account.people().stream().map(Person::handle).toList(),
                List.copyOf(account.attachments().keySet()),
                List.copyOf(account.pendingChanges().keySet()),
                List.copyOf(account.subscriptions().keySet()),
                List.copyOf(account.undeliveredWebhooks().keySet()));
    }

    private static SandboxMessage message(Chat chat, String text, Optional<String> key, Instant at) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("type", "text").put("value", text);
        MessageContent content = new MessageContent(parts, Optional.empty(), Optional.empty(), Optional.empty(), key);
        return SandboxMessage.accepted(chat, content, Optional.empty(), "0123456789abcdef", at);
    }

    private List<AccountChange> everyKind() {
        Chat named = chat.withName(Optional.of("Order 1001"), START.plusSeconds(1));
        Chat other = Chat.create(
                LINE, List.of(Person.unknown(HANDLES.get(0))), Optional.of(Services.IMESSAGE), START.plusSeconds(2));
        SandboxMessage first = message(chat, "one", Optional.of("k-1"), START);
        SandboxMessage second = message(named, "two", Optional.of("k-2"), START.plusSeconds(3));
        SandboxMessage third = message(named, "three", Optional.empty(), START.plusSeconds(4));
        SandboxMessage fourth = message(named, "four", Optional.of("k-4"), START.plusSeconds(5));
        JsonNode detail = JsonTrees.object().put("type", "love");
        ObjectNode subscription = JsonTrees.object()
                .put("id", "s-1")
                .put("target_url", "https://hooks.example.com/?version=2026-02-03")
                .put("is_active", true)
                .put("created_at", START.toString())
                .put("updated_at", START.toString())
                .put("signing_secret", "whsec_c2VjcmV0");
        subscription.set("subscribed_events", JsonTrees.texts(List.of("message.sent")));
        subscription.set("phone_numbers", JsonTrees.texts(List.of(LINE)));
        SandboxSubscription wanted = SandboxSubscription.read(subscription);
        Attachment attachment = new Attachment(
                "a-1", "a.png", "image/png", 5, "token", "http://127.0.0.1/a.png", START, Optional.empty());
        WebhookDelivery webhook = WebhookDelivery.to(wanted, "e-1", "message.sent", "{}", 7);
        WebhookDelivery delivered = WebhookDelivery.to(wanted, "e-2", "message.sent", "{}", 7);
        Person person = Person.unknown(HANDLES.get(1));
        PendingChange pending = new PendingChange("p-1", chat.id(), PendingChange.Kind.NAME, "x", "t", START);
        PendingChange settled = new PendingChange("p-2", chat.id(), PendingChange.Kind.NAME, "y", "t", START);
        return List.of(
                new AccountChange.TimeAdvanced(Duration.ofDays(1)),
                new AccountChange.ChatSaved(chat),
                new AccountChange.MessageAccepted(first),
                new AccountChange.ChatSaved(named, Optional.of(LINE)),
                new AccountChange.ChatSaved(other),
                new AccountChange.MessageAccepted(second),
                new AccountChange.MessageAccepted(third),
                new AccountChange.MessageAccepted(fourth),
                new AccountChange.MessageChanged(second.sent(Services.IMESSAGE, START.plusSeconds(6))),
                new AccountChange.MessageDeleted(first.id()),
                new AccountChange.MessageForgotten(fourth.id()),
                new AccountChange.DeletedKeyKept("k-0"),
                new AccountChange.DeletedKeyKept("k-00"),
                new AccountChange.DeletedKeyForgotten("k-0"),
                new AccountChange.ChatForgotten(other.id()),
                new AccountChange.ChatChangesKept(
                        chat.id(), List.of(new ChatChange("named", Optional.of("before"), Optional.of(LINE), START))),
                new AccountChange.LineSaved(Line.healthy(LINE).withFlagged(true)),
                new AccountChange.ContactMade(LINE, START),
                new AccountChange.ContactMade(LINE, START.plusSeconds(1)),
                new AccountChange.PersonSaved(person.withService(Optional.of(Services.SMS))),
                new AccountChange.ActionDone(
                        new ChatAction(chat.id(), "reaction", Optional.of(second.id()), detail, START)),
                new AccountChange.PendingChangeAccepted(pending),
                new AccountChange.PendingChangeAccepted(settled),
                new AccountChange.PendingChangeSettled(settled.id()),
                new AccountChange.SubscriptionSaved(wanted),
                new AccountChange.SubscriptionSaved(
                        SandboxSubscription.read(subscription.deepCopy().put("id", "s-2"))),
                new AccountChange.SubscriptionDeleted("s-2"),
                new AccountChange.LineSelected(
                        new LineSelection(second.id(), LineSelection.Reason.FAILOVER_FLAGGED, Optional.of(other.id()))),
                new AccountChange.AttachmentSaved(attachment),
                new AccountChange.AttachmentSaved(new Attachment(
                        "a-2", "b.png", "image/png", 5, "token", "http://127.0.0.1/b.png", START, Optional.empty())),
                new AccountChange.AttachmentDeleted("a-2"),
                new AccountChange.WebhookQueued(webhook),
                new AccountChange.WebhookQueued(delivered),
                new AccountChange.WebhookAttempted(webhook.id(), 2, Optional.of(START)),
                new AccountChange.WebhookDone(delivered.id()),
                new AccountChange.SentKept(sent(third)));
    }

    private JsonNode sent(SandboxMessage message) {
        SendLimits limits = new SendLimits();
        limits.record(chat, message.createdAt());
        limits.record(chat, message.createdAt().plusSeconds(1));
        return limits.json();
    }

    /** A new kind of change fails here until it is added above, and then if a compacted journal loses what it does. */
    @Test
    void every_kind_of_change_outlives_a_compacted_journal() {
        List<AccountChange> changes = everyKind();
        Set<Class<?>> kinds = changes.stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrder(AccountChange.class.getPermittedSubclasses());
        Account account = account(100, List.of());
        for (AccountChange change : changes) {
            account.commit(change);
            assertThat(AccountChange.read(change.json())).isEqualTo(change);
            assertSame(account, restarted(account, 100));
        }
    }

    /** What happens in an account, at random. */
    private static final class Story {
        private final Random random;
        private final Account account;
        private final List<Chat> created = new ArrayList<>();
        private Instant now = START;

        Story(long seed, Account account) {
            random = new Random(seed);
            this.account = account;
        }

        void goOn() {
            now = now.plusMillis(random.nextInt(20_000));
            Optional<Chat> chat = anyChat();
            switch (random.nextInt(12)) {
                case 0 -> create();
                case 1 ->
                    chat.ifPresent(each -> save(each.withName(
                            random.nextBoolean() ? Optional.of("name " + random.nextInt(3)) : Optional.empty(), now)));
                case 2 -> chat.ifPresent(each -> save(each.withDeparted(anyMember(each), "left", now)));
                case 3 -> chat.ifPresent(each -> save(each.withMember(anyMember(each), Services.IMESSAGE, now)));
                case 4 -> anyMessage().ifPresent(each -> account.commit(new AccountChange.MessageDeleted(each.id())));
                case 5 ->
                    anyMessage()
                            .ifPresent(each ->
                                    account.commit(new AccountChange.MessageChanged(each.edited(0, "edited", now))));
                case 6 -> account.flush();
                case 7 ->
                    chat.ifPresent(each -> account.commit(new AccountChange.ActionDone(
                            new ChatAction(each.id(), "typing_started", Optional.empty(), JsonTrees.object(), now))));
                case 8 ->
                    account.commit(new AccountChange.PersonSaved(
                            Person.unknown(anyHandle()).withOptedOut(random.nextBoolean())));
                default -> chat.ifPresent(this::write);
            }
        }

        private void create() {
            List<Person> people = HANDLES.stream()
                    .filter(handle -> random.nextBoolean())
                    .map(Person::unknown)
                    .toList();
            if (!people.isEmpty()) {
                save(Chat.create(LINE, people, Optional.of(Services.IMESSAGE), now));
            }
        }

        private void save(Chat chat) {
            account.commit(new AccountChange.ChatSaved(chat));
        }

        private void write(Chat chat) {
            Optional<String> key = random.nextBoolean() ? Optional.of("k-" + now) : Optional.empty();
            SandboxMessage message = message(chat, "text", key, now);
            account.commit(new AccountChange.MessageAccepted(message));
            if (random.nextInt(4) > 0) {
                account.commit(new AccountChange.MessageChanged(message.sent(Services.IMESSAGE, now)));
            }
        }

        private String anyHandle() {
            return HANDLES.get(random.nextInt(HANDLES.size()));
        }

        private String anyMember(Chat chat) {
            return random.nextInt(4) == 0 ? chat.line().handle() : anyHandle();
        }

        private Optional<Chat> anyChat() {
            List<Conversation> chats = account.chats().all();
            return chats.isEmpty()
                    ? Optional.empty()
                    : Optional.of(chats.get(random.nextInt(chats.size())).chat());
        }

        private Optional<SandboxMessage> anyMessage() {
            List<SandboxMessage> messages = List.copyOf(account.chats().messages());
            return messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(random.nextInt(messages.size())));
        }
    }

    private static Account afterStory(long seed, int steps, int history) {
        Account account = account(history, List.of());
        Story story = new Story(seed, account);
        for (int step = 0; step < steps; step++) {
            story.goOn();
        }
        account.flush();
        return account;
    }

    @Property(tries = 300)
    void whatever_happened_a_restart_changes_nothing(@ForAll long seed) {
        Account account = afterStory(seed, 200, 15);

        assertSame(account, restarted(account, 15));
    }

    @Property(tries = 300)
    void a_create_finds_the_oldest_chat_that_it_can_reuse_before_and_after_a_restart(@ForAll long seed) {
        Account account = afterStory(seed, 200, 15);
        Account restarted = restarted(account, 15);

        for (int members = 1; members < 1 << HANDLES.size(); members++) {
            int chosen = members;
            List<String> to = HANDLES.stream()
                    .filter(handle -> (chosen >> HANDLES.indexOf(handle) & 1) == 1)
                    .toList();
            Optional<String> oldest = account.chats().all().stream()
                    .map(Conversation::chat)
                    .filter(each -> each.name().isEmpty() && each.line().isActive())
                    .filter(each -> Set.copyOf(each.activeHandles()).equals(Set.copyOf(to)))
                    .map(Chat::id)
                    .findFirst();
            assertThat(found(account, to)).isEqualTo(oldest);
            assertThat(found(restarted, to)).isEqualTo(oldest);
        }
    }

    private static Optional<String> found(Account account, List<String> to) {
        return account.chats().findReusable(LINE, to).map(each -> each.chat().id());
    }

    @Property(tries = 100)
    void the_newest_chat_of_somebody_is_the_same_after_a_restart(@ForAll long seed) {
        Account account = afterStory(seed, 200, 15);
        Account restarted = restarted(account, 15);

        for (String handle : HANDLES) {
            assertThat(ids(restarted.chats().withHandle(handle)))
                    .isEqualTo(ids(account.chats().withHandle(handle)))
                    .isEqualTo(ids(account.chats().all().stream()
                            .filter(each -> each.chat().member(handle).isPresent())
                            .toList()));
        }
    }

    private static List<String> ids(List<Conversation> conversations) {
        return conversations.stream().map(each -> each.chat().id()).toList();
    }
}
