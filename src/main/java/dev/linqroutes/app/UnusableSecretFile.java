package dev.linqroutes.app;

/** A variable such as {@code LINQ_API_KEY_FILE} that gives no secret. The message names the variable and the file. */
public final class UnusableSecretFile extends IllegalArgumentException {
    UnusableSecretFile(String message) {
        super(message);
    }

    UnusableSecretFile(String variable, String file, String problem) {
        this(variable + " names " + file + ", which " + problem);
    }
}
