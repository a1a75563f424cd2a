package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another project tests with the sandbox: {@code src/it/tests-of-others}, built by Maven, offline. */
class OtherProjectsTestsIT {
    private static final Path PROJECT = Path.of("src/it/tests-of-others");
    private static final String SANDBOX_JAR = "linq-routes-0.1.0-SNAPSHOT-sandbox.jar";
    private static final Pattern PLACEHOLDER = Pattern.compile("@([a-z-]+)@");

    /** Beside other tests on two cores; alone it takes 15 seconds. */
    private static final int MINUTES = 5;

    @TempDir
    Path folder;

    private Path maven;
    private Path repository;
    private String pom;

    private void findMaven() throws IOException {
        maven = Path.of(System.getProperty("linq-routes.maven", "not started by Maven"), "bin", "mvn");
        assumeTrue(Files.isExecutable(maven), "no Maven to build another project with: " + maven);
        repository = Path.of(System.getProperty("linq-routes.repository"));
        pom = Files.readString(Path.of("pom.xml"));
    }

    @Test
    void a_test_of_another_project_needs_one_annotation_and_fails_for_a_refused_call() throws Exception {
        findMaven();
        copyProject();

        String log = build();

        assertThat(report("example.CrewsTest")).as(log).contains(tests(1, 0));
        assertThat(report("example.ParallelTest")).contains(tests(8, 0));
        assertThat(report("example.MistakeTest"))
                .contains(tests(1, 1))
                .contains("the sandbox refused calls of this test", "POST /chats", "-&gt; 400 1005");
    }

    /** JUnit warns of each link that it finds in its folder. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void the_jar_of_the_sandbox_has_no_class_that_a_project_may_have_another_version_of() throws IOException {
        try (JarFile jar = new JarFile(sandboxJar().toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
                    .contains("dev/linqroutes/sandbox/junit/LinqSandboxTest.class")
                    .allMatch(name -> name.matches("(dev/linqroutes/sandbox|sandbox|META-INF)/.*"))
                    .noneMatch(name -> name.matches("META-INF/.*[.]class"));
        }
    }

    @Test
    void the_program_has_no_library_of_tests() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("linq-routes.jar"))) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .noneMatch(name -> name.matches("org/(junit|assertj|testcontainers|opentest4j)/.*"));
        }
        assertThat(Files.readString(Path.of("target/linq-routes-licenses.txt")))
                .contains("vertx")
                .doesNotContain("junit", "assertj", "testcontainers");
    }

    private void copyProject() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve("project").resolve(PROJECT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy, PLACEHOLDER.matcher(Files.readString(file)).replaceAll(this::version));
            }
        }
    }

    /** Of a library or a plugin of our build, so that it is in the local repository. */
    private String version(MatchResult placeholder) {
        String name = placeholder.group(1);
        return Pattern.compile(
                        "<" + name + "\\.version>([^<]+)<|<artifactId>" + name + "</artifactId>\\s*<version>([^<]+)<")
                .matcher(pom)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("pom.xml has no version of " + name));
    }

    private static Path sandboxJar() {
        return Path.of(System.getProperty("linq-routes.jar")).resolveSibling(SANDBOX_JAR);
    }

    /** The local repository, and in it the jar as {@code mvn install} would put it there. */
    private Path repositoryWithJar() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("repository"));
        Path dev = Files.createDirectories(copy.resolve("dev"));
        link(repository, copy, "dev");
        link(repository.resolve("dev"), dev, "linqroutes");
        Path ours = Files.createDirectories(dev.resolve("linqroutes/linq-routes/0.1.0-SNAPSHOT"));
        Files.createSymbolicLink(ours.resolve(SANDBOX_JAR), sandboxJar().toAbsolutePath());
        Files.createSymbolicLink(
                ours.resolve("linq-routes-0.1.0-SNAPSHOT.pom"),
                Path.of("dependency-reduced-pom.xml").toAbsolutePath());
        return copy;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> children = Files.list(from)) {
                for (Path child :
                        children.filter(each -> !each.endsWith(except)).toList()) {
                    Files.createSymbolicLink(to.resolve(child.getFileName()), child);
                }
            }
        }
    }

    /** @return what Maven said */
    private String build() throws Exception {
        Path log = folder.resolve("maven.log");
        Process process = new ProcessBuilder(List.of(
                        maven.toString(),
                        "-o",
                        "-B",
                        "-Dmaven.repo.local=" + repositoryWithJar(),
                        "-Dmaven.test.failure.ignore=true",
                        "test"))
                .directory(folder.resolve("project").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(() -> read(log)).isZero();
        return read(log);
    }

    private static String tests(int all, int failed) {
        return "tests=\"%d\" errors=\"0\" skipped=\"0\" failures=\"%d\"".formatted(all, failed);
    }

    private String report(String test) {
        return read(folder.resolve("project/target/surefire-reports/TEST-" + test + ".xml"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
