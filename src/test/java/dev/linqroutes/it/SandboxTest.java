package dev.linqroutes.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test of programs between topics and a sandbox of its own. What it opens is closed after it, the last first. Before the sandbox
 * closes, the requests of the programs are checked against the description of Linq's API.
 */
abstract class SandboxTest {
    @TempDir
    Path folder;

    TestTopics topics;
    Sandbox sandbox;
    SandboxRecord linq;
    private final Queue<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeEach
    void openSandbox() throws Exception {
        topics = closeAfterwards(new TestTopics(brokers()));
        sandbox = closeAfterwards(Sandbox.start(options()));
        linq = new SandboxRecord(sandbox);
        closeAfterwards((AutoCloseable) linq::assertConforms);
    }

    /** Bootstrap servers of the broker with the topics. */
    String brokers() {
        return TestKafka.brokers();
    }

    SandboxOptions options() {
        return SandboxOptions.defaults();
    }

    /** A program that is not started yet; its ledger is an H2 file. */
    InProcessProgram program() {
        return program(folder);
    }

    /** @param parent of its inbox */
    InProcessProgram program(Path parent) {
        return closeAfterwards(new InProcessProgram(parent, topics, sandbox.apiUrl()));
    }

    /** A program with confirmation, whose successor need not wait long for its leases and its calls. */
    InProcessProgram programToKill(String ledger) throws Exception {
        return program()
                .with("ledger.url", ledger)
                .with("linq.confirm", "true")
                // A call that was in flight is repeated, and its event may have arrived before: then Linq is read.
                .with("linq.confirm.deadline", "3s")
                .with("linq.lease", "6s")
                .with("linq.connect-timeout", "500")
                .with("linq.response-timeout", "2000")
                .subscribedTo(linq);
    }

    /** Puts a file that is complete into the inbox. */
    void drop(String name, String content) throws IOException {
        drop(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void drop(String name, byte[] content) throws IOException {
        Path prepared = Files.write(folder.resolve("prepared"), content);
        Files.move(prepared, folder.resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    <T extends AutoCloseable> T closeAfterwards(T resource) {
        opened.add(resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        if (!opened.isEmpty()) {
            try (AutoCloseable first = opened.remove()) {
                closeAll();
            }
        }
    }

    /** What an outcome is about: the row of a file, or the command. */
    static String placeOrCommand(JsonNode outcome) {
        String place = outcome.at("/source/place").asText();
        return place.contains(".csv") ? place : outcome.path("command_id").asText();
    }
}
