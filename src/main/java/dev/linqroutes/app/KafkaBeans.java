package dev.linqroutes.app;

import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.kafka.DeduplicationWindowCheck;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.kafka.OutboxMessageMapper;
import dev.linqroutes.kafka.RelayLog;
import dev.linqroutes.kafka.TopicExistenceCheck;
import dev.linqroutes.kafka.TopicIds;
import dev.linqroutes.trace.CommandTracer;
import java.time.Clock;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.spi.Registry;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** What the routes commands-from-kafka, relay-outbox and compare-retention name, beside the ledger's own beans. */
public final class KafkaBeans {
    private KafkaBeans() {}

    /** @return the bean that counts records without a value */
    static CommandRecords bind(CamelContext context, Settings settings, CommandTracer tracer, Clock clock) {
        Registry beans = context.getRegistry();
        CommandRecords commandRecords = new CommandRecords(
                new TopicIds(() -> clientProperties(context)), settings.number("kafka.batch-size"), tracer);
        EventTopics eventTopics = eventTopics(settings);
        beans.bind("commandRecords", commandRecords);
        beans.bind("outboxMessageMapper", new OutboxMessageMapper(context, eventTopics));
        beans.bind("relayLog", new RelayLog(eventTopics));
        beans.bind("outboxHeaderFilter", OutboxMessageMapper.outboxHeaderFilter());
        beans.bind("topicExistenceCheck", new TopicExistenceCheck(() -> clientProperties(context), clock));
        beans.bind(
                "deduplicationWindowCheck",
                new DeduplicationWindowCheck(
                        () -> clientProperties(context),
                        settings.text("topics.commands"),
                        settings.duration("ledger.retention")));
        return commandRecords;
    }

    static EventTopics eventTopics(Settings settings) {
        return EventTopics.parse(settings.text("topics.events"), settings.list("topics.events.by-type"));
    }

    /** Properties of a Kafka client that connects as the consumer of commands does, security included. */
    public static Properties clientProperties(CamelContext context) {
        KafkaConfiguration kafka =
                context.getComponent("kafka", KafkaComponent.class).getConfiguration();
        Properties properties = kafka.createConsumerProperties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBrokers());
        return properties;
    }
}
