package dev.linqroutes.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Instructions of the Dockerfile, to be followed where no Docker answers. */
public final class Dockerfile {
    private final List<String> instructions;

    private Dockerfile(List<String> instructions) {
        this.instructions = instructions;
    }

    public static Dockerfile read() throws IOException {
        String continued = Files.readString(Path.of("Dockerfile")).replace("\\\n", "");
        return new Dockerfile(continued.lines().toList());
    }

    /** The only instruction that begins with these words and contains the text, without the words. */
    public String instruction(String words, String text) {
        List<String> found = instructions.stream()
                .filter(line -> line.startsWith(words + " ") && line.contains(text))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(words + " with " + text + " in the Dockerfile: " + found);
        }
        return found.get(0).substring(words.length()).strip();
    }

    /** The command that a container runs. */
    public List<String> command() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> command = json.readValue(instruction("ENTRYPOINT", ""), new TypeReference<>() {});
        command.addAll(json.readValue(instruction("CMD", ""), new TypeReference<List<String>>() {}));
        return command;
    }

    /** The command of its health check, for a shell. */
    public List<String> healthcheck() {
        return List.of("sh", "-c", instruction("HEALTHCHECK", "CMD ").replaceFirst("^.*?CMD ", ""));
    }
}
