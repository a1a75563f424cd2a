package dev.linqroutes.ledger.model;

import java.util.Optional;

/**
 * One HTTP request to Linq, as planned.
 *
 * @param position in its command, from 1
 * @param path below the API's base URL; {@code {chat_id}} is filled in when its turn comes
 * @param body JSON
 * @param idempotencyKey the key inside the body, if the request has one
 */
public record PlannedCall(
        int position, CallKind kind, String method, String path, String body, Optional<String> idempotencyKey) {}
