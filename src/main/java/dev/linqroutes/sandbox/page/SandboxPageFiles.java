package dev.linqroutes.sandbox.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of the page, from the resources. They hold no data: the page asks the sandbox's endpoints for them. */
public final class SandboxPageFiles {
    private static final String INDEX = "index.html";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(INDEX, "text/html; charset=utf-8"),
            Map.entry("sandbox.css", "text/css; charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("sandbox.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("api.js", SCRIPT),
            Map.entry("start.js", SCRIPT),
            Map.entry("state.js", SCRIPT),
            Map.entry("linestate.js", SCRIPT),
            Map.entry("time.js", SCRIPT),
            Map.entry("chats.js", SCRIPT),
            Map.entry("conversation.js", SCRIPT),
            Map.entry("bubble.js", SCRIPT),
            Map.entry("compose.js", SCRIPT),
            Map.entry("members.js", SCRIPT),
            Map.entry("pictures.js", SCRIPT),
            Map.entry("stickers.js", SCRIPT),
            Map.entry("told.js", SCRIPT),
            Map.entry("unread.js", SCRIPT),
            Map.entry("drafts.js", SCRIPT),
            Map.entry("json.js", SCRIPT),
            Map.entry("filter.js", SCRIPT),
            Map.entry("subscriptions.js", SCRIPT),
            Map.entry("requests.js", SCRIPT),
            Map.entry("webhooks.js", SCRIPT),
            Map.entry("faults.js", SCRIPT),
            Map.entry("faultfields.js", SCRIPT),
            Map.entry("faultstate.js", SCRIPT),
            Map.entry("world.js", SCRIPT));

    /** Scripts and styles of the sandbox only, no pictures of messages, and no request to anybody else. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Buffer> files;

    public SandboxPageFiles() {
        files = TYPES.keySet().stream().collect(Collectors.toMap(name -> name, SandboxPageFiles::read));
    }

    private static Buffer read(String name) {
        try (InputStream file = SandboxPageFiles.class.getResourceAsStream("/sandbox/" + name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void serveIndex(RoutingContext context) {
        send(context, INDEX);
    }

    /** The file that the path names; goes on to the error handlers without one. */
    public void serve(RoutingContext context) {
        String name = context.pathParam("file");
        if (files.containsKey(name)) {
            send(context, name);
        } else {
            context.next();
        }
    }

    private void send(RoutingContext context, String name) {
        context.response()
                .putHeader("Content-Type", TYPES.get(name))
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Cache-Control", "no-cache")
                .end(files.get(name));
    }
}
