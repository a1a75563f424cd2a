package dev.linqroutes.command;

/**
 * Where a command was received. The position is what makes a redelivery recognisable: the same record or row always
 * has the same {@link #id()}.
 */
public sealed interface CommandSource {

    /** Identity of this position, unique over topics made anew and files of the same name; {@code [A-Za-z0-9_-]+}. */
    String id();

    /** The position as a person names it, for messages: {@code linq.commands partition 0 offset 15}. */
    String describe();

    /**
     * A record of a Kafka topic. A topic deleted and made anew counts its offsets from zero again, so cluster and topic
     * id are part of the identity.
     */
    record Kafka(String clusterId, String topic, String topicId, int partition, long offset) implements CommandSource {
        @Override
        public String id() {
            return "k-" + clusterId + "-" + topicId + "-" + partition + "-" + offset;
        }

        @Override
        public String describe() {
            return topic + " partition " + partition + " offset " + offset;
        }
    }

    /**
     * A row of a file. The content's hash, not the name, makes the identity: the same file dropped again doubles
     * nothing.
     *
     * @param fileName name without folder
     * @param sha256 of the content, and of the options beside it where there are any; lower-case hex
     * @param row counted from 1 as a spreadsheet shows it, so the first row under a header is 2
     */
    record File(String fileName, String sha256, long row) implements CommandSource {
        @Override
        public String id() {
            return batchId() + "-" + row;
        }

        /** The same for every row of the file. */
        public String batchId() {
            return "f-" + sha256.substring(0, 32);
        }

        @Override
        public String describe() {
            return fileName + " row " + row;
        }
    }
}
