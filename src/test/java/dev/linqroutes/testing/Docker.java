package dev.linqroutes.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be started here. */
final class Docker {
    private static final boolean ANSWERS = probe();

    private Docker() {}

    static boolean isAvailable() {
        return ANSWERS;
    }

    /** Testcontainers' own probe takes seconds and logs at length where there is no Docker at all. */
    private static boolean probe() {
        boolean maybe = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return maybe && DockerClientFactory.instance().isDockerAvailable();
    }
}
