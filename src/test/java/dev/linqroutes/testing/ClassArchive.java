package dev.linqroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Class data archive (CDS) of the packaged program, which halves its start time. The build creates it beside the jar while the
 * first integration tests run; programs started earlier run without it.
 */
public final class ClassArchive {
    /** Java 5 class files cannot be archived; OpenJDK 17 crashes on a lambda for one of their interfaces. */
    private static final String TOO_OLD = ".*(picocli|argparse4j)/.*";

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

    /** The archive for this jar, if it exists. */
    static Optional<Path> of(Path jar) {
        return Optional.of(new ClassArchive(jar).file()).filter(Files::exists);
    }

    /** Creates the archive for the jar given as argument. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        new ClassArchive(Path.of(arguments[0]).toAbsolutePath()).make();
    }

    private Path file() {
        return folder.resolve("classes.jsa");
    }

    /** Runs the demo, which loads most classes. */
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
