package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleHttpTest {
    private static final int MAX_PENDING = 1;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(folder.resolve("a b.csv"), "to,status");
        ConsoleHttp http = new ConsoleHttp(vertx.createSharedWorkerExecutor("test", 1), MAX_PENDING);
        Router router = Router.router(vertx);
        router.get("/slow")
                .handler(context -> http.answer(context, request -> {
                    started.countDown();
                    mayEnd.await();
                    return ConsoleHttp.JSON.createObjectNode();
                }));
        router.post("/upload").handler(context -> {
            try {
                ConsoleHttp.readBodyAsIs(context.request());
                context.next();
            } catch (ConsoleError e) {
                ConsoleHttp.sendError(context, e);
            }
        });
        router.post("/upload")
                .handler(BodyHandler.create(false))
                .handler(context -> context.end(context.body().buffer()));
        router.get("/file").handler(context -> http.answerWithFile(context, request -> file));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        mayEnd.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_file_is_sent_only_if_no_more_requests_wait_than_may() throws Exception {
        CompletableFuture<HttpResponse<String>> slow = client.sendAsync(request("/slow"), BodyHandlers.ofString());
        started.await();

        HttpResponse<String> refused = client.send(request("/file"), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("the console is busy");

        mayEnd.countDown();
        assertThat(slow.get().statusCode()).isEqualTo(200);
        HttpResponse<String> sent = client.send(request("/file"), BodyHandlers.ofString());
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(sent.body()).isEqualTo("to,status");
        assertThat(sent.headers().firstValue("Content-Disposition")).contains("attachment; filename*=UTF-8''a%20b.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/csv", "application/octet-stream"})
    void a_large_sheet_is_read_as_it_is_whatever_type_a_script_names(String type) throws Exception {
        String sheet = "to,message\n" + "+12025550101;+12025550102,a=b&c=%41+d\n".repeat(1_000);

        HttpResponse<String> answer = client.send(upload(type, sheet), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(sheet);
    }

    @Test
    void a_sheet_inside_a_form_is_refused_with_what_to_do() throws Exception {
        HttpResponse<String> answer =
                client.send(upload("multipart/form-data; boundary=x", "--x--"), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("--data-binary @FILE");
    }

    private HttpRequest upload(String type, String sheet) {
        return HttpRequest.newBuilder(request("/upload").uri())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(sheet))
                .build();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .build();
    }
}
