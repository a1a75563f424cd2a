package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.List;
import java.util.Optional;

/** Finds who acts, by the path of a request, and in which chat. */
public final class ActingPeople {
    private final Account account;

    public ActingPeople(Account account) {
        this.account = account;
    }

    /** The person of the path: a number with or without its plus, or an e-mail address. */
    Person person(ApiRequest request) {
        String handle = request.context().pathParam("handle").strip();
        return person(SandboxHandles.isNumber("+" + handle) ? "+" + handle : handle);
    }

    /** @throws ApiError 400/1005 for a line of the account, 400/1002 for what is no handle */
    Person person(String handle) {
        String normalized = SandboxHandles.normalize(handle);
        if (account.line(normalized).isPresent()) {
            throw ApiError.invalidValue(normalized + " is one of your lines, not a person");
        }
        return account.person(normalized);
    }

    /**
     * The person of the path, who can write.
     *
     * @throws ApiError 409/2015 when no service reaches the person
     */
    Person reachable(ApiRequest request) {
        return requireReachable(person(request));
    }

    private static Person requireReachable(Person person) {
        if (person.service().isEmpty()) {
            throw ApiError.conflict("No service reaches " + person.handle() + ", so nothing of theirs arrives");
        }
        return person;
    }

    /**
     * The person of the path in the chat of the field {@code chat_id}, or without it in the newest one that the person is in.
     *
     * @throws ApiError 404/2001 without such a chat, 409/2015 when the person is not in it or nothing reaches the person
     */
    ActingPerson inChat(ApiRequest request) {
        Optional<String> chatId = request.body().optionalText("chat_id");
        Person person = person(request);
        Chat chat = chatId.map(this::chat).orElseGet(() -> newestOf(person.handle()));
        return in(chat, person);
    }

    /** The person of the path in this chat. */
    ActingPerson inChat(String chatId, ApiRequest request) {
        return in(chat(chatId), person(request));
    }

    private ActingPerson in(Chat chat, Person person) {
        requireMember(chat, person.handle());
        return acting(requireReachable(person), chat, account.peopleIn(chat));
    }

    static ActingPerson acting(Person person, Chat chat, List<Person> members) {
        return new ActingPerson(person, chat, Services.amongReachable(members).orElseThrow());
    }

    static void requireMember(Chat chat, String handle) {
        if (!chat.hasActive(handle)) {
            throw ApiError.conflict(handle + " is not in the chat");
        }
    }

    private Chat chat(String id) {
        return account.chats().require(id).chat();
    }

    private Chat newestOf(String handle) {
        List<Chat> chats = account.chats().withHandle(handle).stream()
                .map(Conversation::chat)
                .filter(chat -> chat.hasActive(handle))
                .toList();
        if (chats.isEmpty()) {
            throw new ApiError(404, 2001, "The person is in no chat");
        }
        return chats.get(chats.size() - 1);
    }

    /** The line of the field {@code line}, or the first one. */
    String line(JsonFields body) {
        String line = body.optionalText("line")
                .orElseGet(() -> account.lines().iterator().next().number());
        return account.requireLine("line", line).number();
    }
}
