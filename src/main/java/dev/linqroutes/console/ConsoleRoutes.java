package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.ops.AuditLog;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Maps the paths below {@code /console} to the page and the API, and applies the rules of access to all of them. */
public final class ConsoleRoutes implements AutoCloseable {
    private static final String BASE = "/console";
    private static final String API = BASE + "/api";

    /** As many connections to the ledger as the pages may use at a time; with dead letters and the check of a sheet, 6 of the pool. */
    private static final int THREADS = 3;

    /** Reads of dead letters at a time, so that none keeps the other pages waiting; each may use a connection to the ledger, too. */
    private static final int KAFKA_THREADS = 2;

    /** Reads of dead letters that run or wait: an answer comes before the server gives a request up, also while Kafka is away. */
    private static final int MAX_KAFKA_PENDING = 4;

    /** Longer than the ledger waits for a statement. */
    private static final long MAX_WORK_SECONDS = 60;

    private static final int MAX_AUDITS = 100;

    private static final int MAX_SESSION_BYTES = 10_000;

    /** No script but the page's own, and no request to another site. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Authenticator authenticator;
    private final ConsoleHttp http;
    private final PageFiles page = new PageFiles();
    private final WorkerExecutor workers;
    private final ConsoleHttp kafkaHttp;
    private final WorkerExecutor kafkaWorkers;
    private final ConsoleParts parts;

    private ConsoleRoutes(Vertx vertx, AccessRules rules, ConsoleParts parts, Clock clock) {
        this.authenticator = new Authenticator(rules, clock);
        this.workers = vertx.createSharedWorkerExecutor("console", THREADS, MAX_WORK_SECONDS, TimeUnit.SECONDS);
        this.http = new ConsoleHttp(workers, ConsoleHttp.MAX_PENDING);
        this.kafkaWorkers =
                vertx.createSharedWorkerExecutor("console-kafka", KAFKA_THREADS, MAX_WORK_SECONDS, TimeUnit.SECONDS);
        this.kafkaHttp = new ConsoleHttp(kafkaWorkers, MAX_KAFKA_PENDING);
        this.parts = parts;
    }

    /**
     * Adds the console to the server of health and metrics.
     *
     * @param router of that server
     */
    public static ConsoleRoutes addTo(Router router, Vertx vertx, AccessRules rules, ConsoleParts parts, Clock clock) {
        ConsoleRoutes routes = new ConsoleRoutes(vertx, rules, parts, clock);
        routes.add(router, vertx);
        return routes;
    }

    private void add(Router router, Vertx vertx) {
        router.route(BASE + "*").handler(ConsoleRoutes::setHeaders).failureHandler(ConsoleRoutes::fail);
        router.route(BASE + "*").handler(this::checkSite);
        // This path matches with and without a slash at its end; the links of the page need the slash.
        router.get(BASE).handler(context -> {
            if (context.request().path().equals(BASE)) {
                redirect(context.response());
            } else {
                page.send(context, "index.html");
            }
        });
        for (String name : page.names()) {
            router.get(BASE + "/" + name).handler(context -> page.send(context, name));
        }
        router.route(API + "/*")
                .handler(context -> run(context, () -> {
                    ConsoleHttp.readBodyAsIs(context.request());
                    context.next();
                }));
        router.post(API + "/session").handler(BodyHandler.create(false).setBodyLimit(MAX_SESSION_BYTES));
        router.post(API + "/session").handler(this::signIn);
        router.route(API + "/*").handler(this::authenticate);
        router.route(API + "/*").handler(BodyHandler.create(false).setBodyLimit(SheetApi.MAX_BYTES));
        router.get(API + "/session").handler(this::showSession);
        router.delete(API + "/session").handler(ConsoleRoutes::signOut);

        EventStream stream = new EventStream(vertx, workers, parts.now()::show);
        stream.start();
        vertx.setPeriodic(
                Activity.INTERVAL.toMillis(), timer -> parts.activity().sample());
        startReports(vertx);
        router.get(API + "/stream").handler(stream::open);
        on(router, HttpMethod.GET, "/now", request -> parts.now().show());
        SheetApi sheets = parts.sheets();
        on(router, HttpMethod.GET, "/sheets", sheets::list);
        on(router, HttpMethod.POST, "/sheets", sheets::upload);
        on(router, HttpMethod.GET, "/sheets/:id", sheets::show);
        on(router, HttpMethod.DELETE, "/sheets/:id", sheets::delete);
        on(router, HttpMethod.GET, "/sheets/:id/rows", sheets::rows);
        on(router, HttpMethod.GET, "/sheets/:id/preview", sheets::preview);
        SheetEditor editor = parts.sheetEditor();
        on(router, HttpMethod.POST, "/sheets/:id/cells", editor::changeCells);
        on(router, HttpMethod.POST, "/sheets/:id/remove-rows", editor::removeRows);
        on(router, HttpMethod.POST, "/sheets/:id/columns", editor::setColumns);
        on(router, HttpMethod.POST, "/sheets/:id/values", editor::setValue);
        on(router, HttpMethod.POST, "/sheets/:id/add-header", editor::addHeader);
        SheetSending sending = parts.sheetSending();
        on(router, HttpMethod.POST, "/sheets/:id/send", sending::send);
        on(router, HttpMethod.POST, "/sheets/:id/stop", sending::stop);
        BatchApi batches = parts.batches();
        on(router, HttpMethod.GET, "/batches", batches::list);
        on(router, HttpMethod.GET, "/batches/:id", batches::show);
        on(router, HttpMethod.POST, "/batches/:id/cancel", batches::cancel);
        on(router, HttpMethod.POST, "/batches/:id/retry", batches::retry);
        on(router, HttpMethod.POST, "/batches/:id/edit-failed-rows", batches::editFailedRows);
        router.get(API + "/batches/:id/results")
                .handler(context -> http.answerWithFile(context, request -> batches.file(request, false)));
        router.get(API + "/batches/:id/failed-rows")
                .handler(context -> http.answerWithFile(context, request -> batches.file(request, true)));
        on(router, HttpMethod.GET, "/rejected-files", parts.rejectedFiles()::list);
        on(router, HttpMethod.GET, "/groups", parts.groups()::search);
        on(router, HttpMethod.GET, "/group", parts.groups()::show);
        PauseApi pauses = parts.pauses();
        on(router, HttpMethod.GET, "/pauses", pauses::list);
        on(router, HttpMethod.POST, "/pauses", pauses::pause);
        on(router, HttpMethod.POST, "/pauses/resume", pauses::resume);
        CommandApi commands = parts.commands();
        on(router, HttpMethod.GET, "/commands", commands::search);
        on(router, HttpMethod.POST, "/commands/plan", commands::plan);
        on(router, HttpMethod.POST, "/commands/replay", commands::replay);
        on(router, HttpMethod.POST, "/commands/cancel", commands::cancel);
        DeadLetterApi letters = parts.deadLetters();
        on(router, HttpMethod.GET, "/dead-letters", kafkaHttp, letters::list);
        on(router, HttpMethod.GET, "/dead-letters/:partition/:offset", kafkaHttp, letters::show);
        on(router, HttpMethod.POST, "/dead-letters/:partition/:offset/check", kafkaHttp, letters::check);
        on(router, HttpMethod.POST, "/dead-letters/:partition/:offset/replay", kafkaHttp, letters::replay);
        on(router, HttpMethod.GET, "/audit", this::audit);
        router.route(BASE + "*")
                .handler(context -> ConsoleHttp.sendError(
                        context, ConsoleError.notFound("there is nothing at this path of the console")));
    }

    private void startReports(Vertx vertx) {
        AtomicBoolean reporting = new AtomicBoolean();
        vertx.setPeriodic(1, InstanceOverview.INTERVAL.toMillis(), timer -> {
            if (reporting.compareAndSet(false, true)) {
                workers.executeBlocking(
                                () -> {
                                    parts.instances().report();
                                    return null;
                                },
                                false)
                        .onComplete(reported -> reporting.set(false));
            }
        });
    }

    private void on(Router router, HttpMethod method, String path, ConsoleHttp.JsonWork work) {
        on(router, method, path, http, work);
    }

    private static void on(Router router, HttpMethod method, String path, ConsoleHttp by, ConsoleHttp.JsonWork work) {
        router.route(method, API + path).handler(context -> by.answer(context, work));
    }

    private static void setHeaders(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }

    private static void redirect(HttpServerResponse response) {
        response.setStatusCode(302).putHeader("Location", BASE + "/").end();
    }

    private void checkSite(RoutingContext context) {
        run(context, () -> {
            authenticator.requireOwnSite(context.request());
            context.next();
        });
    }

    private void authenticate(RoutingContext context) {
        run(context, () -> {
            Viewer viewer = authenticator
                    .authenticate(context.request())
                    .orElseThrow(() -> new ConsoleError(401, "sign in with the token of the console"));
            boolean changes = context.request().method() != HttpMethod.GET;
            if (changes && !viewer.mayOperate() && !context.request().path().equals(API + "/session")) {
                throw new ConsoleError(403, viewer.name() + " may look, but not change anything");
            }
            ConsoleHttp.setViewer(context, viewer);
            context.next();
        });
    }

    private void signIn(RoutingContext context) {
        run(context, () -> {
            JsonNode body = new ConsoleRequest(context, new Viewer("", false)).body();
            String cookie = authenticator.signIn(
                    body.path("token").asText(), body.path("name").asText());
            context.response()
                    .addCookie(Cookie.cookie(Authenticator.COOKIE, cookie)
                            .setPath(BASE)
                            .setHttpOnly(true)
                            .setSecure(context.request().isSSL())
                            .setSameSite(CookieSameSite.STRICT)
                            .setMaxAge(Authenticator.SESSION.toSeconds()));
            ConsoleHttp.sendJson(context, 200, ConsoleHttp.JSON.createObjectNode());
        });
    }

    private static void signOut(RoutingContext context) {
        context.response()
                .addCookie(Cookie.cookie(Authenticator.COOKIE, "").setPath(BASE).setMaxAge(0));
        ConsoleHttp.sendJson(context, 200, ConsoleHttp.JSON.createObjectNode());
    }

    private void showSession(RoutingContext context) {
        Viewer viewer = ConsoleHttp.viewer(context);
        ObjectNode session = ConsoleHttp.JSON.createObjectNode();
        session.put("user", viewer.name());
        session.put("may_operate", viewer.mayOperate());
        session.put("hold_seconds", SheetSending.HOLD.toSeconds());
        ConsoleHttp.sendJson(context, 200, session);
    }

    private JsonNode audit(ConsoleRequest request) {
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        ArrayNode actions = result.putArray("actions");
        for (AuditLog.Entry entry :
                parts.audit().findNewest(request.number("before", Long.MAX_VALUE, Long.MAX_VALUE), MAX_AUDITS)) {
            ObjectNode shown = actions.addObject();
            shown.put("id", entry.auditId());
            shown.put("at", entry.doneAt().toString());
            shown.put("by", entry.doneBy());
            shown.put("action", entry.action());
            shown.put("target", entry.target());
            shown.put("reason", entry.reason());
            shown.put("items", entry.items());
            if (entry.hasResult()) {
                shown.put("result", entry.result());
            }
        }
        return result;
    }

    private static void run(RoutingContext context, Runnable step) {
        try {
            step.run();
        } catch (ConsoleError e) {
            ConsoleHttp.sendError(context, e);
        }
    }

    private static void fail(RoutingContext context) {
        int status = context.statusCode();
        if (status == 413) {
            ConsoleHttp.fail(
                    context,
                    new ConsoleError(413, describeLimit(context.request().path())));
        } else if (status > 0 && status < 500) {
            ConsoleHttp.fail(context, new ConsoleError(status, "the request is not valid"));
        } else {
            ConsoleHttp.fail(context, context.failure());
        }
    }

    private static String describeLimit(String path) {
        int megabytes = SheetApi.MAX_BYTES / 1_000_000;
        return switch (path) {
            case API + "/session" ->
                "the request is larger than " + MAX_SESSION_BYTES + " bytes; it must have only token and name";
            case API + "/sheets" -> "the file is larger than " + megabytes + " MB; put it into the inbox, or split it";
            default -> "the request is larger than " + megabytes + " MB; send it in several parts";
        };
    }

    /** Does not close its parts. */
    @Override
    public void close() {
        workers.close();
        kafkaWorkers.close();
    }
}
