package dev.linqroutes.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be started on this machine. */
public final class Docker {
    private static final boolean ANSWERS = probe();

    private Docker() {}

    public static boolean isAvailable() {
        return ANSWERS;
    }

    /** Testcontainers' own probe takes seconds and logs a lot if there is no Docker. */
    private static boolean probe() {
        boolean maybe = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return maybe && DockerClientFactory.instance().isDockerAvailable();
    }
}
