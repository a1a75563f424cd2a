package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.AnswerSender;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.faults.FaultyAnswer;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.TraceIds;
import dev.linqroutes.sandbox.record.OpenRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.hc.client5.http.utils.DateUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles every request before and after its endpoint: trace id, API key, faults, errors, latency (reference 1.1, 1.2, 1.5). */
public final class ApiGateway {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGateway.class);
    private static final String OPEN = "open";
    private static final String ACCOUNT = "account";
    private static final String BEARER = "Bearer ";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private final Accounts accounts;
    private final SandboxOptions options;
    private final Clock clock;
    private final CrossSiteFilter site;

    public ApiGateway(Accounts accounts, SandboxOptions options, Clock clock) {
        this.accounts = accounts;
        this.options = options;
        this.clock = clock;
        this.site = new CrossSiteFilter(options.allowedHosts());
    }

    /** Assigns a trace id; like Linq, it ignores trace headers of the client. Refuses requests of other web sites. */
    void startRequest(RoutingContext context) {
        String traceId = TraceIds.newId();
        context.put(OPEN, new OpenRequest(traceId));
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

    /** Finds the account by the API key. */
    void authorize(RoutingContext context) {
        Optional<AccountApi> account = ofKey(context);
        account.ifPresent(found -> context.put(ACCOUNT, found));
        if (account.isEmpty()) {
            sendError(context, new ApiError(401, 2004, "The API token is missing or invalid"));
        } else {
            context.next();
        }
    }

    private static boolean isAboutChats(RoutingContext context) {
        String path = context.request().path();
        return path.startsWith(SandboxOptions.BASE_PATH + "/chats")
                || path.startsWith(SandboxOptions.BASE_PATH + "/messages");
    }

    /**
     * For the sandbox's own pages and endpoints. They show all data, so remote clients need a key; without a key they are about the
     * account of the command line.
     */
    void requireLocalOrKey(RoutingContext context) {
        Optional<AccountApi> account = ofKey(context);
        boolean withoutKey = context.request().getHeader("Authorization") == null;
        if (account.isPresent()
                || withoutKey && isLoopback(context.request().remoteAddress().hostAddress())) {
            context.put(ACCOUNT, account.orElse(accounts.first()));
            context.next();
        } else {
            sendError(context, new ApiError(401, 2004, "The API token is missing or invalid"));
        }
    }

    private static boolean isLoopback(String address) {
        return address != null
                && (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
    }

    private Optional<AccountApi> ofKey(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> accounts.find(header.substring(BEARER.length())));
    }

    /** The account of a request that has passed {@link #authorize} or {@link #requireLocalOrKey}. */
    static AccountApi account(RoutingContext context) {
        return context.get(ACCOUNT);
    }

    void handle(RoutingContext context, Function<ApiRequest, ApiResponse> endpoint) {
        AccountApi api = account(context);
        Optional<FaultyAnswer> fault;
        ApiResponse answer;
        try {
            fault = strike(api, context);
            if (fault.filter(struck -> struck.replacesEndpoint(context, sending(context)))
                    .isPresent()) {
                return;
            }
            ApiRequest request = newRequest(context);
            answer = api.faults.causes().during(request.traceId(), () -> endpoint.apply(request));
            api.account.flush();
        } catch (ApiError refusal) {
            // Some of what the request wanted may have been done.
            api.account.flush();
            sendError(context, ofAnother(api, context, refusal));
            return;
        }
        fault.ifPresentOrElse(struck -> struck.send(context, answer, sending(context)), () -> send(context, answer));
    }

    private static Optional<FaultyAnswer> strike(AccountApi api, RoutingContext context) {
        String traceId = open(context).traceId();
        api.faults.readHeader(traceId, context.request().headers().getAll(FaultInjector.HEADER));
        boolean aboutChats = isAboutChats(context);
        Optional<String> chatId = Optional.ofNullable(context.pathParam("id"))
                .filter(id -> aboutChats)
                .map(id -> id.toLowerCase(Locale.ROOT));
        Optional<FaultyAnswer> struck = api.faults.strikeRequest(traceId, chatId, api.timeline.now(), aboutChats);
        struck.ifPresent(answer -> open(context).struckBy(answer.fault().key()));
        return struck;
    }

    private AnswerSender sending(RoutingContext context) {
        return new AnswerSender() {
            @Override
            public void send(ApiResponse answer) {
                ApiGateway.this.send(context, answer);
            }

            @Override
            public void refuse(ApiError refusal) {
                sendError(context, refusal);
            }

            @Override
            public void record(OptionalInt status, Optional<ObjectNode> answer, byte[] bytes) {
                ApiGateway.this.record(context, status, answer, bytes);
            }
        };
    }

    /** For endpoints of the sandbox itself that answer later, unless the client has gone. */
    void handleLater(RoutingContext context, Function<ApiRequest, Future<ApiResponse>> endpoint) {
        try {
            endpoint.apply(newRequest(context)).onSuccess(answer -> {
                if (!context.response().closed()) {
                    send(context, answer);
                }
            });
        } catch (ApiError refusal) {
            sendError(context, refusal);
        }
    }

    private static ApiRequest newRequest(RoutingContext context) {
        OpenRequest open = open(context);
        ApiRequest request = new ApiRequest(
                context, open.traceId(), account(context).timeline.now());
        open.reached(request);
        return request;
    }

    /** What another account has is forbidden rather than not found (reference 1.5). */
    private ApiError ofAnother(AccountApi api, RoutingContext context, ApiError refusal) {
        String id = context.pathParam("id");
        boolean exists =
                refusal.status() == 404 && id != null && accounts.isOfAnother(api, id.toLowerCase(Locale.ROOT));
        return exists ? new ApiError(403, 2005, "The resource belongs to another account") : refusal;
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

    void sendError(RoutingContext context, ApiError refusal) {
        String path = context.request().path();
        // Requests for the icon of the page and the like are not API calls.
        if (path.startsWith(SandboxOptions.BASE_PATH)) {
            String method = context.request().method().name();
            Optional.ofNullable(account(context))
                    .orElse(accounts.first())
                    .account
                    .recordRefused(method, path, refusal);
        }
        refusal.retryAfter().ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
        send(
                context,
                new ApiResponse(
                        refusal.status(),
                        Optional.of(refusal.envelope(open(context).traceId()))));
    }

    private void send(RoutingContext context, ApiResponse answer) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.body().ifPresent(body -> response.putHeader("Content-Type", "application/json"));
        byte[] bytes = answer.body().map(JsonTrees::bytes).orElse(new byte[0]);
        Runnable end = () -> {
            record(context, OptionalInt.of(answer.status()), answer.body(), bytes);
            // A 204 must not even have an empty body.
            if (bytes.length == 0) {
                response.end();
            } else {
                response.end(Buffer.buffer(bytes));
            }
        };
        long latency = latencyMillis(context);
        if (latency == 0) {
            end.run();
            return;
        }
        context.vertx().setTimer(latency, timer -> {
            if (!response.closed()) {
                end.run();
            }
        });
    }

    /** Only calls of the API are in the log, not those of the page and the sandbox's own endpoints. */
    private void record(RoutingContext context, OptionalInt status, Optional<ObjectNode> answer, byte[] bytes) {
        if (context.request().path().startsWith(SandboxOptions.BASE_PATH)) {
            Optional.ofNullable(account(context))
                    .orElse(accounts.first())
                    .record
                    .recorder()
                    .answered(context, open(context), status, answer, bytes);
        }
    }

    private static OpenRequest open(RoutingContext context) {
        return context.get(OPEN);
    }

    private long latencyMillis(RoutingContext context) {
        boolean ofLinq = context.request().path().startsWith(SandboxOptions.BASE_PATH) && account(context) != null;
        Duration drawn =
                ofLinq ? account(context).faults.nextLatency(open(context).traceId()) : Duration.ZERO;
        return options.latency().plus(drawn).toMillis();
    }
}
