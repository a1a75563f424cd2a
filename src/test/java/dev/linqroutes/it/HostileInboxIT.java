package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.HostileFiles;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Somebody who may write anywhere in the inbox means harm; others drop files beside that. */
class HostileInboxIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    /** Good commands, so that it would be seen if they were sent. */
    private static final String SECRET =
            "to,message\n+12025550191;+12025550192,the-secret-outside\nthe-secret-outside,also\n";

    private Path inbox;
    private Path outside;

    @Test
    void honest_files_are_worked_and_nothing_outside_is_read_or_changed() throws Exception {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), SECRET);
        Files.writeString(outside.resolve("written.csv"), SECRET);
        putEverywhere();

        Map<String, String> environment = program()
                .with("ledger.url", FreshLedger.postgres())
                .with("linq.lease", "6s")
                .with("inbox.poll-interval", "50")
                .with("inbox.settle-time", "50")
                .environment();
        String log;
        try (ProgramProcess program =
                ProgramProcess.start(folder, environment, "run").awaitLine("ready in")) {
            for (int i = 0; i < 4; i++) {
                drop(
                        "honest" + i + ".csv",
                        "to,message\n+1202555010%d;+12025550109,Hello %d\n12,bad\n".formatted(i, i));
            }
            drop("forged\n00:00:00.000 INFO  x y  all is well\u001b[2J.csv", "to,message\n12,bad\n");

            await().atMost(LONG).until(() -> done("honest").count() == 4);
            await().atMost(LONG).until(() -> done("forged").count() == 1);
            await().atMost(LONG).until(() -> Files.exists(inbox.resolve("failed/linked.csv.reason.txt")));
            program.terminate();
            log = program.output();
        }

        assertThat(linq.groups())
                .flatExtracting(SandboxRecord.Group::messages)
                .containsExactlyInAnyOrder("Hello 0", "Hello 1", "Hello 2", "Hello 3");
        assertThat(outside.resolve("secret.csv")).hasContent(SECRET);
        assertThat(outside.resolve("written.csv")).hasContent(SECRET);
        assertThat(outside).isDirectoryNotContaining(path -> !path.toString().endsWith(".csv"));
        assertThat(writtenInTheInbox()).isNotEmpty().noneMatch(text -> text.contains("the-secret-outside"));
        assertThat(topics.outcomesSoFar())
                .noneMatch(outcome -> outcome.toString().contains("the-secret-outside"));
        assertThat(log)
                .contains("pipe.csv is ignored", "linked.properties: is a link")
                .doesNotContain("the-secret-outside", "\u001b");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("00:00:00.000"));
    }

    /** Links and pipes wherever the program reads or writes. */
    private void putEverywhere() throws Exception {
        Path secret = outside.resolve("secret.csv");
        Path written = outside.resolve("written.csv");
        for (String name : List.of("working/mine", "working/piped", "working/half/.taking", "done", "failed")) {
            Files.createDirectories(inbox.resolve(name));
        }
        link("top.csv", secret);
        HostileFiles.pipe(inbox.resolve("top-pipe.csv"));
        Files.writeString(inbox.resolve("linked.csv"), "to,message\n+12025550101;+12025550102,Hello\n");
        link("linked.properties", secret);
        link("working/mine/link.csv", secret);
        HostileFiles.pipe(inbox.resolve("working/piped/pipe.csv"));
        HostileFiles.pipe(inbox.resolve("working/piped/pipe2.jsonl"));
        HostileFiles.pipe(inbox.resolve("working/half/.taking/half.csv"));
        link("working/folder", outside);
        link("working/direct.csv", secret);
        for (int i = 0; i < 4; i++) {
            link("done/honest" + i + ".results.csv.part", written);
            link("done/honest" + i + ".failed.csv.part", written);
            HostileFiles.pipe(
                    inbox.resolve("done/." + Integer.toHexString(("honest" + i + ".csv").hashCode()) + ".part"));
        }
        link("failed/linked.csv.reason.txt.part", written);
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(inbox.resolve(name), target);
    }

    /** The results of files whose names begin so. */
    private Stream<Path> done(String begin) throws IOException {
        try (Stream<Path> done = Files.list(inbox.resolve("done"))) {
            return done
                    .filter(path -> path.getFileName().toString().matches("(?s)" + begin + ".*\\.results\\.csv"))
                    .toList()
                    .stream();
        }
    }

    /** What each regular file in the inbox holds. */
    private List<String> writtenInTheInbox() throws IOException {
        try (Stream<Path> all = Files.walk(inbox)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .map(HostileInboxIT::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
