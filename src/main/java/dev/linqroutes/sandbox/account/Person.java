package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;

/**
 * What decides whether a person is reached. Everybody has iMessage until a test says otherwise.
 *
 * @param service the richest service that reaches the person; empty if none does
 * @param optedOut whether the person sent STOP in a direct chat (reference 2.15)
 * @param block present when the account blocked the handle (reference 2.13)
 */
public record Person(String handle, Optional<String> service, boolean optedOut, Optional<Block> block) {

    /** @param reason a note of the account */
    public record Block(Instant at, Optional<String> reason) {}

    static Person unknown(String handle) {
        return new Person(handle, Optional.of(Services.IMESSAGE), false, Optional.empty());
    }

    public boolean blocked() {
        return block.isPresent();
    }

    public Person withService(Optional<String> newService) {
        return new Person(handle, newService, optedOut, block);
    }

    public Person withOptedOut(boolean newOptedOut) {
        return new Person(handle, service, newOptedOut, block);
    }

    public Person withBlock(Optional<Block> newBlock) {
        return new Person(handle, service, optedOut, newBlock);
    }

    /** Approximate bytes of memory. */
    long weight() {
        return Weights.OBJECT + block.flatMap(Block::reason).map(Weights::of).orElse(0L);
    }

    public ObjectNode json() {
        ObjectNode json = JsonTrees.object().put("handle", handle);
        json.set("service", JsonTrees.textOrNull(service));
        json.put("opted_out", optedOut).put("blocked", blocked());
        json.set("blocked_at", JsonTrees.textOrNull(block.map(Block::at)));
        json.set("block_reason", JsonTrees.textOrNull(block.flatMap(Block::reason)));
        return json;
    }

    static Person read(JsonNode json) {
        return new Person(
                json.required("handle").textValue(),
                JsonTrees.text(json, "service"),
                json.required("opted_out").booleanValue(),
                JsonTrees.text(json, "blocked_at")
                        .map(at -> new Block(Instant.parse(at), JsonTrees.text(json, "block_reason"))));
    }
}
