package dev.linqroutes.doctor;

import dev.linqroutes.app.Settings;
import dev.linqroutes.kafka.EventTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of the program with what it does with each, and the group it reads with. */
record WantedTopics(List<WantedTopic> topics, String group, String commands, Duration retention) {
    /** A dead letter is the record as it was, and its reason. */
    private static final String DEAD_LETTER_BYTES = "2097152";

    /**
     * @param operation for which a right is needed
     * @param replay for which a right is needed to show and replay dead letters
     * @param config with which it is created
     */
    record WantedTopic(String name, AclOperation operation, Optional<AclOperation> replay, Map<String, String> config) {
        WantedTopic(String name, AclOperation operation, Map<String, String> config) {
            this(name, operation, Optional.empty(), config);
        }
    }

    static WantedTopics of(Settings settings) {
        String commands = settings.text("topics.commands");
        List<WantedTopic> topics = new ArrayList<>();
        topics.add(new WantedTopic(commands, AclOperation.READ, Optional.of(AclOperation.WRITE), Map.of()));
        topics.add(new WantedTopic(
                settings.text("topics.dead"),
                AclOperation.WRITE,
                Optional.of(AclOperation.READ),
                Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEAD_LETTER_BYTES)));
        topics.add(new WantedTopic(settings.text("topics.outcomes"), AclOperation.WRITE, Map.of()));
        topics.add(new WantedTopic(
                settings.text("topics.groups"),
                AclOperation.WRITE,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        topics.add(new WantedTopic(
                settings.text("topics.polls"),
                AclOperation.WRITE,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        topics.add(new WantedTopic(settings.text("topics.audit"), AclOperation.WRITE, Map.of()));
        EventTopics.parse(settings.text("topics.events"), settings.list("topics.events.by-type"))
                .topicNames()
                .forEach(name -> topics.add(new WantedTopic(name, AclOperation.WRITE, Map.of())));
        return new WantedTopics(
                List.copyOf(topics), settings.text("kafka.group"), commands, settings.duration("ledger.retention"));
    }
}
