package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;

/** What people are like: {@code /sandbox/people}. */
public final class PeopleEndpoints {
    private final Account account;
    private final ActingPeople people;

    public PeopleEndpoints(Account account, ActingPeople people) {
        this.account = account;
        this.people = people;
    }

    /** People who are not like everybody else: without iMessage, opted out or blocked. */
    public ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("people", JsonTrees.array(account.people(), Person::json));
        return ApiResponse.ok(answer);
    }

    public ApiResponse read(ApiRequest request) {
        return ApiResponse.ok(people.person(request).json());
    }

    /** {@code {"service": "iMessage" | "RCS" | "SMS" | null}}: null is reached by nothing. */
    public ApiResponse change(ApiRequest request) {
        JsonFields body = request.body();
        if (!body.mentions("service")) {
            throw ApiError.missingField("service");
        }
        Optional<String> service = body.optionalText("service");
        service.filter(name -> !Services.exists(name)).ifPresent(name -> {
            throw ApiError.invalidValue("'service' must be iMessage, RCS, SMS or null");
        });
        Person person = people.person(request).withService(service);
        account.commit(new AccountChange.PersonSaved(person));
        service.ifPresent(name -> tellChats(person.handle(), name));
        return ApiResponse.ok(person.json());
    }

    /** What Linq shows of a member that nothing reaches is undocumented; here it stays the last service. */
    private void tellChats(String handle, String service) {
        List<Chat> outdated = account.chats().withHandle(handle).stream()
                .map(Conversation::chat)
                .filter(chat -> chat.hasActive(handle)
                        && !chat.member(handle).orElseThrow().service().equals(service))
                .toList();
        outdated.forEach(chat -> account.commit(new AccountChange.ChatSaved(chat.withMemberService(handle, service))));
    }
}
