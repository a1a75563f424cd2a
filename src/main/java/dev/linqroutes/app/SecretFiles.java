package dev.linqroutes.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Secrets in files, as orchestrators mount them: {@code LINQ_API_KEY_FILE} names the file that contains the value of
 * {@code LINQ_API_KEY}. Every secret setting, and every secret option of a Camel component, can be given this way.
 *
 * @param environment the variables, with the content of each file under the name of the variable that it replaces
 * @param settings of these contents the ones that are the program's own settings, by the name of the setting
 */
record SecretFiles(Map<String, String> environment, Map<String, String> settings) {
    private static final String SUFFIX = "_FILE";
    private static final String COMPONENT_OPTION = "CAMEL_COMPONENT_";

    /** A larger file is not the one that was meant. */
    private static final int MAX_BYTES = 65536;

    /**
     * Reads the files that the environment names. An empty variable counts as not set.
     *
     * @throws UnusableSecretFile with the variable and the file, never with its content
     */
    static SecretFiles read(Map<String, String> environment) {
        Set<String> ofSettings = variables();
        Map<String, String> resolved = new HashMap<>(environment);
        // In order, so that each start reports the same one first.
        new TreeMap<>(environment).forEach((variable, file) -> {
            if (ofSettings.contains(variable) || isSecretOption(variable)) {
                resolved.remove(variable);
                if (!file.isEmpty()) {
                    String replaced = withoutSuffix(variable);
                    if (!environment.getOrDefault(replaced, "").isEmpty()) {
                        throw new UnusableSecretFile(replaced + " and " + variable + " are both set; remove one");
                    }
                    resolved.put(replaced, content(variable, file));
                }
            }
        });
        Map<String, String> settings = Settings.secrets().stream()
                .filter(name -> !environment
                        .getOrDefault(Settings.variable(name) + SUFFIX, "")
                        .isEmpty())
                .collect(Collectors.toMap(Function.identity(), name -> resolved.get(Settings.variable(name))));
        return new SecretFiles(resolved, settings);
    }

    /** The variables that name files of the program's own settings. */
    static Set<String> variables() {
        return Settings.secrets().stream()
                .map(name -> Settings.variable(name) + SUFFIX)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isSecretOption(String variable) {
        return variable.startsWith(COMPONENT_OPTION)
                && variable.endsWith(SUFFIX)
                && SecretMasking.isSecretName(withoutSuffix(variable));
    }

    private static String withoutSuffix(String variable) {
        return variable.substring(0, variable.length() - SUFFIX.length());
    }

    private static String content(String variable, String file) {
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new UnusableSecretFile(variable, file, "is a folder");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw new UnusableSecretFile(variable, file, "has more than " + MAX_BYTES + " bytes");
            }
            // Unlike the constructor of String this refuses what is no UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("\\R\\z", "");
            if (text.isBlank()) {
                throw new UnusableSecretFile(variable, file, "is empty");
            }
            return text;
        } catch (NoSuchFileException e) {
            throw new UnusableSecretFile(variable, file, "does not exist");
        } catch (AccessDeniedException e) {
            throw new UnusableSecretFile(variable, file, "this process may not read");
        } catch (CharacterCodingException e) {
            throw new UnusableSecretFile(variable, file, "is not UTF-8 text");
        } catch (IOException | InvalidPathException e) {
            throw new UnusableSecretFile(variable, file, "cannot be read: " + e.getMessage());
        }
    }
}
