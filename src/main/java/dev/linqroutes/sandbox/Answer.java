package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a call is answered with. */
record Answer(int status, Optional<ObjectNode> body) {

    static Answer ok(ObjectNode body) {
        return new Answer(200, Optional.of(body));
    }

    static Answer created(ObjectNode body) {
        return new Answer(201, Optional.of(body));
    }

    static Answer accepted(ObjectNode body) {
        return new Answer(202, Optional.of(body));
    }

    static Answer noContent() {
        return new Answer(204, Optional.empty());
    }
}
