package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of the account (reference 2.13).
 *
 * @param flagged whether the carrier flagged it: it takes no new activity then (reference 1.5, code 2027)
 * @param reputation {@code HEALTHY}, {@code AT_RISK} or {@code CRITICAL}
 * @param card its contact card
 */
public record Line(
        String number,
        boolean flagged,
        String reputation,
        Optional<String> forwardingNumber,
        Optional<ContactCard> card) {
    public static final String HEALTHY = "HEALTHY";

    /** @param isActive only an active card can be shared (reference 0.17) */
    public record ContactCard(
            String firstName, Optional<String> lastName, Optional<String> imageUrl, boolean isActive) {

        public ContactCard withActive(boolean active) {
            return new ContactCard(firstName, lastName, imageUrl, active);
        }

        JsonNode json() {
            ObjectNode json = JsonTrees.object().put("first_name", firstName);
            json.set("last_name", JsonTrees.textOrNull(lastName));
            json.set("image_url", JsonTrees.textOrNull(imageUrl));
            return json.put("is_active", isActive);
        }

        static ContactCard read(JsonNode json) {
            return new ContactCard(
                    json.required("first_name").textValue(),
                    JsonTrees.text(json, "last_name"),
                    JsonTrees.text(json, "image_url"),
                    json.required("is_active").booleanValue());
        }
    }

    /** Has no card yet, which the account sets up once. */
    static Line healthy(String number) {
        return new Line(number, false, HEALTHY, Optional.empty(), Optional.empty());
    }

    /** Derived from the number, so that it survives a restart without a journal. */
    public String id() {
        return UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8)).toString();
    }

    public Line withFlagged(boolean newFlagged) {
        return new Line(number, newFlagged, newFlagged ? "CRITICAL" : HEALTHY, forwardingNumber, card);
    }

    /** Takes new activity, but should have less of it. */
    public Line atRisk() {
        return new Line(number, false, "AT_RISK", forwardingNumber, card);
    }

    public Line withForwardingNumber(Optional<String> newNumber) {
        return new Line(number, flagged, reputation, newNumber, card);
    }

    public Line withCard(Optional<ContactCard> newCard) {
        return new Line(number, flagged, reputation, forwardingNumber, newCard);
    }

    public ObjectNode json() {
        ObjectNode json =
                JsonTrees.object().put("number", number).put("flagged", flagged).put("reputation", reputation);
        json.set("forwarding_number", JsonTrees.textOrNull(forwardingNumber));
        json.set("card", JsonTrees.orNull(card.map(ContactCard::json)));
        return json;
    }

    static Line read(JsonNode json) {
        return new Line(
                json.required("number").textValue(),
                json.required("flagged").booleanValue(),
                json.required("reputation").textValue(),
                JsonTrees.text(json, "forwarding_number"),
                JsonTrees.field(json, "card").map(ContactCard::read));
    }
}
