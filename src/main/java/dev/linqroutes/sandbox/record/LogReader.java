package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers queries of a log: without {@code after} the newest matching entries, with it the first ones after that number; always
 * oldest first. {@code last_seq} is the {@code after} of the next query.
 *
 * @param name field of the answer
 * @param view makes the JSON of an entry, with its number added here as {@code seq}
 */
record LogReader<T>(String name, BoundedLog<T> log, Function<T, ObjectNode> view) {

    /**
     * Answers at once or when what is awaited is there, at the latest when the time is over. What is awaited is shown after all
     * that happened with it.
     */
    Future<ApiResponse> answer(RecordQuery query, Predicate<T> filter, RoutingContext context) {
        if (query.patience().isZero()) {
            return Future.succeededFuture(ApiResponse.ok(page(query, filter)));
        }
        List<Long> present = firstAfter(query, filter, query.count());
        if (present.size() >= query.count()) {
            return Future.succeededFuture(ApiResponse.ok(page(query, filter)));
        }
        Promise<ApiResponse> answer = Promise.promise();
        Waiters<T>.Waiter waiter = log.waiters()
                .add(start(query) - 1, filter, present, query.count(), () -> context.vertx()
                        .runOnContext(later -> {
                            answer.tryComplete(ApiResponse.ok(page(query, filter)));
                        }));
        long timer = context.vertx().setTimer(query.patience().toMillis(), over -> {
            waiter.stop();
            answer.tryComplete(ApiResponse.ok(page(query, filter).put("timed_out", true)));
        });
        // Also when the client goes away before.
        context.addEndHandler(ended -> {
            waiter.stop();
            context.vertx().cancelTimer(timer);
        });
        return answer.future();
    }

    private long start(RecordQuery query) {
        long after = query.after().orElse(0);
        return Math.max(log.first(), after == Long.MAX_VALUE ? after : after + 1);
    }

    private ObjectNode page(RecordQuery query, Predicate<T> filter) {
        List<Long> numbers =
                query.after().isPresent() ? firstAfter(query, filter, query.limit()) : newest(query, filter);
        boolean full = query.after().isPresent() && numbers.size() == query.limit();
        ArrayNode entries = JsonNodeFactory.instance.arrayNode(numbers.size());
        numbers.forEach(number -> entries.add(view.apply(log.get(number)).put("seq", number)));
        ObjectNode page = JsonTrees.object();
        page.set(name, entries);
        return page.put("last_seq", full ? numbers.get(numbers.size() - 1) : log.last());
    }

    private List<Long> firstAfter(RecordQuery query, Predicate<T> filter, int most) {
        List<Long> numbers = new ArrayList<>();
        for (long number = start(query); number <= log.last() && numbers.size() < most; number++) {
            if (filter.test(log.get(number))) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private List<Long> newest(RecordQuery query, Predicate<T> filter) {
        List<Long> numbers = new ArrayList<>();
        for (long number = log.last(); number >= log.first() && numbers.size() < query.limit(); number--) {
            if (filter.test(log.get(number))) {
                numbers.add(number);
            }
        }
        Collections.reverse(numbers);
        return numbers;
    }
}
