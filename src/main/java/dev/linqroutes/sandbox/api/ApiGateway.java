package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.content.RemoteFile;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.faults.FaultyAnswer;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.TraceIds;
import dev.linqroutes.sandbox.record.OpenRequest;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Handles every request before and after its endpoint: trace id, faults, errors (reference 1.1, 1.2, 1.5). */
public final class ApiGateway {
    private static final Logger LOG = System.getLogger(ApiGateway.class.getName());
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String ATTACHMENTS = SandboxOptions.BASE_PATH + "/attachments";
    private final Accounts accounts;
    private final AnswerWriter answers;
    private final ApiKeyFilter keys;
    private final Clock clock;
    private final CrossSiteFilter site;
    private final EndpointCaller endpoints;

    /** @param fetcher downloads the file of an address; empty where nothing is fetched */
    public ApiGateway(
            Accounts accounts,
            SandboxOptions options,
            Clock clock,
            Optional<Function<String, Future<RemoteFile>>> fetcher) {
        this.accounts = accounts;
        this.endpoints = new EndpointCaller(fetcher);
        this.answers = new AnswerWriter(accounts, options.latency());
        this.keys = new ApiKeyFilter(accounts, answers);
        this.clock = clock;
        this.site = new CrossSiteFilter(options.allowedHosts());
    }

    ApiKeyFilter keys() {
        return keys;
    }

    AnswerWriter answers() {
        return answers;
    }

    /** Assigns a trace id; like Linq, it ignores trace headers of the client. Refuses requests of other web sites. */
    void startRequest(RoutingContext context) {
        String traceId = TraceIds.newId();
        answers.open(context, traceId);
        context.response()
                .putHeader("Date", DateFormatter.format(Date.from(clock.instant())))
                .putHeader("X-Trace-ID", traceId)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer");
        site.findError(context.request().method(), context.request().headers())
                .ifPresentOrElse(refusal -> answers.refuse(context, refusal), context::next);
    }

    void handle(RoutingContext context, Function<ApiRequest, ApiResponse> endpoint) {
        AccountApi api = ApiKeyFilter.account(context);
        try {
            Optional<FaultyAnswer> fault = drawFault(api, context);
            Optional<FaultyAnswer> instead = fault.filter(FaultyAnswer::replacesEndpoint);
            if (instead.isPresent()) {
                strike(api, context, instead.get()).sendInstead(context, answers.sender(context));
            } else {
                call(context, api, fault, endpoint);
            }
        } catch (ApiError refusal) {
            answers.refuse(context, refusal);
        }
    }

    private void call(
            RoutingContext context,
            AccountApi api,
            Optional<FaultyAnswer> fault,
            Function<ApiRequest, ApiResponse> endpoint) {
        String traceId = AnswerWriter.request(context).traceId();
        endpoints
                .call(
                        // A new request each time: its time is that of its effect, not that of the first file.
                        () -> api.faults.causes().during(traceId, () -> endpoint.apply(newRequest(context))),
                        () -> !context.response().closed())
                .onSuccess(orFail(context, answer -> {
                    api.account.flush();
                    AnswerWriter.request(context).carriedOut(answer);
                    fault.ifPresentOrElse(
                            drawn -> strike(api, context, drawn).send(context, answer, answers.sender(context)),
                            () -> answers.send(context, answer));
                }))
                .onFailure(orFail(context, error -> {
                    // Some of what the request wanted may have been done, but no fault strikes after that.
                    fault.ifPresent(api.faults::spared);
                    api.account.flush();
                    if (error instanceof ApiError refusal) {
                        answers.refuse(context, ofAnother(api, context, refusal));
                    } else if (!context.response().closed()) {
                        context.fail(error);
                    }
                }));
    }

    /** Answers with an error when this fails, which otherwise nobody hears of where it is done later. */
    private static <T> Handler<T> orFail(RoutingContext context, Handler<T> handler) {
        return value -> {
            try {
                handler.handle(value);
            } catch (RuntimeException e) {
                context.fail(e);
            }
        };
    }

    private static Optional<FaultyAnswer> drawFault(AccountApi api, RoutingContext context) {
        String traceId = AnswerWriter.request(context).traceId();
        api.faults.readHeader(traceId, context.request().headers().getAll(FaultInjector.HEADER));
        boolean aboutChats = isAboutChats(context);
        Optional<String> chatId = Optional.ofNullable(context.pathParam("id"))
                .filter(id -> aboutChats)
                .map(id -> id.toLowerCase(Locale.ROOT));
        boolean struck = aboutChats || context.request().path().startsWith(ATTACHMENTS);
        FaultInjector.Target target = new FaultInjector.Target(AnswerWriter.isOfLinq(context), struck, chatId);
        return api.faults.drawForRequest(traceId, target, api.timeline.now());
    }

    private static boolean isAboutChats(RoutingContext context) {
        String path = context.request().path();
        return path.startsWith(SandboxOptions.BASE_PATH + "/chats")
                || path.startsWith(SandboxOptions.BASE_PATH + "/messages");
    }

    static FaultyAnswer strike(AccountApi api, RoutingContext context, FaultyAnswer drawn) {
        api.faults.count(drawn.fault());
        AnswerWriter.request(context).struckBy(drawn.fault().key());
        return drawn;
    }

    /** For endpoints of the sandbox itself that answer later, unless the client has gone. */
    void handleLater(RoutingContext context, Function<ApiRequest, Future<ApiResponse>> endpoint) {
        try {
            endpoint.apply(newRequest(context)).onSuccess(orFail(context, answer -> {
                if (!context.response().closed()) {
                    answers.send(context, answer);
                }
            }));
        } catch (ApiError refusal) {
            answers.refuse(context, refusal);
        }
    }

    private static ApiRequest newRequest(RoutingContext context) {
        OpenRequest open = AnswerWriter.request(context);
        ApiRequest request = new ApiRequest(
                context, open.traceId(), ApiKeyFilter.account(context).timeline.now());
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
        refuseAll(router, new ApiError(404, 1005, "There is nothing at this path"));
        refuseAll(router, new ApiError(405, 1005, "Not a method of this path"));
        refuseAll(router, new ApiError(400, 1003, "The request is malformed"));
        refuseAll(router, new ApiError(413, 1003, "The body is over 1 MB"));
        router.errorHandler(500, context -> {
            LOG.log(
                    Level.ERROR,
                    "Call " + context.request().method() + " "
                            + context.request().path() + " failed",
                    context.failure());
            answers.refuse(context, new ApiError(500, 3006, "Internal error"));
        });
    }

    private void refuseAll(Router router, ApiError refusal) {
        router.errorHandler(refusal.status(), context -> answers.refuse(context, refusal));
    }
}
