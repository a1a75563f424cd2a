package dev.linqroutes.files.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address of a file that Linq downloads to send it.
 *
 * @param column that it is in; empty if there are no columns
 */
public record MediaAddress(String column, String url) {
    /** Of an address (reference 2.12, 3.2): 10 MB, as Linq counts the 100 MB of an upload. */
    static final long MAX_BYTES = 10_485_760;

    /** @param columns by JSON pointer into the command */
    static List<MediaAddress> find(PlannedCommand command, Map<String, ColumnPlace> columns) {
        List<MediaAddress> found = new ArrayList<>();
        int medium = 0;
        for (PlannedCall call : command.calls()) {
            if (call.kind() == CallKind.SEND_VOICE_MEMO) {
                text(CallFormatter.parse(call.body()), "voice_memo_url")
                        .ifPresent(url -> found.add(new MediaAddress("", url)));
            }
            // Most messages have none.
            for (JsonNode part : call.body().contains("\"media\"")
                    ? CallFormatter.parse(call.body()).at("/message/parts")
                    : List.<JsonNode>of()) {
                if (part.path("type").asText().equals("media")) {
                    String column = describe(columns, medium++);
                    text(part, "url").ifPresent(url -> found.add(new MediaAddress(column, url)));
                }
            }
        }
        return found;
    }

    private static String describe(Map<String, ColumnPlace> columns, int medium) {
        return Stream.of("/message/media/" + medium)
                .map(columns::get)
                .flatMap(Stream::ofNullable)
                .map(ColumnPlace::describe)
                .findFirst()
                .orElse("");
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue());
    }
}
