package dev.linqroutes.sandbox.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.testing.Docker;
import dev.linqroutes.testing.Dockerfile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The container with the packaged jar on the base of the project's image, where Docker answers. */
class LinqSandboxContainerIT {
    private static final String JAR = "linq-routes.jar";

    @BeforeEach
    void requireDocker() {
        assumeTrue(Docker.isAvailable(), "no Docker answers: the sandbox in a container is not tested");
    }

    @Test
    void each_test_has_an_account_in_the_container() throws Exception {
        String base = Dockerfile.read().instruction("FROM", "-jre");
        ImageFromDockerfile image = new ImageFromDockerfile()
                .withFileFromPath(JAR, Path.of(System.getProperty("linq-routes.jar")))
                .withDockerfileFromBuilder(builder -> builder.from(base)
                        .copy(JAR, "/app/" + JAR)
                        .workDir("/app")
                        .entryPoint("java", "-jar", JAR)
                        .build());
        try (LinqSandboxContainer container = new LinqSandboxContainer(image)) {
            container.start();
            try (LinqSandbox linq = container.sandbox().newAccount()) {
                linq.actAs("+15556667777").startsChat("Hello");

                assertThat(linq.awaitMessage("Hello").from()).isEqualTo("+15556667777");
                assertThat(container.sandbox().chats()).isEmpty();
            }
        }
    }
}
