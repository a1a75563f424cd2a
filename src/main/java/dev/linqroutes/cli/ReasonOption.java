package dev.linqroutes.cli;

import picocli.CommandLine.Option;

/** The option {@code --reason} of the commands whose actions are recorded. */
final class ReasonOption {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the list of actions")
    private String reason = "";

    String text() {
        return reason;
    }
}
