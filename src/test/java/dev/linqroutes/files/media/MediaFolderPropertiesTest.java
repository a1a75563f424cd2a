package dev.linqroutes.files.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class MediaFolderPropertiesTest {
    private static Path parent;

    @BeforeContainer
    static void makeFolders() throws IOException {
        parent = Files.createTempDirectory("media");
        Files.createDirectories(parent.resolve("inbox/a/b"));
        Files.createDirectories(parent.resolve("a/b"));
        for (String outside : List.of("x", "a/x", "a/b/x")) {
            Files.writeString(parent.resolve(outside), "outside");
        }
        for (String inside : List.of("inbox/x", "inbox/a/x", "inbox/a/b/x")) {
            Files.writeString(parent.resolve(inside), "inside");
        }
        Files.createSymbolicLink(parent.resolve("inbox/up"), parent);
        Files.createSymbolicLink(parent.resolve("inbox/a/up"), parent);
        Files.createSymbolicLink(parent.resolve("inbox/link"), parent.resolve("x"));
    }

    @AfterContainer
    static void deleteFolders() throws IOException {
        try (var files = Files.walk(parent)) {
            for (Path each : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(each);
            }
        }
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> segments = Arbitraries.of(
                "x", "a", "b", "up", "link", "..", ".", "", "inbox", "\\", "..\\", "%2e%2e", "x\0", "C:", "~",
                "\u2025");
        return segments.list().ofMinSize(1).ofMaxSize(6).map(each -> String.join("/", each));
    }

    @Property
    void whatever_its_name_a_file_that_is_opened_is_in_the_folder(@ForAll("names") String name) throws IOException {
        MediaFolder folder = new MediaFolder(parent.resolve("inbox"), parent.resolve("inbox"));
        try (OpenFile opened = folder.open(name)) {
            assertThat(new String(opened.content().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("inside");
        } catch (RefusedFile e) {
            assertThat(name).isNotIn("x", "a/x", "a/b/x");
        }
    }
}
