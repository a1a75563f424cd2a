package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
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
        boolean withoutPlus = SandboxHandles.isNumber("+" + handle);
        return account.person(SandboxHandles.normalize(withoutPlus ? "+" + handle : handle));
    }

    /**
     * The person of the path in the chat of the field {@code chat_id}, or without it in the newest one that the person is in.
     *
     * @throws ApiError 404/2001 without such a chat, 409/2015 when the person is not in it
     */
    ActingPerson inChat(ApiRequest request) {
        Person person = person(request);
        return in(request.body().optionalText("chat_id"), person);
    }

    private ActingPerson in(Optional<String> chatId, Person person) {
        return new ActingPerson(
                person, chatId.map(account.chats()::require).orElseGet(() -> newestOf(person.handle())));
    }

    /** The person of the path in this chat. */
    ActingPerson inChat(String chatId, ApiRequest request) {
        return in(Optional.of(chatId), person(request));
    }

    private Conversation newestOf(String handle) {
        List<Conversation> chats = account.chats().withHandle(handle);
        for (int index = chats.size() - 1; index >= 0; index--) {
            if (chats.get(index).chat().hasActive(handle)) {
                return chats.get(index);
            }
        }
        throw new ApiError(404, 2001, "The person is in no chat");
    }
}
