package dev.linqroutes.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** Files that an attacker could put into a folder. */
public final class HostileFiles {
    private HostileFiles() {}

    /** A file {@code a?b.csv} whose second byte is invalid in UTF-8; Java cannot create it. */
    public static void nameThatIsNotUtf8(Path folder) throws IOException, InterruptedException {
        Process touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'a\\377b.csv')\"")
                .directory(folder.toFile())
                .start();
        assumeTrue(touch.waitFor() == 0, "this file system takes no such name");
    }

    /** A named pipe, which blocks the process that opens it. Skips the test on systems without pipes. */
    public static Path pipe(Path path) throws InterruptedException {
        try {
            assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "mkfifo failed");
        } catch (IOException e) {
            assumeTrue(false, "no mkfifo: " + e.getMessage());
        }
        return path;
    }
}
