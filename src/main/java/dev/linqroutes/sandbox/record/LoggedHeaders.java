package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.SecretMask;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Headers as they were. What is secret of them is hidden where they are shown: most never are, and each costs a search. */
final class LoggedHeaders {
    private final String[] namesAndValues;

    private LoggedHeaders(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    static LoggedHeaders of(MultiMap headers) {
        List<String> copy = new ArrayList<>(2 * headers.size());
        for (Map.Entry<String, String> header : headers) {
            copy.add(header.getKey());
            copy.add(header.getValue());
        }
        return new LoggedHeaders(copy.toArray(String[]::new));
    }

    /** Approximate bytes of memory. */
    long weight() {
        long size = 0;
        for (String text : namesAndValues) {
            size += text.length();
        }
        return size;
    }

    /** Names and values in turn, without secrets. */
    List<String> withoutSecrets() {
        List<String> masked = new ArrayList<>(namesAndValues.length);
        for (int index = 0; index < namesAndValues.length; index += 2) {
            masked.add(namesAndValues[index]);
            masked.add(SecretMask.header(namesAndValues[index], namesAndValues[index + 1]));
        }
        return masked;
    }

    /** Without secrets; the values of equal names are one. */
    ObjectNode view() {
        ObjectNode view = JsonTrees.object();
        List<String> masked = withoutSecrets();
        for (int index = 0; index < masked.size(); index += 2) {
            String name = masked.get(index);
            String value = masked.get(index + 1);
            view.put(name, view.has(name) ? view.get(name).textValue() + ", " + value : value);
        }
        return view;
    }
}
