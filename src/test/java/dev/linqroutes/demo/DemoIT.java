package dev.linqroutes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.ProgramProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged demo in an empty folder with a heap of 512 MB, as a new user runs it. */
class DemoIT {
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @Test
    void a_killed_demo_continues_and_reports_every_sample() throws Exception {
        try (ProgramProcess program = start("demo", "--once")) {
            program.awaitLine("samples have their outcome");
            program.kill();
        }
        assertThat(once())
                .contains("Groups created: 6")
                .contains("1  Welcome! Track it:")
                .contains("2  link preview  https://example.com/t/1001")
                .contains("5  The gate is here, and Eve comes along tomorrow.", "+12025550133, +12025550177")
                .contains("Order 1002 (shipped)", "+12025550133", "poll  Tuesday or Thursday")
                .contains("Refused or failed: 6")
                .contains("groups.csv row 7 refused")
                .contains("All 22 samples are accounted for");
    }

    @Test
    void the_demo_keeps_running_imports_files_refuses_a_second_demo_and_continues_after_a_restart() throws Exception {
        try (ProgramProcess program = start("demo")) {
            program.awaitLine("The demo keeps running");
            drop(
                    "more.csv",
                    """
                    name,members,message
                    Book club,+12025550101;+12025550102,Welcome
                    """);
            program.awaitLine("(more.csv row 2)");
            drop("wrong.csv", "name,phone\nBook club,+12025550101\n");
            program.awaitLine("wrong.csv row 1: the first row must name the columns");
            program.awaitLine("batch finished more.csv");

            try (ProgramProcess second = start("demo")) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output())
                        .contains("another demo uses data/demo")
                        .doesNotContain("\tat ");
            }
            assertThat(program.terminate()).isEqualTo(TERMINATED);
            assertThat(program.output()).contains("stopping").doesNotContain("\tat ");
        }
        try (var failed = Files.list(folder.resolve("data/demo/inbox/failed"))) {
            assertThat(failed.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("wrong.csv", "wrong.csv.reason.txt");
        }
        assertThat(folder.resolve("data/demo/inbox/done/more.results.csv")).isRegularFile();
        assertThat(once()).contains("Groups created: 7").contains("All 22 samples are accounted for");
    }

    @Test
    void a_port_in_use_is_reported() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProgramProcess program = start("demo", "--sandbox-port", Integer.toString(taken.getLocalPort()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("port " + taken.getLocalPort() + " is in use; choose another with --sandbox-port");
        }
    }

    private String once() throws Exception {
        try (ProgramProcess program = start("demo", "--once")) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            // On a busy machine the sandbox may retry a webhook; that is logged, and nothing is lost.
            assertThat(program.output().lines().filter(line -> !line.contains("answered 503")))
                    .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
            return program.output();
        }
    }

    private ProgramProcess start(String... arguments) throws IOException {
        return ProgramProcess.start(folder, Map.of(), arguments);
    }

    private void drop(String name, String content) throws IOException {
        Path prepared = Files.writeString(folder.resolve(name), content);
        Files.move(prepared, folder.resolve("data/demo/inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
