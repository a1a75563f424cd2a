package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.http.ApiError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The accounts by their API keys: one from the options, and more for tests that share a sandbox without seeing each other. Confined
 * to one thread.
 */
public final class Accounts {
    /** More than tests need at once. */
    static final int MAX_ACCOUNTS = 1_000;

    /** Numbers of the lines of further accounts, one each. */
    private static final long FIRST_LINE = 12_220_000_001L;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final AccountApi first;
    private final BiFunction<String, String, AccountApi> factory;
    private final Map<String, AccountApi> byKeyHash = new LinkedHashMap<>();
    private long nextLine = FIRST_LINE;

    /** An account that a test asked for. */
    public record NewAccount(String apiKey, String line, AccountApi api) {}

    /**
     * @param apiKey of the first account
     * @param factory makes an account of this id and line
     */
    public Accounts(String apiKey, AccountApi first, BiFunction<String, String, AccountApi> factory) {
        this.first = first;
        this.factory = factory;
        byKeyHash.put(hash(apiKey), first);
    }

    public AccountApi first() {
        return first;
    }

    /** The account of an API key. Looked up by hash, so that the time that takes tells nothing of the keys. */
    Optional<AccountApi> find(String apiKey) {
        return Optional.ofNullable(byKeyHash.get(hash(apiKey)));
    }

    /** @throws ApiError 409 when there are too many */
    NewAccount create() {
        if (byKeyHash.size() >= MAX_ACCOUNTS) {
            throw new ApiError(409, 1005, "There are " + MAX_ACCOUNTS + " accounts; delete those of finished tests");
        }
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String key = "sandbox-" + HexFormat.of().formatHex(random);
        String line = "+" + nextLine++;
        AccountApi api = factory.apply("acct-" + line.substring(1), line);
        byKeyHash.put(hash(key), api);
        return new NewAccount(key, line, api);
    }

    /** Deletes an account with all that it has, and stops its webhooks. The first account stays. */
    void delete(AccountApi api) {
        if (api == first) {
            throw new ApiError(409, 1005, "The account of the command line cannot be deleted");
        }
        byKeyHash.values().remove(api);
        api.stop();
        api.close();
    }

    Stream<AccountApi> all() {
        return byKeyHash.values().stream();
    }

    /** Whether another account has a chat or message with this id. */
    boolean isOfAnother(AccountApi asking, String id) {
        return all().filter(other -> other != asking)
                .anyMatch(other -> other.account.chats().find(id).isPresent()
                        || other.account.chats().findMessage(id).isPresent());
    }

    /** Stops the webhooks of all accounts. */
    public void stop() {
        byKeyHash.values().forEach(AccountApi::stop);
    }

    /** Closes all journals, after the last request. */
    public void close() {
        byKeyHash.values().forEach(AccountApi::close);
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
