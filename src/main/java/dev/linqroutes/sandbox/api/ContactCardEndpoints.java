package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.Line.ContactCard;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.events.AccountChangeEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;

/**
 * Contact cards of lines (reference 2.13 and 0.17). Linq activates a card before it answers; {@code PATCH /sandbox/lines/{number}}
 * makes one inactive.
 */
public final class ContactCardEndpoints {
    private final Account account;
    private final AccountChangeEvents events;
    private final MediaReader media;

    public ContactCardEndpoints(Account account, AccountChangeEvents events, MediaReader media) {
        this.account = account;
        this.events = events;
        this.media = media;
    }

    /** @throws ApiError 409/2014 when the line has an active card; an inactive one is replaced */
    ApiResponse create(ApiRequest request) {
        JsonFields body = request.body();
        Line line = requireLine(body.text("phone_number"));
        ContactCard card = new ContactCard(firstName(body.text("first_name")), lastName(body), image(body), true);
        if (line.card().filter(ContactCard::isActive).isPresent()) {
            throw new ApiError(409, 2014, "The line has a contact card already");
        }
        Line after = line.withCard(Optional.of(card));
        account.commit(new AccountChange.LineSaved(after));
        events.cardCreated(after, request);
        return ApiResponse.created(view(after));
    }

    /** Of one line, or of all. */
    ApiResponse list(ApiRequest request) {
        Optional<String> number = request.query("phone_number").map(SandboxHandles::ofQuery);
        List<Line> lines = account.lines().stream()
                .filter(line -> line.card().isPresent())
                .filter(line ->
                        number.filter(wanted -> !wanted.equals(line.number())).isEmpty())
                .toList();
        ObjectNode response = JsonTrees.object();
        response.set("contact_cards", JsonTrees.array(lines, ContactCardEndpoints::view));
        return ApiResponse.ok(response);
    }

    /** Omitted fields are unchanged. */
    ApiResponse update(ApiRequest request) {
        Line line = requireCard(request);
        ContactCard before = line.card()
                .filter(ContactCard::isActive)
                .orElseThrow(() -> new ApiError(404, 2012, "The contact card of the line is not active"));
        JsonFields body = request.body();
        ContactCard card = new ContactCard(
                body.optionalText("first_name")
                        .map(ContactCardEndpoints::firstName)
                        .orElse(before.firstName()),
                lastName(body).or(before::lastName),
                image(body).or(before::imageUrl),
                true);
        Line after = line.withCard(Optional.of(card));
        account.commit(new AccountChange.LineSaved(after));
        events.cardUpdated(line, after, request);
        return ApiResponse.ok(view(after));
    }

    /** The parameter and the answer are undocumented; here they are as in an update and as in other deletes. */
    ApiResponse delete(ApiRequest request) {
        Line line = requireCard(request);
        account.commit(new AccountChange.LineSaved(line.withCard(Optional.empty())));
        events.cardDeleted(line, request);
        return ApiResponse.noContent();
    }

    private Line requireCard(ApiRequest request) {
        String number = request.query("phone_number")
                .map(SandboxHandles::ofQuery)
                .orElseThrow(() -> ApiError.missingField("phone_number"));
        Line line = requireLine(number);
        if (line.card().isEmpty()) {
            throw new ApiError(404, 2012, "The line has no contact card");
        }
        return line;
    }

    private Line requireLine(String number) {
        if (!SandboxHandles.isNumber(number)) {
            throw new ApiError(400, 1002, "'phone_number' must be an E.164 number");
        }
        return account.requireLine("phone_number", number);
    }

    private static String firstName(String name) {
        if (name.isBlank()) {
            throw ApiError.invalidValue("'first_name' must not be blank");
        }
        return name;
    }

    private static Optional<String> lastName(JsonFields body) {
        return body.optionalText("last_name");
    }

    private Optional<String> image(JsonFields body) {
        Optional<String> image = body.optionalText("image_url");
        image.ifPresent(url -> media.requireImage(url, "image_url"));
        return image;
    }

    private static ObjectNode view(Line line) {
        ContactCard card = line.card().orElseThrow();
        ObjectNode view = JsonTrees.object().put("phone_number", line.number()).put("first_name", card.firstName());
        card.lastName().ifPresent(name -> view.put("last_name", name));
        card.imageUrl().ifPresent(url -> view.put("image_url", url));
        return view.put("is_active", card.isActive());
    }
}
