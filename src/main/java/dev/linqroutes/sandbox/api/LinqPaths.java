package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import io.vertx.core.http.HttpMethod;
import java.util.function.BiFunction;

/** The paths of Linq's API (reference 2), without its base path. */
final class LinqPaths {
    private final Adder adder;

    /** Takes a method, a path and the endpoint behind them. */
    interface Adder {
        void add(HttpMethod method, String path, BiFunction<AccountApi, ApiRequest, ApiResponse> endpoint);
    }

    LinqPaths(Adder adder) {
        this.adder = adder;
    }

    void add() {
        addChats();
        addMessages();
        addAttachments();
        addAccount();
        addSubscriptions();
    }

    private void addChats() {
        on(HttpMethod.POST, "/chats", (api, request) -> api.chats.create(request));
        on(HttpMethod.GET, "/chats", (api, request) -> api.chats.list(request));
        on(HttpMethod.GET, "/chats/:id", (api, request) -> api.chats.read(request));
        on(HttpMethod.PUT, "/chats/:id", (api, request) -> api.groups.update(request));
        on(HttpMethod.POST, "/chats/:id/messages", (api, request) -> api.messages.send(request));
        on(HttpMethod.GET, "/chats/:id/messages", (api, request) -> api.messages.list(request));
        on(HttpMethod.POST, "/chats/:id/participants", (api, request) -> api.groups.add(request));
        on(HttpMethod.DELETE, "/chats/:id/participants", (api, request) -> api.groups.remove(request));
        on(HttpMethod.POST, "/chats/:id/leave", (api, request) -> api.groups.leave(request));
        on(HttpMethod.POST, "/chats/:id/voicememo", (api, request) -> api.voiceMemos.send(request));
        on(HttpMethod.POST, "/chats/:id/polls", (api, request) -> api.polls.create(request));
        on(HttpMethod.POST, "/chats/:id/background", (api, request) -> api.backgrounds.set(request));
        on(HttpMethod.DELETE, "/chats/:id/background", (api, request) -> api.backgrounds.remove(request));
        on(HttpMethod.POST, "/chats/:id/share_contact_card", (api, request) -> api.cardSharing.share(request));
        on(HttpMethod.POST, "/chats/:id/typing", (api, request) -> api.presence.startTyping(request));
        on(HttpMethod.DELETE, "/chats/:id/typing", (api, request) -> api.presence.stopTyping(request));
        on(HttpMethod.POST, "/chats/:id/read", (api, request) -> api.presence.markRead(request));
        on(HttpMethod.GET, "/chats/:id/location", (api, request) -> api.locations.read(request));
        on(HttpMethod.POST, "/chats/:id/location/request", (api, request) -> api.locations.ask(request));
    }

    private void addMessages() {
        on(HttpMethod.POST, "/messages", (api, request) -> api.lineless.send(request));
        on(HttpMethod.DELETE, "/messages/:id", (api, request) -> api.messages.delete(request));
        on(HttpMethod.GET, "/messages/:id/thread", (api, request) -> api.threads.list(request));
        on(HttpMethod.POST, "/messages/:id/update", (api, request) -> api.appCards.update(request));
        on(HttpMethod.GET, "/messages/:id", (api, request) -> api.messages.read(request));
        on(HttpMethod.PATCH, "/messages/:id", (api, request) -> api.edits.edit(request));
        on(HttpMethod.POST, "/messages/:id/reactions", (api, request) -> api.reactions.react(request));
        on(HttpMethod.PATCH, "/messages/:id/reactions/:reactionId", (api, request) -> api.stickers.move(request));
        on(HttpMethod.GET, "/messages/:id/poll", (api, request) -> api.polls.read(request));
        on(HttpMethod.POST, "/messages/:id/poll/options", (api, request) -> api.polls.addOptions(request));
        on(HttpMethod.POST, "/messages/:id/poll/votes", (api, request) -> api.polls.vote(request));
    }

    private void addAttachments() {
        on(HttpMethod.POST, "/attachments", (api, request) -> api.attachments.create(request));
        on(HttpMethod.GET, "/attachments/:id", (api, request) -> api.attachments.read(request));
        on(HttpMethod.DELETE, "/attachments/:id", (api, request) -> api.attachments.delete(request));
    }

    private void addAccount() {
        on(HttpMethod.POST, "/contact_card", (api, request) -> api.cards.create(request));
        on(HttpMethod.PATCH, "/contact_card", (api, request) -> api.cards.update(request));
        on(HttpMethod.DELETE, "/contact_card", (api, request) -> api.cards.delete(request));
        on(HttpMethod.GET, "/contact_card", (api, request) -> api.cards.list(request));
        on(HttpMethod.GET, "/phone_numbers", (api, request) -> api.lines.list(request));
        on(HttpMethod.GET, "/available_number", (api, request) -> api.lineless.availableNumber(request));
        on(HttpMethod.GET, "/phonenumbers", (api, request) -> api.lines.listDeprecated(request));
        on(HttpMethod.PUT, "/phone_numbers/:id", (api, request) -> api.lines.update(request));
        on(HttpMethod.POST, "/capability/check_imessage", (api, request) -> api.capabilities.checkIMessage(request));
        on(HttpMethod.POST, "/capability/check_rcs", (api, request) -> api.capabilities.checkRcs(request));
        on(HttpMethod.GET, "/blocked_handles", (api, request) -> api.blockedHandles.list(request));
        on(HttpMethod.POST, "/blocked_handles", (api, request) -> api.blockedHandles.block(request));
        on(HttpMethod.DELETE, "/blocked_handles", (api, request) -> api.blockedHandles.unblock(request));
    }

    private void addSubscriptions() {
        on(HttpMethod.GET, "/webhook-events", (api, request) -> api.subscriptions.events(request));
        on(HttpMethod.POST, "/webhook-subscriptions", (api, request) -> api.subscriptions.create(request));
        on(HttpMethod.GET, "/webhook-subscriptions", (api, request) -> api.subscriptions.list(request));
        on(HttpMethod.GET, "/webhook-subscriptions/:id", (api, request) -> api.subscriptions.read(request));
        on(HttpMethod.PUT, "/webhook-subscriptions/:id", (api, request) -> api.subscriptions.update(request));
        on(HttpMethod.DELETE, "/webhook-subscriptions/:id", (api, request) -> api.subscriptions.delete(request));
    }

    private void on(HttpMethod method, String path, BiFunction<AccountApi, ApiRequest, ApiResponse> endpoint) {
        adder.add(method, path, endpoint);
    }
}
