package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Handles whose messages do not arrive, and to which no direct message goes (reference 2.13). Blocking and unblocking can be
 * repeated.
 */
public final class BlockedHandleEndpoints {
    /** Blocked handles may be short codes and sender ids (reference 2.1), which are kept as they are. */
    private static final Pattern SENDER = Pattern.compile("[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9]{1,11}");

    private static final Comparator<Person> NEWEST_FIRST = Comparator.comparing(
                    (Person person) -> person.block().orElseThrow().at())
            .reversed()
            .thenComparing(Person::handle);

    private final Account account;

    public BlockedHandleEndpoints(Account account) {
        this.account = account;
    }

    ApiResponse list(ApiRequest request) {
        List<Person> blocked = account.people().stream()
                .filter(Person::blocked)
                .sorted(NEWEST_FIRST)
                .toList();
        ObjectNode answer = JsonTrees.object();
        answer.set("blocked_handles", JsonTrees.array(blocked, BlockedHandleEndpoints::view));
        return ApiResponse.ok(answer);
    }

    /** Answers a repeated request with the first entry. */
    ApiResponse block(ApiRequest request) {
        JsonFields body = request.body();
        Person person = account.person(handle(body));
        Optional<String> reason = body.optionalText("reason");
        if (person.blocked()) {
            return ApiResponse.ok(answer(person));
        }
        Person blocked = person.withBlock(Optional.of(new Person.Block(request.at(), reason)));
        account.commit(new AccountChange.PersonSaved(blocked));
        return ApiResponse.created(answer(blocked));
    }

    /** The answer for a handle that is not blocked is undocumented; here it is the same. */
    ApiResponse unblock(ApiRequest request) {
        Person person = account.person(handle(request.body()));
        if (person.blocked()) {
            account.commit(new AccountChange.PersonSaved(person.withBlock(Optional.empty())));
        }
        return ApiResponse.noContent();
    }

    private static String handle(JsonFields body) {
        String handle = body.text("handle");
        return SENDER.matcher(handle).matches() ? handle : SandboxHandles.normalize(handle);
    }

    private static ObjectNode answer(Person person) {
        return JsonTrees.object().set("blocked_handle", view(person));
    }

    private static JsonNode view(Person person) {
        Person.Block block = person.block().orElseThrow();
        ObjectNode view = JsonTrees.object().put("handle", person.handle());
        view.put("blocked_at", block.at().toString());
        block.reason().ifPresent(reason -> view.put("reason", reason));
        return view;
    }
}
