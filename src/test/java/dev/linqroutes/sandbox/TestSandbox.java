package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.LinqContract;
import dev.linqroutes.testing.LinqExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A sandbox for one test, with a client in terms of the domain. It checks every exchange against the description of Linq's API. */
final class TestSandbox implements BeforeEachCallback, AfterEachCallback {
    static final String LINE = "+12223334444";
    static final String ANN = "+15556667777";
    static final String BOB = "+18889990000";
    static final String CAROL = "carol@example.com";
    static final String DAVE = "+15550001111";

    /** The beginning of a picture. */
    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final HttpClient client = HttpClient.newHttpClient();
    private final UnaryOperator<SandboxOptions> how;
    private final LinqContract contract = LinqContract.load();
    private final Set<String> succeeded = new TreeSet<>();
    private Sandbox sandbox;
    private boolean faulty;

    /** A response of the sandbox. */
    record Reply(int status, JsonNode body, HttpResponse<String> response) {
        int code() {
            return body.at("/error/code").intValue();
        }

        String text(String pointer) {
            return body.at(pointer).textValue();
        }

        String chatId() {
            return text(body.has("chat_id") ? "/chat_id" : "/chat/id");
        }

        String messageId() {
            return text(body.has("chat") ? "/chat/message/id" : "/message/id");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    TestSandbox() {
        this(options -> options);
    }

    TestSandbox(UnaryOperator<SandboxOptions> how) {
        this.how = how;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sandbox = Sandbox.start(how.apply(SandboxOptions.defaults()));
        succeeded.clear();
        faulty = false;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        sandbox.close();
    }

    /** Starts another sandbox with the same options on another port. */
    void restart() {
        sandbox.close();
        sandbox = Sandbox.start(how.apply(SandboxOptions.defaults()));
    }

    Sandbox server() {
        return sandbox;
    }

    /** The operations that a request of this test succeeded in. */
    Set<String> succeeded() {
        return succeeded;
    }

    Reply createGroup(String text, String... to) {
        return create(List.of(to), aText(text));
    }

    Reply create(List<String> to, ObjectNode message) {
        ObjectNode body = JsonTrees.object().put("from", LINE);
        body.set("to", JsonTrees.texts(to));
        body.set("message", message);
        return post("/chats", body);
    }

    Reply send(String chatId, String text) {
        return send(chatId, aText(text));
    }

    Reply send(String chatId, ObjectNode message) {
        return post("/chats/" + chatId + "/messages", JsonTrees.object().set("message", message));
    }

    Reply name(String chatId, String name) {
        return call("PUT", "/chats/" + chatId, JsonTrees.object().put("display_name", name));
    }

    void nameAndWait(String chatId, String name) {
        name(chatId, name);
        Awaitility.await()
                .until(() -> name.equals(chat(chatId).path("display_name").textValue()));
    }

    Reply add(String chatId, String handle) {
        return post("/chats/" + chatId + "/participants", JsonTrees.object().put("handle", handle));
    }

    Reply remove(String chatId, String handle) {
        return call(
                "DELETE",
                "/chats/" + chatId + "/participants",
                JsonTrees.object().put("handle", handle));
    }

    Reply leave(String chatId) {
        return call("POST", "/chats/" + chatId + "/leave", "");
    }

    /** A poll without an idempotency key. */
    Reply poll(String chatId, String... options) {
        ObjectNode body = JsonTrees.object();
        for (String option : options) {
            body.withObject("poll").withArray("options").add(JsonTrees.object().put("text", option));
        }
        return post("/chats/" + chatId + "/polls", body);
    }

    JsonNode chat(String chatId) {
        return get("/chats/" + chatId).body();
    }

    /** Status of a handle in a chat; empty if it was never a member. */
    String statusOf(String handle, String chatId) {
        return chat(chatId)
                .path("handles")
                .valueStream()
                .filter(member -> member.path("handle").asText().equals(handle))
                .map(member -> member.path("status").asText())
                .findFirst()
                .orElse("");
    }

    /** A request to the sandbox itself, about the account of the command line. */
    Reply admin(String method, String path, JsonNode body) {
        return request(method, url("/sandbox" + path), "", body.toString());
    }

    /** Somebody does something, such as {@code messages} or {@code leave}. */
    Reply person(String handle, String action, JsonNode body) {
        return admin("POST", "/people/" + handle + "/" + action, body);
    }

    Reply says(String handle, String chatId, String text) {
        return person(
                handle, "messages", JsonTrees.object().put("chat_id", chatId).put("text", text));
    }

    /** @param service null is reached by nothing */
    void reachBy(String handle, String service) {
        admin("PATCH", "/people/" + handle, JsonTrees.object().put("service", service));
    }

    void createContactCard() {
        post("/contact_card", JsonTrees.object().put("phone_number", LINE).put("first_name", "Acme"));
    }

    /** @param time such as {@code PT1H} */
    void advance(String time) {
        admin("POST", "/time", JsonTrees.object().put("advance", time));
    }

    void flagTheLine() {
        admin("PATCH", "/lines/" + LINE.substring(1), JsonTrees.object().put("flagged", true));
    }

    /** Leaves a chat and waits until that has happened: then it cannot be read any more. */
    void leaveAndWait(String chatId) {
        leave(chatId);
        Awaitility.await().until(() -> get("/chats/" + chatId).code() == 2013);
    }

    JsonNode record() {
        return request("GET", url("/sandbox/record"), "", "").body();
    }

    List<String> textsIn(String chatId) {
        return record().path("chats")
                .valueStream()
                .filter(item -> item.at("/chat/id").asText().equals(chatId))
                .flatMap(item -> item.path("messages").valueStream())
                .map(message -> message.at("/parts/0/value").asText())
                .toList();
    }

    Reply subscribe(String targetUrl, String... events) {
        ObjectNode body = JsonTrees.object().put("target_url", targetUrl);
        body.set("subscribed_events", JsonTrees.texts(List.of(events)));
        return post("/webhook-subscriptions", body);
    }

    Reply get(String path) {
        return call("GET", path, "");
    }

    Reply post(String path, JsonNode body) {
        return call("POST", path, body);
    }

    Reply postWithKey(String path, String key, JsonNode body) {
        return request("POST", sandbox.apiUrl() + path, "Bearer sandbox-key", body.toString(), "Idempotency-Key", key);
    }

    /** A request that names its faults itself. */
    Reply callWithFault(String fault, String method, String path, JsonNode body) {
        return request(method, sandbox.apiUrl() + path, "Bearer sandbox-key", body.toString(), "Sandbox-Fault", fault);
    }

    /** Sets these faults and no others. */
    void faults(ObjectNode faults) {
        Reply reply = admin("PUT", "/faults", faults);
        if (reply.status() != 200) {
            throw new AssertionError(reply.text("/error/message"));
        }
    }

    /** How often a fault has struck. */
    int struck(String fault) {
        return request("GET", url("/sandbox/faults"), "", "")
                .body()
                .at("/struck/" + fault)
                .asInt(-1);
    }

    Reply call(String method, String path, JsonNode body) {
        return call(method, path, body.toString());
    }

    Reply call(String method, String path, String body) {
        return request(method, sandbox.apiUrl() + path, "Bearer sandbox-key", body);
    }

    /** Puts the bytes of an attachment. @return the status */
    int upload(String url, String contentType, byte[] bytes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + sandbox.port() + path;
    }

    /** @param headers names and values in turn */
    Reply request(String method, String url, String authorization, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        for (int index = 0; index < headers.length; index += 2) {
            request.header(headers[index], headers[index + 1]);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            faulty |= List.of(headers).contains(FaultInjector.HEADER);
            check(new LinqExchange(
                    method,
                    response.uri(),
                    body,
                    response.statusCode(),
                    name -> response.headers().firstValue(name),
                    response.body()));
            boolean json =
                    response.headers().firstValue("content-type").orElse("").equals("application/json");
            return new Reply(
                    response.statusCode(), json ? JsonTrees.read(response.body()) : JsonTrees.object(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Answers are not checked any more once the sandbox has to answer wrongly. */
    private void check(LinqExchange exchange) {
        faulty |= exchange.uri().getPath().equals("/sandbox/faults");
        List<String> problems = faulty ? List.of() : contract.check(exchange);
        if (!problems.isEmpty()) {
            throw new AssertionError(exchange + "\n" + String.join("\n", problems));
        }
        if (exchange.status() < 300) {
            succeeded.add(contract.operationId(exchange));
        }
    }

    static ObjectNode aText(String text) {
        return aMessage(aTextPart(text));
    }

    static ObjectNode aTextPart(String text) {
        return JsonTrees.object().put("type", "text").put("value", text);
    }

    static ObjectNode aLinkPart(String url) {
        return JsonTrees.object().put("type", "link").put("value", url);
    }

    static ObjectNode aMediaPart(String url) {
        return JsonTrees.object().put("type", "media").put("url", url);
    }

    static ObjectNode aMessage(JsonNode... parts) {
        return JsonTrees.object().set("parts", JsonTrees.array(List.of(parts), part -> part));
    }
}
