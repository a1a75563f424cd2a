package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;

/** Accounts for tests: {@code /sandbox/accounts}. */
final class AccountEndpoints {
    private final Accounts accounts;

    AccountEndpoints(Accounts accounts) {
        this.accounts = accounts;
    }

    ApiResponse create(ApiRequest request) {
        Accounts.NewAccount account = accounts.create();
        return ApiResponse.created(
                JsonTrees.object().put("api_key", account.apiKey()).put("phone_number", account.line()));
    }

    /** Deletes the account whose key the request has. */
    ApiResponse delete(AccountApi api) {
        accounts.delete(api);
        return ApiResponse.noContent();
    }
}
