package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.sandbox.world.World;
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
import org.apache.hc.client5.http.utils.DateUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles every request before and after its endpoint: trace id, API key, faults, errors, latency (reference 1.1, 1.2, 1.5). */
public final class ApiGateway {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGateway.class);
    private static final String TRACE = "trace";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private final World world;
    private final SandboxOptions options;
    private final FaultInjector faults;
    private final Clock clock;
    private final CrossSiteFilter site;
    private final byte[] authorization;

    public ApiGateway(World world, SandboxOptions options, FaultInjector faults, Clock clock) {
        this.world = world;
        this.options = options;
        this.faults = faults;
        this.clock = clock;
        this.site = new CrossSiteFilter(options.allowedHosts());
        this.authorization = ("Bearer " + options.apiKey()).getBytes(StandardCharsets.UTF_8);
    }

    /** Assigns a trace id; like Linq, it ignores trace headers of the client. Refuses requests of other web sites. */
    void startRequest(RoutingContext context) {
        String traceId = UUID.randomUUID().toString().replace("-", "");
        context.put(TRACE, traceId);
        context.response()
                .putHeader("Date", DateUtils.formatStandardDate(clock.instant()))
                .putHeader("X-Trace-ID", traceId)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer");
        site.findError(context.request().method(), context.request().headers())
                .ifPresentOrElse(refusal -> sendError(context, refusal), context::next);
    }

    void authorize(RoutingContext context) {
        if (hasKey(context) && !(faults.rejectsKey() && isAboutChats(context))) {
            context.next();
        } else {
            sendError(context, new ApiError(401, 2004, "The API token is missing or invalid"));
        }
    }

    private static boolean isAboutChats(RoutingContext context) {
        String path = context.request().path();
        return path.startsWith(SandboxOptions.BASE_PATH + "/chats")
                || path.startsWith(SandboxOptions.BASE_PATH + "/messages");
    }

    /** The pages show all data, so remote clients need the key. */
    void requireLocalOrKey(RoutingContext context) {
        if (isLoopback(context.request().remoteAddress().hostAddress()) || hasKey(context)) {
            context.next();
        } else {
            sendError(context, new ApiError(401, 2004, "The API token is missing or invalid"));
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

    void handle(RoutingContext context, Function<ApiRequest, ApiResponse> endpoint) {
        Optional<FaultInjector.Fault> fault = isAboutChats(context) ? faults.drawFault() : Optional.empty();
        if (fault.isPresent() && failBefore(fault.get(), context)) {
            return;
        }
        ApiResponse answer;
        try {
            ApiRequest request = new ApiRequest(context, traceId(context), clock.instant());
            if (isAboutChats(context) && context.pathParam("id") != null) {
                faults.requireNotLimited(request.id(), request.at());
            }
            answer = endpoint.apply(request);
            world.flush();
        } catch (ApiError refusal) {
            sendError(context, refusal);
            return;
        }
        fault.ifPresentOrElse(struck -> failAfter(struck, context, answer), () -> send(context, answer));
    }

    /** Injects a fault before the endpoint. @return whether the request is answered */
    private boolean failBefore(FaultInjector.Fault fault, RoutingContext context) {
        switch (fault) {
            case ERROR_BEFORE -> sendError(context, new ApiError(503, 4004, "Service unavailable"));
            case DROP_BEFORE -> context.request().connection().close();
            case NOT_READY -> sendError(context, new ApiError(404, 2007, "The attachment is not ready yet"));
            case IN_TRANSITION -> sendError(context, new ApiError(409, 2009, "The chat is still being created"));
            case ERROR_IN_200 -> sendError(context, new ApiError(200, 3006, "Internal error"));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Injects a fault into the response; the endpoint has taken effect. */
    private void failAfter(FaultInjector.Fault fault, RoutingContext context, ApiResponse answer) {
        switch (fault) {
            case ERROR_AFTER -> sendError(context, new ApiError(500, 3006, "Internal error"));
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

    /** Requests without endpoint. Linq documents no code for them; 1005 means that a retry is useless. */
    void addErrorHandlers(Router router) {
        router.errorHandler(
                404, context -> sendError(context, new ApiError(404, 1005, "There is nothing at this path")));
        router.errorHandler(405, context -> sendError(context, new ApiError(405, 1005, "Not a method of this path")));
        router.errorHandler(400, context -> sendError(context, new ApiError(400, 1003, "The request is malformed")));
        router.errorHandler(413, context -> sendError(context, new ApiError(413, 1003, "The body is over 1 MB")));
        router.errorHandler(500, context -> {
            LOG.error(
                    "Call {} {} failed",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
            sendError(context, new ApiError(500, 3006, "Internal error"));
        });
    }

    private void sendError(RoutingContext context, ApiError refusal) {
        String path = context.request().path();
        // Requests for the icon of the page and the like are not API calls.
        if (path.startsWith(SandboxOptions.BASE_PATH)) {
            String method = context.request().method().name();
            world.recordRefused(method, path, refusal);
        }
        refusal.retryAfter().ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
        send(context, new ApiResponse(refusal.status(), Optional.of(refusal.envelope(traceId(context)))));
    }

    private void send(RoutingContext context, ApiResponse answer) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        Runnable end = () -> answer.body()
                .ifPresentOrElse(
                        body -> response.putHeader("Content-Type", "application/json")
                                .end(Buffer.buffer(JsonTrees.bytes(body))),
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
