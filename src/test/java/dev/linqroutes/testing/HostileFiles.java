package dev.linqroutes.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** What somebody puts in the place of a file who means harm. */
public final class HostileFiles {
    private HostileFiles() {}

    /** A file {@code a?b.csv} whose second byte is no character in UTF-8, which Java cannot make. */
    public static void nameThatIsNotUtf8(Path folder) throws IOException, InterruptedException {
        Process touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'a\\377b.csv')\"")
                .directory(folder.toFile())
                .start();
        assumeTrue(touch.waitFor() == 0, "this file system takes no such name");
    }

    /** A named pipe, which blocks whoever opens it. Where the system has none the test is left out. */
    public static Path pipe(Path path) throws InterruptedException {
        try {
            assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "mkfifo failed");
        } catch (IOException e) {
            assumeTrue(false, "no mkfifo: " + e.getMessage());
        }
        return path;
    }
}
