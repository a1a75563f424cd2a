package dev.linqroutes.files.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.check.MediaAddresses.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How large media are, for a person and for a program. */
final class MediaSizesFormatter {
    private final MediaAddresses media;

    MediaSizesFormatter(MediaAddresses media) {
        this.media = media;
    }

    List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "What the servers of media say; Linq downloads at most %,d bytes from an address:",
                MediaAddress.MAX_BYTES));
        for (Usage usage : media.usages()) {
            if (usage.isTooLarge()) {
                lines.add(place(usage) + " warning: "
                        + format(
                                "%s has %,d bytes, which is too large; give it as a local file, or upload it and give its"
                                        + " attachment_id",
                                usage.url(), usage.size().bytes().getAsLong()));
            } else if (usage.isUnknown()) {
                lines.add(place(usage) + ": " + usage.url() + " may be too large, its size is not known: "
                        + usage.size().reason());
            }
        }
        lines.add(format("  %,d within the limit, %,d too large, %,d not known", within(), tooLarge(), unknown()));
        if (media.omitted() > 0) {
            lines.add(format(
                    "  not asked about: %,d further cells, because at most %,d addresses are; check a part of the file",
                    media.omitted(), MediaAddresses.MAX_ASKED));
        }
        return lines;
    }

    private static String place(Usage usage) {
        return "  row " + usage.row()
                + (usage.furtherRows() == 0 ? "" : format(" and %,d others", usage.furtherRows()))
                + (usage.column().isEmpty() ? "" : " column " + usage.column());
    }

    private long tooLarge() {
        return media.usages().stream().filter(Usage::isTooLarge).count();
    }

    private long unknown() {
        return media.usages().stream().filter(Usage::isUnknown).count();
    }

    private long within() {
        return media.usages().size() - tooLarge() - unknown();
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    /** Media within the limit are counted only. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("limit_bytes", MediaAddress.MAX_BYTES);
        json.put("within_limit", within());
        json.put("too_large", tooLarge());
        json.put("unknown", unknown());
        json.put("not_asked", media.omitted());
        ArrayNode addresses = json.putArray("addresses");
        for (Usage usage : media.usages()) {
            if (usage.isTooLarge() || usage.isUnknown()) {
                ObjectNode each = addresses
                        .addObject()
                        .put("row", usage.row())
                        .put("further_rows", usage.furtherRows())
                        .put("url", usage.url());
                if (!usage.column().isEmpty()) {
                    each.put("column", usage.column());
                }
                if (usage.isTooLarge()) {
                    each.put("bytes", usage.size().bytes().getAsLong());
                } else {
                    each.put("reason", usage.size().reason());
                }
            }
        }
        return json;
    }
}
