package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.kafka.RelayLog;
import dev.linqroutes.testing.InProcessProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A topic does not take a record that it finds too large: it is parked until somebody raises the limit, and nothing else is. */
class OversizedRecordIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] NO_JSON = "x".repeat(1_500_000).getBytes();

    private final Logger log = (Logger) LoggerFactory.getLogger(RelayLog.class);
    private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private InProcessProgram instance;

    @BeforeEach
    void prepare() throws Exception {
        appender.list = logged;
        appender.start();
        log.addAppender(appender);
        topics.setLargestRecord(topics.commands(), 3_000_000);
        instance = program().with("outbox.parked-retry", "100");
    }

    @AfterEach
    void close() {
        log.detachAppender(appender);
    }

    @Test
    void a_dead_letter_that_is_too_large_is_parked_and_holds_up_nothing() throws Exception {
        instance.start();
        produceLarge();
        awaitTold("outbox row \\d+ is parked: topic " + topics.dead()
                + " rejected the 1500000-byte record: .*: increase max.message.bytes of the topic");

        for (int i = 0; i < 20; i++) {
            topics.produce("order-" + i, create(i));
        }
        await().atMost(LONG).until(() -> linq.groups().size() == 20);
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
        topics.produce("order-0", "no JSON either");
        await().atMost(LONG).untilAsserted(() -> assertThat(timesTold()).hasSize(22));
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.dead()))
                .extracting(ConsumerRecord::value)
                .containsExactly("no JSON either".getBytes()));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(instance.metrics()).contains("linq_outbox_parked_records 1.0"));

        topics.setLargestRecord(topics.dead(), 3_000_000);

        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.dead()))
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrder(NO_JSON, "no JSON either".getBytes()));
    }

    @Test
    void what_goes_with_a_record_that_is_too_large_is_told_once_more_and_not_over_and_over() throws Exception {
        for (int i = 0; i < 20; i++) {
            topics.produce("order", "no JSON " + i);
        }
        produceLarge();
        for (int i = 20; i < 40; i++) {
            topics.produce("order", "no JSON " + i);
        }
        instance.start();
        awaitTold("outbox row .* is parked: .*");
        await().atMost(LONG).untilAsserted(() -> assertThat(timesTold()).hasSize(41));
        int told = logged.size();
        await().atMost(LONG).until(() -> logged.size() >= told + 3);
        assertThat(timesTold()).allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(2));

        topics.setLargestRecord(topics.dead(), 3_000_000);

        await().atMost(LONG).untilAsserted(() -> assertThat(timesTold()).hasSize(41));
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.dead()).stream()
                        .map(each -> new String(each.value()))
                        .distinct())
                .hasSize(41));
        assertThat(timesTold()).allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(2));
    }

    /** The broker minds a new limit when it is there in its own copy of the settings. */
    private void produceLarge() {
        await().ignoreExceptions().atMost(LONG).untilAsserted(() -> topics.produce(new byte[] {1}, NO_JSON));
    }

    private void awaitTold(String line) {
        await().atMost(LONG).untilAsserted(() -> assertThat(logged)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(each -> each.matches(line)));
    }

    /** How often each outcome was told. */
    private List<Long> timesTold() {
        return List.copyOf(topics.outcomesSoFar().stream()
                .collect(Collectors.groupingBy(OversizedRecordIT::id, Collectors.counting()))
                .values());
    }

    private static String id(JsonNode outcome) {
        return outcome.get("outcome_id").asText();
    }

    private static String create(int i) {
        return """
                {"type": "create_group", "command_id": "ord-%1$d", "to": ["+1202555%1$04d", "+1202556%1$04d"],
                 "display_name": "Order %1$d", "message": {"text": "Hello"}}
                """
                .formatted(i);
    }
}
