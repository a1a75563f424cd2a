package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a card of an iMessage app (reference 3.2), also the new content of one that was sent (reference 2.11). */
public final class AppCardReader {
    private static final Pattern TEAM = Pattern.compile("[A-Z0-9]{10}");
    private static final List<String> VISIBLE =
            List.of("caption", "subcaption", "trailing_caption", "trailing_subcaption", "image_url");

    private AppCardReader() {}

    static ObjectNode read(JsonFields part, Optional<String> service, MediaReader media) {
        JsonFields app = part.object("app");
        app.know("bundle_id", "app_store_id");
        part.know("layout", "fallback_text", "interactive");
        if (app.optionalText("name").orElse("").isBlank()
                || app.optionalText("bundle_id").orElse("").isBlank()
                || !TEAM.matcher(app.optionalText("team_id").orElse("")).matches()) {
            throw new ApiError(
                    400, 1008, "The app needs a name, a bundle_id and a team_id of 10 capital letters and digits");
        }
        requireUrl(part);
        requireImage(part.object("layout"), media);
        service.filter(name -> !name.equals(Services.IMESSAGE)).ifPresent(name -> {
            throw new ApiError(409, 2018, "An app message requires iMessage");
        });
        return part.node().deepCopy();
    }

    /**
     * The card with what the update gives; the app stays the same.
     *
     * @throws ApiError 400/1008 when the update shows nothing
     */
    public static ObjectNode update(ObjectNode card, JsonFields update, MediaReader media) {
        JsonFields layout = update.object("layout");
        if (VISIBLE.stream().filter(layout::has).count() == 0) {
            throw new ApiError(400, 1008, "The layout needs one of " + String.join(", ", VISIBLE));
        }
        requireImage(layout, media);
        requireUrl(update);
        ObjectNode updated = card.deepCopy();
        updated.set("layout", layout.node());
        for (String name : List.of("url", "fallback_text")) {
            update.optionalText(name).ifPresent(text -> updated.put(name, text));
        }
        // It is not inherited from the card.
        updated.put("interactive", update.optionalFlag("interactive").orElse(true));
        return updated;
    }

    private static void requireImage(JsonFields layout, MediaReader media) {
        layout.know("image_title", "image_subtitle");
        Optional<String> image = layout.optionalText("image_url");
        image.ifPresent(url -> media.requireImage(url, layout.pathOf("image_url")));
        if (image.isEmpty() && (layout.has("image_title") || layout.has("image_subtitle"))) {
            throw new ApiError(400, 1008, "A text over the image needs an image_url");
        }
    }

    private static void requireUrl(JsonFields part) {
        Optional<String> url = part.optionalText("url");
        boolean data = url.filter(value -> value.startsWith("data:")).isPresent();
        if (url.filter(value -> value.length() > (data ? 16_384 : 2048) || !data && !RemoteFiles.isHttps(value))
                .isPresent()) {
            throw ApiError.invalidValue("'" + part.pathOf("url") + "' must be a short https or data address");
        }
    }
}
