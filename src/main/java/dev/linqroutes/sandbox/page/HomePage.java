package dev.linqroutes.sandbox.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.Member;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;

/** The sandbox's page for a browser. */
public final class HomePage {
    private static final int MAX_SHOWN = 50;
    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Linq sandbox</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem } h3 { font-size: 1rem; margin: 0 }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem }
            dt { opacity: .75 } dd { margin: 0; overflow-wrap: anywhere }
            article { border: 1px solid #8888; border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0 }
            article p { margin: 0; opacity: .75; overflow-wrap: anywhere }
            ol { margin: .5rem 0 0; padding-left: 1.5rem; overflow-wrap: anywhere }
            </style>
            </head>
            <body>
            """;

    private final Account account;
    private final SandboxOptions options;

    public HomePage(Account account, SandboxOptions options) {
        this.account = account;
        this.options = options;
    }

    public void serve(RoutingContext context) {
        int port = context.request().localAddress().port();
        context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(html(SandboxOptions.apiUrl(options.host(), port)));
    }

    private String html(String apiUrl) {
        StringBuilder html = new StringBuilder(HEAD);
        html.append("<h1>Linq sandbox</h1>\n<p>A local server that behaves like the Linq Partner API v3. It sends ")
                .append("no messages: everything that it accepted is listed here.</p>\n<dl>\n");
        appendFact(html, "API", apiUrl);
        appendFact(html, "Lines", account.lines().stream().map(Line::number).collect(Collectors.joining(", ")));
        appendFact(html, "Chats", Integer.toString(account.chats().all().size()));
        appendFact(html, "Messages", Integer.toString(account.chats().messageCount()));
        appendFact(
                html, "Subscriptions", Integer.toString(account.subscriptions().size()));
        appendFact(
                html,
                "Webhooks in flight",
                Integer.toString(account.undeliveredWebhooks().size()));
        appendFact(html, "Refused calls", Long.toString(account.refusedCount()));
        html.append("</dl>\n<p>Everything as JSON: <a href=\"/sandbox/record\">/sandbox/record</a></p>\n");
        html.append("<h2>Latest chats</h2>\n");
        List<Conversation> all = account.chats().all();
        if (all.isEmpty()) {
            html.append("<p>None yet.</p>\n");
        }
        for (int index = all.size() - 1; index >= Math.max(0, all.size() - MAX_SHOWN); index--) {
            appendChat(html, all.get(index));
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static void appendFact(StringBuilder html, String name, String value) {
        html.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>\n");
    }

    private static void appendChat(StringBuilder html, Conversation conversation) {
        Chat chat = conversation.chat();
        String title = chat.name().orElse(chat.isGroup() ? "Group without a name" : "Direct chat");
        html.append("<article>\n<h3>").append(escape(title)).append("</h3>\n<p>");
        List<String> present = chat.members().stream()
                .filter(Member::isActive)
                .map(Member::handle)
                .toList();
        List<SandboxMessage> messages = conversation.messages();
        int first = Math.max(0, messages.size() - MAX_SHOWN);
        html.append(escape(String.join(", ", present)));
        html.append("</p>\n<ol start=\"").append(first + 1).append("\">\n");
        for (SandboxMessage message : messages.subList(first, messages.size())) {
            html.append("<li>");
            for (JsonNode part : message.content().parts()) {
                html.append(escape(describe(part))).append(' ');
            }
            html.append("</li>\n");
        }
        html.append("</ol>\n</article>\n");
    }

    private static String describe(JsonNode part) {
        String type = part.path("type").asText();
        return switch (type) {
            case "text" -> part.path("value").asText();
            case "link" -> "[link preview] " + part.path("value").asText();
            case "media" -> "[media] " + part.path("url").asText();
            default -> "[" + type + "]";
        };
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
