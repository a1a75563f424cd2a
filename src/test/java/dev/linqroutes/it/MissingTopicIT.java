package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.kafka.RelayLog;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A topic was not made: what is for it waits until somebody makes it, and nothing else does. */
class MissingTopicIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Logger log = (Logger) LoggerFactory.getLogger(RelayLog.class);
    private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private InProcessProgram instance;

    @BeforeEach
    void prepare() throws Exception {
        appender.list = logged;
        appender.start();
        log.addAppender(appender);
        instance = program().with("outbox.parked-retry", "500ms").subscribedTo(linq);
    }

    @AfterEach
    void close() {
        log.detachAppender(appender);
    }

    @Test
    void events_wait_for_a_topic_of_theirs_that_is_not_there_and_outcomes_do_not() throws Exception {
        String lost = topics.events("lost");
        instance.with("topics.events.by-type", "message=" + lost).start();
        for (int i = 0; i < 20; i++) {
            assertThat(instance.deliverWebhook("event-" + i)).isEqualTo(200);
        }
        awaitTold("outbox blocked at row \\d+: topics " + topics.events() + ", " + lost + " rejected the record:"
                + " there is no topic " + lost + "; retrying. Later records for " + topics.events()
                + " wait: create the topic, or disable the topic in topics.events.by-type");

        for (int i = 0; i < 10; i++) {
            topics.produce("nobody", "no JSON " + i);
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.outcomesSoFar()).hasSize(10));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.records(topics.dead())).hasSize(10));
        assertThat(topics.records(topics.events())).isEmpty();

        topics.add(lost);

        List<String> all = IntStream.range(0, 20).mapToObj(i -> "event-" + i).toList();
        await().atMost(LONG).untilAsserted(() -> assertThat(ids(lost)).containsExactlyInAnyOrderElementsOf(all));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(ids(topics.events())).containsExactlyInAnyOrderElementsOf(all));
    }

    @Test
    void dead_letters_wait_for_their_topic_and_outcomes_do_not() throws Exception {
        String lost = topics.dead() + ".lost";
        instance.with("topics.dead", lost).start();
        for (int i = 0; i < 10; i++) {
            topics.produce("nobody", "no JSON " + i);
        }

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.outcomesSoFar()).hasSize(10));
        awaitTold("outbox blocked at row \\d+: topic " + lost + " rejected the record: there is no topic " + lost
                + "; retrying. Later records for " + lost + " wait: create the topic");

        topics.add(lost);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.records(lost)).hasSize(10));
    }

    @Test
    void what_people_have_done_waits_for_its_topic_and_outcomes_do_not() throws Exception {
        String lost = topics.audit() + ".lost";
        instance.with("topics.audit", lost).start();
        ConsoleClient console = new ConsoleClient(instance.console());
        console.post("pauses", "{\"scope\": \"all\", \"reason\": \"too many\"}");
        awaitTold("outbox blocked at row \\d+: topic " + lost + " rejected the record: there is no topic " + lost
                + "; retrying. Later records for " + lost + " wait: create the topic");
        topics.produce("nobody", "no JSON");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.outcomesSoFar()).hasSize(1));

        topics.add(lost);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.records(lost)).hasSize(1));
    }

    private void awaitTold(String line) {
        await().atMost(LONG).untilAsserted(() -> assertThat(logged)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(each -> each.matches(line)));
    }

    private List<String> ids(String topic) {
        return topics.records(topic).stream()
                .map(event -> TestTopics.header(event, "ce_id"))
                .toList();
    }
}
