package dev.linqroutes.linq;

import dev.linqroutes.ledger.Call;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.Mailbox;
import dev.linqroutes.ledger.MailboxNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpMethods;

/** Turns the waiting calls of a mailbox into HTTP requests. */
public final class Calls {
    private final String authorization;
    private final Clock clock;

    /** @param apiKey empty where none is configured: Linq then rejects every call, and they wait */
    public Calls(String apiKey, Clock clock) {
        this.authorization = "Bearer " + apiKey;
        this.clock = clock;
    }

    /** Whether the mailbox has a call to make now. A program that is to end begins none. */
    public boolean remain(@Variable("mailbox") Mailbox mailbox, CamelContext context) {
        return !context.isStopping() && mailbox.hasNext(clock.instant());
    }

    /**
     * Makes the message the HTTP request of the mailbox's next call. Nothing else stays in it: camel-http sends every
     * header it finds.
     *
     * @throws CommandLapsed when the time to begin its command has passed
     * @throws CallNotPossible when the call needs a chat and its group has none, when no address can have its path, or
     *     when Linq would put a new group into the chat of another one (reference 2.2, rule 4)
     */
    public void prepare(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        Call call = mailbox.begin(clock.instant());
        exchange.setVariable("call", call);
        exchange.setVariable("started", clock.instant());
        if (call.lapsed(clock.instant())) {
            throw new CommandLapsed();
        }
        request(exchange.getMessage(), call.method(), path(call, mailbox));
        if (call.body().isEmpty()) {
            exchange.getMessage().setBody(null);
        } else {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
            exchange.getMessage().setBody(call.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether Linq could not recognise a repeat of the call. */
    public boolean showWhenRepeated(@Variable("call") Call call) {
        return call.kind().showsWhenRepeated();
    }

    /** Makes the message the question for the chat as it is. */
    public void look(@Variable("mailbox") Mailbox mailbox, Exchange exchange) {
        // A call of its own: as a whole it may take as long as the one before it.
        mailbox.begin(clock.instant());
        prepareRead(exchange.getMessage(), LinqPath.chat(mailbox.chatId().orElseThrow()));
    }

    /** Makes the message a request without a body. */
    void prepareRead(Message message, String path) {
        request(message, "GET", path);
        message.setBody(null);
    }

    private void request(Message message, String method, String path) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(method));
        message.setHeader(Exchange.HTTP_PATH, path);
        message.setHeader("Authorization", authorization);
        message.setHeader("Accept-Encoding", "identity");
    }

    private static String path(Call call, Mailbox mailbox) {
        if (call.kind() == CallKind.CREATE_CHAT && mailbox.turn().isPresent()) {
            throw new CallNotPossible(
                    "group \"" + MailboxNames.groupOf(mailbox.turn().get().otherMailbox())
                            + "\" has the same line and members and no name, so Linq would put this group into its"
                            + " chat; give that group a name first (update_group), or change the members");
        }
        if (!LinqPath.needsChat(call.path())) {
            return LinqPath.callable(call.path());
        }
        String chatId = mailbox.chatId()
                .orElseThrow(() -> new CallNotPossible("group \""
                        + mailbox.groupRef().orElse(mailbox.name()) + "\" has no chat because it was not created"));
        return LinqPath.callable(LinqPath.inChat(call.path(), chatId));
    }
}
