package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and docs/operations.md let the JVM archive the classes of a run; OpenJDK 17 crashes at some. */
class ClassArchiveIT {
    @TempDir
    Path folder;

    @Test
    void a_run_can_leave_an_archive_of_its_classes_with_which_the_next_one_starts() throws Exception {
        Path archive = folder.resolve("linq-routes.jsa");

        assertThat(java("-XX:ArchiveClassesAtExit=" + archive, "--version")).startsWith("0 ");
        assertThat(archive).isNotEmptyFile();
        assertThat(java("-XX:SharedArchiveFile=" + archive, "--version")).startsWith("0 linq-routes ");
    }

    /** Exit code and output of the packaged program. */
    private String java(String option, String argument) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), option, "-jar"));
        command.add(
                Path.of(System.getProperty("linq-routes.jar")).toAbsolutePath().toString());
        command.add(argument);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output;
    }
}
