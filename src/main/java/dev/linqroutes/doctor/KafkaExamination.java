package dev.linqroutes.doctor;

import dev.linqroutes.app.BrokerConnection;
import dev.linqroutes.app.BrokerUnreachable;
import dev.linqroutes.doctor.WantedTopics.WantedTopic;
import dev.linqroutes.kafka.DeduplicationWindowCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether the brokers can be reached, and the topics are there with the rights and options that the program needs. */
final class KafkaExamination implements Examination {
    /** As many instances can share the work of the topic of commands. */
    private static final int PARTITIONS = 6;

    /** What a dead letter has besides the record: the reason, and where it was. */
    private static final int REASON_BYTES = 100_000;

    private final WantedTopics wanted;
    private final Properties client;
    private final boolean create;

    /**
     * @param client properties of a Kafka client, including security
     * @param create whether to create the topics that are missing
     */
    KafkaExamination(WantedTopics wanted, Properties client, boolean create) {
        this.wanted = wanted;
        this.client = client;
        this.create = create;
    }

    @Override
    public String area() {
        return "kafka";
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        try (BrokerConnection kafka = BrokerConnection.open(client)) {
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(
                    area(),
                    "connected to " + client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG) + ", brokers: "
                            + kafka.brokerCount()));
            examineTopics(kafka.admin(), findings);
            examineGroup(kafka.admin(), findings);
            return findings;
        } catch (BrokerUnreachable e) {
            return List.of(Finding.problem(area(), e.getMessage(), remedy(e.getCause())));
        }
    }

    private static String remedy(Throwable reason) {
        if (reason instanceof SslAuthenticationException) {
            return "give this client the certificate of the brokers' authority"
                    + " (CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_LOCATION, …_TYPE, …_PASSWORD), and name the brokers as it does";
        }
        return reason instanceof AuthenticationException
                ? "correct user and password (CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG) and CAMEL_COMPONENT_KAFKA_SASL_MECHANISM"
                : "check KAFKA_BROKERS, the network, and the security options (camel.component.kafka.…)";
    }

    private void examineTopics(Admin admin, List<Finding> findings) throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        wanted.topics().stream().map(WantedTopic::name).toList(),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        Map<WantedTopic, TopicDescription> there = new LinkedHashMap<>();
        List<WantedTopic> missing = new ArrayList<>();
        for (WantedTopic topic : wanted.topics()) {
            try {
                there.put(topic, described.get(topic.name()).get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic);
                } else {
                    findings.add(Finding.problem(
                            area(),
                            "topic " + topic.name() + " cannot be examined: "
                                    + e.getCause().getMessage(),
                            "give this client the rights to describe it and to "
                                    + topic.operation().name().toLowerCase(Locale.ROOT) + " it"));
                }
            }
        }
        if (!there.isEmpty()) {
            findings.add(Finding.ok(
                    area(),
                    "topics: " + there.size() + "; partitions of " + wanted.commands() + ": "
                            + there.entrySet().stream()
                                    .filter(each -> each.getKey().name().equals(wanted.commands()))
                                    .map(each -> String.valueOf(
                                            each.getValue().partitions().size()))
                                    .findFirst()
                                    .orElse("none")));
        }
        there.forEach((topic, description) -> {
            examineRight("topic " + topic.name(), description.authorizedOperations(), topic.operation())
                    .ifPresent(findings::add);
            examineReplayRight(topic, description.authorizedOperations()).ifPresent(findings::add);
        });
        examineOptions(admin, there.keySet(), findings);
        for (WantedTopic topic : missing) {
            findings.add(create ? create(admin, topic) : missing(topic));
        }
    }

    private Finding missing(WantedTopic topic) {
        return Finding.problem(
                area(),
                "topic " + topic.name() + " does not exist",
                "create it, or let `doctor --create-topics` do it");
    }

    private Finding create(Admin admin, WantedTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(topic.name(), Optional.of(PARTITIONS), Optional.empty())
                            .configs(topic.config())))
                    .all()
                    .get();
            return Finding.ok(area(), "topic " + topic.name() + " created, partitions: " + PARTITIONS);
        } catch (ExecutionException e) {
            return Finding.problem(
                    area(),
                    "topic " + topic.name() + " cannot be created: "
                            + e.getCause().getMessage(),
                    "let an administrator create it");
        }
    }

    private Optional<Finding> examineRight(String what, Set<AclOperation> granted, AclOperation needed) {
        return lacks(granted, needed)
                ? Optional.of(Finding.problem(area(), mayNot(needed, what), "add an ACL for its principal"))
                : Optional.empty();
    }

    private Optional<Finding> examineReplayRight(WantedTopic topic, Set<AclOperation> granted) {
        return topic.replay()
                .filter(needed -> lacks(granted, needed))
                .map(needed -> Finding.warning(
                        area(),
                        mayNot(needed, "topic " + topic.name()) + ": the console and `replay dead` cannot "
                                + (needed == AclOperation.READ ? "show" : "replay") + " dead letters",
                        "add an ACL for its principal, unless nobody is to do that"));
    }

    /** @param granted null if the broker does not tell */
    private static boolean lacks(Set<AclOperation> granted, AclOperation needed) {
        return granted != null && !granted.contains(needed);
    }

    private static String mayNot(AclOperation operation, String what) {
        return "this client may not " + operation.name().toLowerCase(Locale.ROOT) + " " + what;
    }

    private void examineGroup(Admin admin, List<Finding> findings) throws InterruptedException {
        try {
            Set<AclOperation> granted = admin.describeConsumerGroups(
                            List.of(wanted.group()),
                            new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(wanted.group())
                    .get()
                    .authorizedOperations();
            examineRight("group " + wanted.group(), granted, AclOperation.READ).ifPresent(findings::add);
        } catch (ExecutionException e) {
            // A group appears with its first consumer.
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                findings.add(Finding.problem(
                        area(),
                        "group " + wanted.group() + " cannot be used: "
                                + e.getCause().getMessage(),
                        "give this client the right to read with group " + wanted.group()));
            }
        }
    }

    private void examineOptions(Admin admin, Set<WantedTopic> there, List<Finding> findings)
            throws InterruptedException {
        Map<String, Config> configs = readConfigs(admin, there, findings);
        Optional<Long> largestCommand = Optional.ofNullable(configs.get(wanted.commands()))
                .map(config -> Long.parseLong(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
        for (WantedTopic topic : there) {
            Optional<Config> config = Optional.ofNullable(configs.get(topic.name()));
            if (topic.config().containsKey(TopicConfig.CLEANUP_POLICY_CONFIG)
                    && config.filter(each -> !value(each, TopicConfig.CLEANUP_POLICY_CONFIG)
                                    .contains(TopicConfig.CLEANUP_POLICY_COMPACT))
                            .isPresent()) {
                findings.add(Finding.warning(
                        area(),
                        "topic " + topic.name() + " is not compacted: groups that do not change are lost from it",
                        "set cleanup.policy=compact"));
            }
            if (topic.config().containsKey(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    && config.isPresent()
                    && largestCommand.isPresent()) {
                long commands = largestCommand.get();
                if (Long.parseLong(value(config.get(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                        < commands + REASON_BYTES) {
                    findings.add(Finding.warning(
                            area(),
                            "topic " + topic.name() + " does not take the largest record of " + wanted.commands()
                                    + " with the reason of its refusal",
                            "set max.message.bytes=" + Math.max(commands * 2, commands + REASON_BYTES)));
                }
            }
        }
        if (largestCommand.isPresent()) {
            new DeduplicationWindowCheck(() -> client, wanted.commands(), wanted.retention())
                    .findProblem()
                    .ifPresent(problem -> findings.add(Finding.warning(
                            area(), problem, "set a shorter retention.ms, or a longer ledger.retention")));
        }
    }

    /** Of the topics that need options: a client that may not describe the others is not told of them. */
    private Map<String, Config> readConfigs(Admin admin, Set<WantedTopic> there, List<Finding> findings)
            throws InterruptedException {
        Map<String, Config> configs = new HashMap<>();
        for (WantedTopic topic : there) {
            if (!topic.config().isEmpty() || topic.name().equals(wanted.commands())) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
                try {
                    configs.put(
                            topic.name(),
                            admin.describeConfigs(List.of(resource)).all().get().get(resource));
                } catch (ExecutionException e) {
                    findings.add(
                            Finding.warning(
                                    area(),
                                    "the options of topic " + topic.name() + " cannot be read: "
                                            + e.getCause().getMessage(),
                                    "give this client the right to describe its configuration, or compare it with docs/operations.md"));
                }
            }
        }
        return configs;
    }

    private static String value(Config config, String name) {
        return Optional.ofNullable(config.get(name)).map(ConfigEntry::value).orElse("");
    }
}
