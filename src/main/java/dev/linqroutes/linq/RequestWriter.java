package dev.linqroutes.linq;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpMethods;

/** Turns the waiting calls of a mailbox into HTTP requests. */
public final class RequestWriter {
    private final String authorization;
    private final Clock clock;

    /** @param apiKey empty where none is configured: Linq then rejects every call, and they wait */
    public RequestWriter(String apiKey, Clock clock) {
        this.authorization = "Bearer " + apiKey;
        this.clock = clock;
    }

    /** Whether the mailbox has a call to make now. A program that is to end begins none. */
    public boolean hasNextCall(@Variable("mailbox") Mailbox mailbox, CamelContext context) {
        return !context.isStopping() && mailbox.hasNextCall(clock.instant());
    }

    /**
     * Makes the message the HTTP request of the mailbox's next call. Nothing else stays in it: camel-http sends every
     * header it finds.
     *
     * @throws CommandExpired when the time to begin its command has passed
     * @throws CallNotPossible when the call needs a chat and its group has none, when no address can have its path, or
     *     when Linq would put a new group into the chat of another one (reference 2.2, rule 4)
     */
    public void startNextCall(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        Call call = mailbox.startNextCall(clock.instant());
        exchange.setVariable("call", call);
        exchange.setVariable("started", clock.instant());
        if (call.isExpired(clock.instant())) {
            throw new CommandExpired();
        }
        writeHead(exchange.getMessage(), call.method(), path(call, mailbox));
        if (call.body().isEmpty()) {
            exchange.getMessage().setBody(null);
        } else {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
            exchange.getMessage().setBody(call.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether Linq could not recognise a repeat of the call. */
    public boolean isUnsafeToRepeat(@Variable("call") Call call) {
        return call.kind().isUnsafeToRepeat();
    }

    /** Makes the message the question for the chat as it is. */
    public void prepareChatRead(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        // A call of its own: as a whole it may take as long as the one before it.
        mailbox.startNextCall(clock.instant());
        writeGet(exchange.getMessage(), LinqPath.chat(mailbox.chatId().orElseThrow()));
    }

    /** Makes the message a request without a body. */
    void writeGet(Message message, String path) {
        writeHead(message, "GET", path);
        message.setBody(null);
    }

    private void writeHead(Message message, String method, String path) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(method));
        message.setHeader(Exchange.HTTP_PATH, path);
        message.setHeader("Authorization", authorization);
        message.setHeader("Accept-Encoding", "identity");
    }

    private static String path(Call call, Mailbox mailbox) {
        if (call.kind() == CallKind.CREATE_CHAT && mailbox.blocker().isPresent()) {
            throw new CallNotPossible(
                    "group \"" + MailboxNames.groupOf(mailbox.blocker().get().mailbox())
                            + "\" has the same line and members and no name, so Linq would put this group into its"
                            + " chat; give that group a name first (update_group), or change the members");
        }
        if (!LinqPath.needsChat(call.path())) {
            return LinqPath.requireCallable(call.path());
        }
        String chatId = mailbox.chatId()
                .orElseThrow(() -> new CallNotPossible("group \""
                        + mailbox.groupRef().orElse(mailbox.name()) + "\" has no chat because it was not created"));
        return LinqPath.requireCallable(LinqPath.withChat(call.path(), chatId));
    }
}
