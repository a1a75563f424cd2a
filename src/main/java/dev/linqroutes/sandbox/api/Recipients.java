package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.http.ApiError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** The recipients of a new chat or of a message without a chat (reference 2.2). */
final class Recipients {
    private static final int MOST = 31;

    private Recipients() {}

    /**
     * The normalized handles. Duplicates and the own lines are undocumented (reference 7); the sandbox refuses them so that they are
     * noticed.
     *
     * @param lines that may send the message
     */
    static List<String> read(Collection<String> given, Collection<String> lines) {
        List<String> to = new ArrayList<>();
        given.forEach(handle -> to.add(SandboxHandles.normalize(handle)));
        if (to.isEmpty() || to.size() > MOST) {
            throw ApiError.invalidValue("'to' must name 1 to " + MOST + " handles");
        }
        if (to.stream().anyMatch(lines::contains)) {
            throw ApiError.invalidValue("'to' must not name the sending line");
        }
        if (new HashSet<>(to).size() < to.size()) {
            throw ApiError.invalidValue("'to' must not contain duplicates");
        }
        return to;
    }
}
