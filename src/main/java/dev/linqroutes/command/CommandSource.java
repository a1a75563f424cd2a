package dev.linqroutes.command;

/** Where a command was received. A redelivered record or row has the same {@link #id()}, which makes it recognizable. */
public sealed interface CommandSource {

    /** Unique identity of this position, also across re-created topics and files of the same name; {@code [A-Za-z0-9_-]+}. */
    String id();

    /** The position for log lines and messages: {@code linq.commands partition 0 offset 15}. */
    String describe();

    /**
     * A record of a Kafka topic. The offsets of a re-created topic start at zero, so the ids of cluster and topic are part of
     * the identity.
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
     * A row of a file. The identity comes from the content and not from the name: importing the same file again repeats no
     * command.
     *
     * @param fileName without its folder
     * @param sha256 hash of the content, and of the import options if there are any; lower-case hex
     * @param row counted from 1 as in a spreadsheet: the first row below the header is 2
     */
    record File(String fileName, String sha256, long row) implements CommandSource {
        @Override
        public String id() {
            return batchId() + "-" + row;
        }

        /** Id of the file, shared by all its rows. */
        public String batchId() {
            return "f-" + sha256.substring(0, 32);
        }

        @Override
        public String describe() {
            return fileName + " row " + row;
        }
    }
}
