package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;

/** Reads where on a message a sticker is (reference 0.10); what is left out is as usual: centred, of its own size, upright. */
public final class StickerPlacementReader {
    private StickerPlacementReader() {}

    /** A scale out of range is brought into it, as Linq's SDK says; a position is refused, which is undocumented. */
    public static JsonNode read(JsonFields placement) {
        ObjectNode read = JsonTrees.object();
        read.put("x", position(placement, "x")).put("y", position(placement, "y"));
        read.put(
                "scale",
                Math.max(0.5, Math.min(1.5, placement.optionalNumber("scale").orElse(1.0))));
        return read.put("rotation", placement.optionalNumber("rotation").orElse(0.0));
    }

    private static double position(JsonFields placement, String name) {
        double position = placement.optionalNumber(name).orElse(0.0);
        if (position < -1 || position > 1) {
            throw ApiError.invalidValue("'" + placement.pathOf(name) + "' must be between -1 and 1");
        }
        return position;
    }
}
