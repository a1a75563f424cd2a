package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.testing.FaultyResponses;
import dev.linqroutes.testing.FaultyResponses.Done;
import dev.linqroutes.testing.FaultyResponses.FaultyResponse;
import dev.linqroutes.testing.ScriptedServer;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Calls to a server that answers as servers and gateways really do, until Linq itself answers: what is done is never counted as
 * failed, what is not done is never lost, what would show twice is never made twice, and nobody comes back before the time told.
 */
class GatewayResponsesRouteTest extends CallRouteRig<TestClock> {
    private static final int CALLS = 200;
    private static final int MOST_ODD = 3;
    private static final List<PlannedCall> KINDS = List.of(
            new PlannedCall(1, CallKind.CREATE_CHAT, "POST", "/chats", "{}", Optional.of("key")),
            new PlannedCall(1, CallKind.SEND_MESSAGE, "POST", "/chats/{chat_id}/messages", "{}", Optional.of("key")),
            new PlannedCall(1, CallKind.UPDATE_CHAT, "PUT", "/chats/{chat_id}", "{}", Optional.empty()),
            new PlannedCall(1, CallKind.REACT, "POST", "/messages/m-1/reactions", "{}", Optional.empty()),
            new PlannedCall(1, CallKind.SEND_VOICE_MEMO, "POST", "/chats/{chat_id}/voicememo", "{}", Optional.empty()));

    private final Random random = new Random(20_260_821);
    private final FaultyResponses oddAnswers;
    private ScriptedServer linq;
    private volatile Story story;

    /** What becomes of one call, as the server sees it. */
    private static final class Story {
        private final List<FaultyResponse> toCome;
        private final List<String> answers = new ArrayList<>();
        private final String good;
        private int done;
        private Optional<Duration> told = Optional.empty();

        private Story(List<FaultyResponse> odd, String good) {
            this.toCome = new ArrayList<>(odd);
            this.good = good;
        }

        private synchronized void answer(ScriptedServer.Request request, ScriptedServer.Connection connection)
                throws IOException, InterruptedException {
            told = Optional.empty();
            if (toCome.isEmpty()) {
                answers.add("well");
                done++;
                connection.answer(202, good);
                return;
            }
            FaultyResponse odd = toCome.remove(0);
            answers.add(odd.name());
            told = odd.retryAfter();
            if (odd.done() == Done.YES) {
                done++;
            }
            odd.way().answer(connection, 202, good);
        }

        @Override
        public synchronized String toString() {
            return "done " + done + " times, answered " + answers;
        }
    }

    GatewayResponsesRouteTest() {
        super(new TestClock());
        oddAnswers = new FaultyResponses(random, clock);
    }

    @Override
    void override(Properties settings) {
        try {
            linq = new ScriptedServer((request, connection) -> story.answer(request, connection));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("linq.api.url", "http://127.0.0.1:" + linq.port() + "/v3");
    }

    @AfterEach
    void close() throws IOException {
        linq.close();
    }

    @Test
    void whatever_servers_answer_a_call_is_done_and_counted_as_what_it_is() throws Exception {
        int repeated = 0;
        for (int number = 0; number < CALLS; number++) {
            PlannedCall call = KINDS.get(random.nextInt(KINDS.size()));
            List<FaultyResponse> odd = Stream.generate(oddAnswers::next)
                    .limit(1 + random.nextInt(MOST_ODD))
                    .toList();
            story = new Story(odd, good(call.kind(), number));

            CallResult result = worked(call, number);

            String told = "call %d, %s, %s: %s".formatted(number, call.kind(), story, result);
            if (call.kind().isUnsafeToRepeat()) {
                assertMemo(result, odd, told);
            } else {
                assertThat(result).as(told).isInstanceOf(CallResult.Accepted.class);
                assertThat(story.done).as(told).isPositive();
            }
            repeated += story.answers.size() - 1;
        }
        assertThat(repeated).isGreaterThan(CALLS / 2);
    }

    private void assertMemo(CallResult result, List<FaultyResponse> odd, String told) {
        assertThat(story.done).as(told).isLessThanOrEqualTo(1);
        boolean doubt = odd.subList(0, Math.min(odd.size(), story.answers.size())).stream()
                .anyMatch(FaultyResponse::isDoubtful);
        if (result instanceof CallResult.Failed failed) {
            assertThat(doubt).as(told).isTrue();
            assertThat(failed.fault().message()).as(told).contains("may have been executed");
        } else {
            // A page behind a good status may be all that is left of a good answer.
            assertThat(story.done == 1 || doubt).as(told).isTrue();
        }
    }

    private static String good(CallKind kind, int number) {
        return kind == CallKind.CREATE_CHAT
                ? "{\"chat\": {\"id\": \"chat-%d\", \"display_name\": \"Café\", \"message\": {\"id\": \"m-%d\"}}}"
                        .formatted(number, number)
                : "{\"trace_id\": \"t-%d\", \"note\": \"Café\"}".formatted(number);
    }

    /** Tries it as the ledger has it tried, until nothing is left to try. */
    private CallResult worked(PlannedCall call, int number) throws Exception {
        GroupAddress group = call.kind() == CallKind.CREATE_CHAT
                ? new GroupAddress.NewGroup("group " + number, "+12223334444", "members " + number, Optional.empty())
                : new GroupAddress.ByChat("chat of " + number);
        accept("command " + number, group, call, Optional.empty());
        while (true) {
            Mailbox mailbox = await().pollDelay(Duration.ZERO)
                    .until(ledger::claim, claimed -> !claimed.isEmpty())
                    .get(0);
            Exchange exchange = template.request("direct:call-linq", each -> each.setVariable("mailbox", mailbox));
            assertThat(exchange.getException()).as("%s", story).isNull();
            CallResult result = exchange.getMessage().getBody(CallResult.class);
            ledger.record(mailbox, result);
            if (!(result instanceof CallResult.Retry again)) {
                return result;
            }
            story.told.ifPresent(
                    told -> assertThat(again.delay()).as("%s", story).isGreaterThanOrEqualTo(told));
            clock.advance(again.delay());
        }
    }
}
