package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.SharedLocation;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;

/** Asks people where they are, and reads what they share (reference 2.12). */
public final class LocationEndpoints {
    private final Account account;
    private final ChatAccess access;

    public LocationEndpoints(Account account, ChatAccess access) {
        this.account = account;
        this.access = access;
    }

    ApiResponse ask(ApiRequest request) {
        Chat chat = access.toChange(request).chat();
        Requirements.requireIMessage(chat);
        if (chat.isGroup()) {
            throw new ApiError(409, 2016, "A location can be requested in direct chats only");
        }
        account.commit(new AccountChange.ActionDone(
                new ChatAction(chat.id(), "location_request", Optional.empty(), JsonTrees.object(), request.at())));
        return ApiResponse.ok(JsonTrees.object().put("success", true).put("message", "Location request sent"));
    }

    /** GeoJSON, with one feature for each member who shares with the line now. */
    ApiResponse read(ApiRequest request) {
        Chat chat = access.toRead(request).chat();
        Requirements.requireIMessage(chat);
        List<SharedLocation> locations = chat.activeHandles().stream()
                .flatMap(handle ->
                        SharedLocation.find(account.chats(), handle, chat.line().handle()).stream())
                .toList();
        ObjectNode answer = JsonTrees.object().put("success", true);
        answer.putObject("data")
                .put("type", "FeatureCollection")
                .set("features", JsonTrees.array(locations, LocationEndpoints::feature));
        return ApiResponse.ok(answer);
    }

    private static JsonNode feature(SharedLocation location) {
        ObjectNode feature = JsonTrees.object().put("type", "Feature");
        feature.putObject("geometry")
                .put("type", "Point")
                .putArray("coordinates")
                .add(location.longitude())
                .add(location.latitude());
        feature.putObject("properties")
                .put("handle", location.handle())
                .put("updated_at", location.at().toString());
        return feature;
    }
}
