package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.http.ApiError;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Finds the account of a request by its API key. */
final class ApiKeyFilter {
    private static final String ACCOUNT = "account";
    private static final String BEARER = "Bearer ";

    private final Accounts accounts;
    private final AnswerWriter answers;

    ApiKeyFilter(Accounts accounts, AnswerWriter answers) {
        this.accounts = accounts;
        this.answers = answers;
    }

    void requireKey(RoutingContext context) {
        passOn(context, ofKey(context, accounts));
    }

    /**
     * For the sandbox's own pages and endpoints. They show all data, so remote clients need a key; without a key they are about the
     * account of the command line.
     */
    void requireLocalOrKey(RoutingContext context) {
        boolean local = context.request().getHeader("Authorization") == null
                && isLoopback(context.request().remoteAddress().hostAddress());
        passOn(context, ofKey(context, accounts).or(() -> local ? Optional.of(accounts.first()) : Optional.empty()));
    }

    private void passOn(RoutingContext context, Optional<AccountApi> account) {
        if (account.isEmpty()) {
            answers.refuse(context, invalid());
        } else {
            context.put(ACCOUNT, account.get());
            context.next();
        }
    }

    private static ApiError invalid() {
        return new ApiError(401, 2004, "The API token is missing or invalid");
    }

    private static boolean isLoopback(String address) {
        return address != null
                && (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
    }

    private static Optional<AccountApi> ofKey(RoutingContext context, Accounts accounts) {
        return Optional.ofNullable(context.request().getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> accounts.find(header.substring(BEARER.length())));
    }

    /** The account of a request that has passed this filter. */
    static AccountApi account(RoutingContext context) {
        return context.get(ACCOUNT);
    }

    /** The account whose log a request belongs in: of its key, also when it was not let through; else the one of the command line. */
    static AccountApi concerned(RoutingContext context, Accounts accounts) {
        return known(context, accounts).orElse(accounts.first());
    }

    /** Empty for a request with a key of no account, or without one. */
    static Optional<AccountApi> known(RoutingContext context, Accounts accounts) {
        return Optional.ofNullable(account(context)).or(() -> ofKey(context, accounts));
    }
}
