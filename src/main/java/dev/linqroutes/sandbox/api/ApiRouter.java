package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.page.HomePage;
import dev.linqroutes.sandbox.page.RecordPage;
import dev.linqroutes.sandbox.world.SandboxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Function;

/** Maps methods and paths to endpoints. */
public final class ApiRouter {
    private static final long MAX_BODY_BYTES = 1_000_000;

    private final ApiGateway gateway;
    private final ChatEndpoints chats;
    private final MessageEndpoints messages;
    private final GroupEndpoints groups;
    private final SpecialMessageEndpoints special;
    private final ActionEndpoints actions;
    private final FaultInjector faults;
    private final SubscriptionEndpoints subscriptions;
    private final LineEndpoints lines;

    public ApiRouter(
            ApiGateway front,
            ChatEndpoints chats,
            MessageEndpoints messages,
            GroupEndpoints groups,
            SpecialMessageEndpoints special,
            ActionEndpoints actions,
            FaultInjector faults,
            SubscriptionEndpoints subscriptions,
            LineEndpoints lines) {
        this.gateway = front;
        this.chats = chats;
        this.messages = messages;
        this.groups = groups;
        this.special = special;
        this.actions = actions;
        this.faults = faults;
        this.subscriptions = subscriptions;
        this.lines = lines;
    }

    public void addTo(Router router, HomePage page, RecordPage record) {
        router.route().handler(gateway::startRequest);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route(SandboxOptions.BASE_PATH + "/*").handler(gateway::authorize);
        router.get("/").handler(gateway::requireLocalOrKey).handler(page::serve);
        router.get("/sandbox/record").handler(gateway::requireLocalOrKey).handler(record::serve);
        router.route("/sandbox/faults").handler(gateway::requireLocalOrKey);
        router.get("/sandbox/faults")
                .handler(context -> gateway.handle(context, request -> ApiResponse.ok(faults.view())));
        router.post("/sandbox/faults").handler(context -> gateway.handle(context, this::setFaults));

        on(router, HttpMethod.POST, "/chats", chats::create);
        on(router, HttpMethod.GET, "/chats", chats::list);
        on(router, HttpMethod.GET, "/chats/:id", chats::read);
        on(router, HttpMethod.PUT, "/chats/:id", groups::update);
        on(router, HttpMethod.POST, "/chats/:id/messages", messages::send);
        on(router, HttpMethod.GET, "/chats/:id/messages", messages::list);
        on(router, HttpMethod.GET, "/messages/:id", messages::read);
        on(router, HttpMethod.POST, "/chats/:id/participants", groups::add);
        on(router, HttpMethod.DELETE, "/chats/:id/participants", groups::remove);
        on(router, HttpMethod.POST, "/chats/:id/leave", groups::leave);
        on(router, HttpMethod.POST, "/chats/:id/voicememo", special::voiceMemo);
        on(router, HttpMethod.POST, "/chats/:id/polls", special::poll);
        on(router, HttpMethod.GET, "/messages/:id/poll", special::readPoll);
        on(router, HttpMethod.POST, "/messages/:id/reactions", actions::react);
        on(router, HttpMethod.PATCH, "/messages/:id", actions::edit);
        on(router, HttpMethod.POST, "/chats/:id/background", actions::setBackground);
        on(router, HttpMethod.DELETE, "/chats/:id/background", actions::removeBackground);
        on(router, HttpMethod.POST, "/chats/:id/share_contact_card", actions::shareContactCard);
        on(router, HttpMethod.GET, "/contact_card", actions::listContactCards);
        on(router, HttpMethod.GET, "/phone_numbers", lines::list);
        on(router, HttpMethod.GET, "/webhook-events", subscriptions::events);
        on(router, HttpMethod.POST, "/webhook-subscriptions", subscriptions::create);
        on(router, HttpMethod.GET, "/webhook-subscriptions", subscriptions::list);
        on(router, HttpMethod.GET, "/webhook-subscriptions/:id", subscriptions::read);
        on(router, HttpMethod.PUT, "/webhook-subscriptions/:id", subscriptions::update);
        on(router, HttpMethod.DELETE, "/webhook-subscriptions/:id", subscriptions::delete);
        gateway.addErrorHandlers(router);
    }

    private ApiResponse setFaults(ApiRequest request) {
        faults.configure(request.body());
        return ApiResponse.ok(faults.view());
    }

    private void on(Router router, HttpMethod method, String path, Function<ApiRequest, ApiResponse> endpoint) {
        router.route(method, SandboxOptions.BASE_PATH + path).handler(context -> gateway.handle(context, endpoint));
    }
}
