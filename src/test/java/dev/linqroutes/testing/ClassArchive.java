package dev.linqroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes that the packaged program loads, in an archive that a JVM maps into its memory: with it the program starts in half the
 * time. The build makes it beside the jar while the first integration tests run; programs that are started before it is there do
 * without.
 */
public final class ClassArchive {
    /** Those of Java 5 cannot be archived; OpenJDK 17 crashes over a lambda for one of their interfaces. */
    private static final String TOO_OLD = ".*(picocli|argparse4j)/.*";

    /** How the program is started. */
    static final List<String> JAVA = List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError");

    private final Path jar;
    private final Path folder;

    private ClassArchive(Path jar) {
        this.jar = jar;
        folder = jar.resolveSibling("class-archive");
    }

    /** The archive for this jar, if it is there. */
    static Optional<Path> of(Path jar) {
        return Optional.of(new ClassArchive(jar).file()).filter(Files::exists);
    }

    /** Makes the archive for the jar that the argument names. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        new ClassArchive(Path.of(arguments[0]).toAbsolutePath()).make();
    }

    private Path file() {
        return folder.resolve("classes.jsa");
    }

    /** The demo uses most of the program. */
    private void make() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.deleteIfExists(file());
        Path loaded = folder.resolve("loaded.txt");
        Path archived = folder.resolve("archived.txt");
        Path made = folder.resolve("made.jsa");
        Path data = Files.createTempDirectory(folder, "data");
        java("-XX:DumpLoadedClassList=" + loaded, "-jar", jar.toString(), "demo", "--once", "--data", data.toString());
        try (Stream<String> lines = Files.lines(loaded)) {
            Files.write(archived, lines.filter(line -> !line.matches(TOO_OLD)).toList());
        }
        java(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + archived,
                "-XX:SharedArchiveFile=" + made,
                "-jar",
                jar.toString());
        Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void java(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Stream.concat(JAVA.stream(), Stream.of(arguments)).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("java " + List.of(arguments) + " ended with " + process.exitValue() + ":\n"
                    + Files.readString(log));
        }
    }
}
