package dev.linqroutes.sandbox;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Function;

/** Which call is answered by what. */
final class Endpoints {
    private static final long LARGEST_BODY = 1_000_000;

    private final Front front;
    private final ChatCalls chats;
    private final MessageCalls messages;
    private final GroupCalls groups;
    private final SpecialMessageCalls special;
    private final ActionCalls actions;
    private final Faults faults;
    private final SubscriptionCalls subscriptions;
    private final LineCalls lines;

    Endpoints(
            Front front,
            ChatCalls chats,
            MessageCalls messages,
            GroupCalls groups,
            SpecialMessageCalls special,
            ActionCalls actions,
            Faults faults,
            SubscriptionCalls subscriptions,
            LineCalls lines) {
        this.front = front;
        this.chats = chats;
        this.messages = messages;
        this.groups = groups;
        this.special = special;
        this.actions = actions;
        this.faults = faults;
        this.subscriptions = subscriptions;
        this.lines = lines;
    }

    void addTo(Router router, HomePage page, RecordPage record) {
        router.route().handler(front::begin);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route(SandboxOptions.BASE_PATH + "/*").handler(front::authorise);
        router.get("/").handler(front::requireLocal).handler(page::show);
        router.get("/sandbox/record").handler(front::requireLocal).handler(record::show);
        router.route("/sandbox/faults").handler(front::requireLocal);
        router.get("/sandbox/faults").handler(context -> front.answer(context, request -> Answer.ok(faults.view())));
        router.post("/sandbox/faults").handler(context -> front.answer(context, this::setFaults));

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
        on(router, HttpMethod.POST, "/chats/:id/background", actions::background);
        on(router, HttpMethod.DELETE, "/chats/:id/background", actions::noBackground);
        on(router, HttpMethod.POST, "/chats/:id/share_contact_card", actions::shareCard);
        on(router, HttpMethod.GET, "/contact_card", actions::cards);
        on(router, HttpMethod.GET, "/phone_numbers", lines::list);
        on(router, HttpMethod.GET, "/webhook-events", subscriptions::events);
        on(router, HttpMethod.POST, "/webhook-subscriptions", subscriptions::create);
        on(router, HttpMethod.GET, "/webhook-subscriptions", subscriptions::list);
        on(router, HttpMethod.GET, "/webhook-subscriptions/:id", subscriptions::read);
        on(router, HttpMethod.PUT, "/webhook-subscriptions/:id", subscriptions::update);
        on(router, HttpMethod.DELETE, "/webhook-subscriptions/:id", subscriptions::delete);
        front.refuseTheRest(router);
    }

    private Answer setFaults(Request request) {
        faults.set(request.body());
        return Answer.ok(faults.view());
    }

    private void on(Router router, HttpMethod method, String path, Function<Request, Answer> endpoint) {
        router.route(method, SandboxOptions.BASE_PATH + path).handler(context -> front.answer(context, endpoint));
    }
}
