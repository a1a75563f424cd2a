package dev.linqroutes.linq;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Clock;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpMethods;

/** Makes the HTTP requests of a mailbox's calls. */
public final class RequestWriter {
    private final String authorization;
    private final Clock clock;

    /** @param apiKey empty if none is configured: Linq then rejects every call, and all of them are retried */
    public RequestWriter(String apiKey, Clock clock) {
        this.authorization = "Bearer " + apiKey;
        this.clock = clock;
    }

    /** Whether the mailbox has a call to make now. False while the program stops. */
    public boolean mayCallNow(@Variable("mailbox") Mailbox mailbox, CamelContext context) {
        return !context.isStopping() && mailbox.hasNextCall(clock.instant());
    }

    /** The mailbox's next call; its lease is renewed from now on for as long as one call may take. */
    public Call startNextCall(@Variable("mailbox") Mailbox mailbox) {
        return mailbox.startNextCall(clock.instant());
    }

    /**
     * The request of a call.
     *
     * @throws CommandExpired if the command's {@code expires_at} has passed and none of its calls has been made
     * @throws CallNotPossible if the call refers to a message that was not sent, or has a file that could not be uploaded; if it
     *     needs a chat and its group has none, if its path is no valid URL, or if Linq would put a new group into the chat of another
     *     one (reference 2.2, rule 4)
     */
    public LinqRequest callRequest(@Variable("mailbox") Mailbox mailbox, @Variable("call") Call call) {
        if (call.isExpired(clock.instant())) {
            throw new CommandExpired();
        }
        mailbox.problem().ifPresent(reason -> {
            throw new CallNotPossible(reason);
        });
        return new LinqRequest(call.method(), path(call, mailbox), call.body());
    }

    /** Whether a repeated call would have a second effect. */
    public boolean isUnsafeToRepeat(@Variable("call") Call call) {
        return call.kind().isUnsafeToRepeat();
    }

    /** The request to read the mailbox's chat. */
    public LinqRequest chatRequest(@Variable("mailbox") Mailbox mailbox) {
        // May take as long as the call before it: the lease is renewed for as long again.
        mailbox.startNextCall(clock.instant());
        return LinqRequest.get(LinqPath.chat(mailbox.chatId().orElseThrow()));
    }

    /**
     * Makes the message the HTTP request. No other header is kept: camel-http would send it. A compressed response is not
     * asked for, since one that ends early could not be read at all.
     */
    public void write(@Body LinqRequest request, Message message) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(request.method()));
        message.setHeader(Exchange.HTTP_PATH, request.path());
        message.setHeader("Authorization", authorization);
        message.setHeader("Accept-Encoding", "identity");
        if (request.hasBody()) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        message.setBody(request.body());
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
