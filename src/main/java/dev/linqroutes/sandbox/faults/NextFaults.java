package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Faults that strike the next so many requests, messages, changes or webhooks, without a draw: those ordered first strike first. */
final class NextFaults {
    private static final int MOST = 1_000_000;
    private static final int MOST_ORDERS = 1_000;

    private final List<Order> orders = new ArrayList<>();

    /** @param left how many it still strikes */
    private record Order(Fault fault, int left) {}

    /** @throws ApiError 400 when there is no such fault, it strikes nothing, or the count is out of its range; nothing changes then */
    void add(JsonFields wanted) {
        String name = wanted.text("fault");
        Fault fault = Fault.find(name)
                .orElseThrow(
                        () -> ApiError.invalidValue("There is no fault '" + name + "'. There are: " + Fault.names()));
        if (fault.of() == Fault.Of.ACCOUNT || fault.of() == Fault.Of.SETTING) {
            throw ApiError.invalidValue("'" + fault.key() + "' strikes no single request, message, change or webhook");
        }
        JsonNode count = JsonTrees.field(wanted.node(), "count").orElseThrow(() -> ApiError.missingField("count"));
        if (!count.isInt() || count.intValue() < 1 || count.intValue() > MOST) {
            throw ApiError.invalidValue("'count' must be a whole number from 1 to " + MOST + ", not " + count);
        }
        if (orders.size() == MOST_ORDERS) {
            throw ApiError.invalidValue("There are " + MOST_ORDERS + " faults to come; delete them first");
        }
        orders.add(new Order(fault, count.intValue()));
    }

    void clear() {
        orders.clear();
    }

    /** The next fault of this kind that applies; it counts as one that has struck. */
    Optional<Fault> take(Fault.Of of, Predicate<Fault> applies) {
        for (int index = 0; index < orders.size(); index++) {
            Order order = orders.get(index);
            if (order.fault().of() == of && applies.test(order.fault())) {
                if (order.left() == 1) {
                    orders.remove(index);
                } else {
                    orders.set(index, new Order(order.fault(), order.left() - 1));
                }
                return Optional.of(order.fault());
            }
        }
        return Optional.empty();
    }

    /** What was taken has struck nothing: it strikes the next one. */
    void giveBack(Fault fault) {
        if (!orders.isEmpty() && orders.get(0).fault() == fault) {
            orders.set(0, new Order(fault, orders.get(0).left() + 1));
        } else {
            orders.add(0, new Order(fault, 1));
        }
    }

    JsonNode view() {
        return JsonTrees.array(
                orders,
                order -> JsonTrees.object().put("fault", order.fault().key()).put("count", order.left()));
    }
}
