package dev.linqroutes.cli;

import dev.linqroutes.sandbox.account.SandboxOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of the command {@code sandbox}: how long Linq takes, and what it limits. */
final class SandboxRulesOptions {
    @Option(
            names = "--change-delay",
            paramLabel = "DURATION",
            defaultValue = "PT0.2S",
            description =
                    "Time until an accepted change of a name, an icon, a background or a member takes effect (default: ${DEFAULT-VALUE})")
    private Duration changeDelay;

    @Option(
            names = "--sending-delay",
            paramLabel = "DURATION",
            defaultValue = "PT0S",
            description = "Time until an accepted message is sent or fails (default: ${DEFAULT-VALUE})")
    private Duration sendingDelay;

    @Option(
            names = "--attachment-delay",
            paramLabel = "DURATION",
            defaultValue = "PT0S",
            description =
                    "Time until an uploaded attachment can be used; before, 404 with code 2007 (default: ${DEFAULT-VALUE})")
    private Duration attachmentDelay;

    @Option(
            names = "--webhook-retry-delay",
            paramLabel = "DURATION",
            defaultValue = "PT0.66S",
            description =
                    "Time until the first retry of a webhook; each further one takes three times as long (default: ${DEFAULT-VALUE})")
    private Duration webhookRetryDelay;

    @Option(
            names = "--messages-per-minute",
            paramLabel = "N",
            defaultValue = "30",
            description = "Messages of a line to a person in 60 seconds, over all chats (default: ${DEFAULT-VALUE})")
    private int messagesPerMinute;

    @Option(
            names = "--messages-per-day",
            paramLabel = "N",
            description = "Messages of the account in a day, UTC (default: no limit)")
    private Optional<Integer> messagesPerDay = Optional.empty();

    @Option(
            names = "--carrier-group-limit",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Members, with the line, from which on a group on SMS or RCS cannot be sent to (default: ${DEFAULT-VALUE})")
    private int carrierGroupLimit;

    @Option(
            names = "--recipients-write-first",
            description =
                    "Refuse messages to people who have not written, as Linq's own sandbox does: 403 with code 2008 (default: off)")
    private boolean recipientsWriteFirst;

    /** @throws IllegalArgumentException when a value is out of its range */
    SandboxOptions applyTo(SandboxOptions options) {
        SandboxOptions changed = options.withNamingDelay(changeDelay)
                .withSendingDelay(sendingDelay)
                .withAttachmentDelay(attachmentDelay)
                .withFirstWebhookRetry(webhookRetryDelay)
                .withPairLimitPerMinute(messagesPerMinute)
                .withCarrierGroupLimit(carrierGroupLimit);
        changed = messagesPerDay.map(changed::withMessagesPerDay).orElse(changed);
        return recipientsWriteFirst ? changed.withRecipientsWriteFirst() : changed;
    }
}
