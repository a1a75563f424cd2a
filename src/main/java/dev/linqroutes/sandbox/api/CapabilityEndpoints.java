package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a person can be reached by a service (reference 2.13). */
public final class CapabilityEndpoints {
    /** Between checks of the account, of either kind (reference 1.4). */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Account account;

    /** Not in the journal, since it is soon over. */
    private Instant nextCheck = Instant.MIN;

    public CapabilityEndpoints(Account account) {
        this.account = account;
    }

    ApiResponse checkIMessage(ApiRequest request) {
        return check(request, Services.IMESSAGE);
    }

    /** An e-mail address has no RCS: 400, whose code is undocumented. */
    ApiResponse checkRcs(ApiRequest request) {
        if (!SandboxHandles.isNumber(address(request.body()))) {
            throw ApiError.invalidValue("'address' must be an E.164 number for RCS");
        }
        return check(request, Services.RCS);
    }

    private ApiResponse check(ApiRequest request, String service) {
        JsonFields body = request.body();
        Person person = account.person(address(body));
        body.optionalText("from").ifPresent(from -> account.requireLine("from", from));
        requireInterval(request.at());
        boolean available =
                Services.carrying(List.of(person), Optional.of(service)).equals(Optional.of(service));
        return ApiResponse.ok(JsonTrees.object().put("address", person.handle()).put("available", available));
    }

    private static String address(JsonFields body) {
        return SandboxHandles.normalize(body.text("address"));
    }

    private void requireInterval(Instant now) {
        if (now.isBefore(nextCheck)) {
            throw ApiError.rateLimited(
                    Duration.between(now, nextCheck).plusMillis(999).toSeconds());
        }
        nextCheck = now.plus(INTERVAL);
    }
}
