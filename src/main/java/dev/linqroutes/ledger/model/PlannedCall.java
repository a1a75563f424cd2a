package dev.linqroutes.ledger.model;

import java.util.Optional;

/**
 * A planned HTTP request to Linq.
 *
 * @param position in its command, from 1
 * @param path below the API's base URL; {@code {chat_id}} is replaced when the call is sent
 * @param body JSON
 * @param idempotencyKey the key inside the body
 */
public record PlannedCall(
        int position, CallKind kind, String method, String path, String body, Optional<String> idempotencyKey) {}
