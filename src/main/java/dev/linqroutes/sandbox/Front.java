package dev.linqroutes.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every call goes through: trace id, key, errors and latency (reference 1.1, 1.2 and 1.5). */
final class Front {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final String TRACE = "trace";
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private final World world;
    private final SandboxOptions options;
    private final Faults faults;
    private final Clock clock;
    private final SiteCheck site;
    private final byte[] authorization;

    Front(World world, SandboxOptions options, Faults faults, Clock clock) {
        this.world = world;
        this.options = options;
        this.faults = faults;
        this.clock = clock;
        this.site = new SiteCheck(options.allowedHosts());
        this.authorization = ("Bearer " + options.apiKey()).getBytes(StandardCharsets.UTF_8);
    }

    /** A client's own trace headers are ignored, as Linq does. No answer is for a page of another site. */
    void begin(RoutingContext context) {
        String traceId = UUID.randomUUID().toString().replace("-", "");
        context.put(TRACE, traceId);
        context.response()
                .putHeader("X-Trace-ID", traceId)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer");
        site.refusal(context.request().method(), context.request().headers())
                .ifPresentOrElse(refusal -> refuse(context, refusal), context::next);
    }

    void authorise(RoutingContext context) {
        if (hasKey(context) && !(faults.rejectsKey() && isAboutChats(context))) {
            context.next();
        } else {
            refuse(context, new Refusal(401, 2004, "The API token is missing or invalid"));
        }
    }

    private static boolean isAboutChats(RoutingContext context) {
        String path = context.request().path();
        return path.startsWith(SandboxOptions.BASE_PATH + "/chats")
                || path.startsWith(SandboxOptions.BASE_PATH + "/messages");
    }

    /** The pages show everything, so from elsewhere they need the key too. */
    void requireLocal(RoutingContext context) {
        if (isLoopback(context.request().remoteAddress().hostAddress()) || hasKey(context)) {
            context.next();
        } else {
            refuse(context, new Refusal(401, 2004, "The API token is missing or invalid"));
        }
    }

    private static boolean isLoopback(String address) {
        return address != null
                && (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
    }

    private boolean hasKey(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        return header != null && MessageDigest.isEqual(header.getBytes(StandardCharsets.UTF_8), authorization);
    }

    void answer(RoutingContext context, Function<Request, Answer> endpoint) {
        Optional<Faults.Fault> fault = isAboutChats(context) ? faults.next() : Optional.empty();
        if (fault.isPresent() && answeredBefore(fault.get(), context)) {
            return;
        }
        Answer answer;
        try {
            Request request = new Request(context, traceId(context), clock.instant());
            if (isAboutChats(context) && context.pathParam("id") != null) {
                faults.requireNotLimited(request.id(), request.at());
            }
            answer = endpoint.apply(request);
            world.flush();
        } catch (Refusal refusal) {
            refuse(context, refusal);
            return;
        }
        fault.ifPresentOrElse(struck -> answerWith(struck, context, answer), () -> send(context, answer));
    }

    /** Whether the fault strikes before anything happens. */
    private boolean answeredBefore(Faults.Fault fault, RoutingContext context) {
        switch (fault) {
            case ERROR_BEFORE -> refuse(context, new Refusal(503, 4004, "Service unavailable"));
            case DROP_BEFORE -> context.request().connection().close();
            case NOT_READY -> refuse(context, new Refusal(404, 2007, "The attachment is not ready yet"));
            case IN_TRANSITION -> refuse(context, new Refusal(409, 2009, "The chat is still being created"));
            case ERROR_IN_200 -> refuse(context, new Refusal(200, 3006, "Internal error"));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Everything has happened; only the answer is not what it should be. */
    private void answerWith(Faults.Fault fault, RoutingContext context, Answer answer) {
        switch (fault) {
            case ERROR_AFTER -> refuse(context, new Refusal(500, 3006, "Internal error"));
            case DROP_AFTER -> context.request().connection().close();
            case GARBAGE -> sendPage(context, 502, "Bad Gateway");
            case GARBAGE_IN_200 -> sendPage(context, 200, "It works!");
            case SLOW ->
                context.vertx().setTimer(Math.max(1, faults.slowMillis()), timer -> {
                    if (!context.response().closed()) {
                        send(context, answer);
                    }
                });
            default -> send(context, answer);
        }
    }

    private static void sendPage(RoutingContext context, int status, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html")
                .end("<html><body>" + text + "</body></html>");
    }

    /** Whatever no endpoint takes. Linq has no code for it; 1005 tells a client that repeating will not help. */
    void refuseTheRest(Router router) {
        router.errorHandler(404, context -> refuse(context, new Refusal(404, 1005, "There is nothing at this path")));
        router.errorHandler(405, context -> refuse(context, new Refusal(405, 1005, "Not a method of this path")));
        router.errorHandler(400, context -> refuse(context, new Refusal(400, 1003, "The request is malformed")));
        router.errorHandler(413, context -> refuse(context, new Refusal(413, 1003, "The body is over 1 MB")));
        router.errorHandler(500, context -> {
            LOG.error(
                    "Call {} {} failed",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
            refuse(context, new Refusal(500, 3006, "Internal error"));
        });
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        String path = context.request().path();
        // What a browser asks for beside the page, such as an icon, is not a call.
        if (path.startsWith(SandboxOptions.BASE_PATH)) {
            String method = context.request().method().name();
            world.refuse(method, path, refusal);
        }
        refusal.retryAfter().ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
        send(context, new Answer(refusal.status(), Optional.of(refusal.envelope(traceId(context)))));
    }

    private void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        Runnable end = () -> answer.body()
                .ifPresentOrElse(
                        body -> response.putHeader("Content-Type", "application/json")
                                .end(Buffer.buffer(Json.bytes(body))),
                        response::end);
        if (options.latency().toMillis() == 0) {
            end.run();
            return;
        }
        context.vertx().setTimer(options.latency().toMillis(), timer -> {
            if (!response.closed()) {
                end.run();
            }
        });
    }

    private static String traceId(RoutingContext context) {
        return context.get(TRACE);
    }
}
