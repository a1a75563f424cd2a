package dev.linqroutes.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of the page, from the resources. */
final class PageFiles {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("index.html", "text/html; charset=utf-8"),
            Map.entry("console.css", "text/css; charset=utf-8"),
            Map.entry("console.js", "text/javascript; charset=utf-8"),
            Map.entry("sheets.js", "text/javascript; charset=utf-8"),
            Map.entry("commands.js", "text/javascript; charset=utf-8"),
            Map.entry("deadletters.js", "text/javascript; charset=utf-8"),
            Map.entry("groups.js", "text/javascript; charset=utf-8"),
            Map.entry("now.js", "text/javascript; charset=utf-8"),
            Map.entry("dom.js", "text/javascript; charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("openapi.yaml", "application/yaml; charset=utf-8"));

    private final Map<String, Buffer> files;

    PageFiles() {
        files = TYPES.keySet().stream().collect(Collectors.toMap(name -> name, PageFiles::read));
    }

    private static Buffer read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream("/console/" + name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name of one of the files */
    void send(RoutingContext context, String name) {
        context.response()
                .putHeader("Content-Type", TYPES.get(name))
                .putHeader("Cache-Control", "no-cache")
                .end(files.get(name));
    }

    Iterable<String> names() {
        return files.keySet();
    }
}
