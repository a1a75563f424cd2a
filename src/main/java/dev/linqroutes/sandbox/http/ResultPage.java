package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** One page of an append-only list, so that cursors stay valid (reference 2.1). */
public record ResultPage<T>(List<T> items, Optional<String> next) {

    /** @throws ApiError 400/1005 when limit or cursor is invalid */
    public static <T> ResultPage<T> of(List<T> all, Predicate<T> filter, ApiRequest request, int standardLimit) {
        int limit = limit(request, standardLimit);
        List<T> items = new ArrayList<>();
        for (int index = start(request); index < all.size(); index++) {
            if (!filter.test(all.get(index))) {
                continue;
            }
            if (items.size() == limit) {
                return new ResultPage<>(items, Optional.of(cursor(index)));
            }
            items.add(all.get(index));
        }
        return new ResultPage<>(items, Optional.empty());
    }

    public ObjectNode view(String name, Function<T, JsonNode> item) {
        ObjectNode view = JsonTrees.object();
        view.set(name, JsonTrees.array(items, item));
        view.set("next_cursor", JsonTrees.textOrNull(next));
        return view;
    }

    private static int limit(ApiRequest request, int standard) {
        try {
            int limit = request.query("limit").map(Integer::valueOf).orElse(standard);
            if (limit >= 1 && limit <= 100) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw ApiError.invalidValue("'limit' must be a number");
        }
        throw ApiError.invalidValue("'limit' must be between 1 and 100");
    }

    private static String cursor(int index) {
        byte[] text = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static int start(ApiRequest request) {
        try {
            int start = request.query("cursor")
                    .map(cursor -> new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII))
                    .map(Integer::valueOf)
                    .orElse(0);
            if (start >= 0) {
                return start;
            }
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidValue("'cursor' is not one of ours");
        }
        throw ApiError.invalidValue("'cursor' is not one of ours");
    }
}
