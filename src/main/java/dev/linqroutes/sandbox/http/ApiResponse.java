package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

public record ApiResponse(int status, Optional<ObjectNode> body) {

    public static ApiResponse ok(ObjectNode body) {
        return new ApiResponse(200, Optional.of(body));
    }

    public static ApiResponse created(ObjectNode body) {
        return new ApiResponse(201, Optional.of(body));
    }

    public static ApiResponse accepted(ObjectNode body) {
        return new ApiResponse(202, Optional.of(body));
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, Optional.empty());
    }
}
