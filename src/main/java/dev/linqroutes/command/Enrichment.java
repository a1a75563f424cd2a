package dev.linqroutes.command;

import dev.linqroutes.command.ChatCommand.CreateGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Completes a command: default line, tidy recipients; and holds it against Linq's rules for them. */
public final class Enrichment {
    /** Reference 2.1. */
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+");
    /** Reference 2.2: with your own line that makes a group of three, the smallest there is. */
    private static final int FEWEST = 2;

    /** Reference 2.2. */
    private static final int MOST = 31;

    private static final int LONGEST_SHOWN = 80;

    private final Optional<String> defaultLine;

    public Enrichment(Optional<String> defaultLine) {
        this.defaultLine = defaultLine;
    }

    /** @throws CommandRefused when its line or its recipients cannot be used */
    public ChatCommand enrich(ChatCommand command) {
        return command instanceof CreateGroup create ? create(create) : command;
    }

    private CreateGroup create(CreateGroup create) {
        List<Problem> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>(create.warnings());
        String line = create.from()
                .map(String::strip)
                .filter(from -> !from.isEmpty())
                .or(() -> defaultLine)
                .orElse("");
        if (line.isEmpty()) {
            problems.add(new Problem("/from", "no line to send from: give one, or configure a default (LINQ_FROM)"));
        } else if (!E164.matcher(line).matches()) {
            problems.add(new Problem("/from", "must be an E.164 number such as +12223334444, is " + shown(line)));
        }
        Map<String, Integer> recipients = new LinkedHashMap<>();
        for (int i = 0; i < create.to().size(); i++) {
            String pointer = "/to/" + i;
            String handle = normalised(create.to().get(i));
            if (!E164.matcher(handle).matches() && !EMAIL.matcher(handle).matches()) {
                problems.add(new Problem(
                        pointer,
                        "must be an E.164 number such as +12025550123 or an e-mail address, is " + shown(handle)));
            } else if (handle.equals(line)) {
                problems.add(
                        new Problem(pointer, "is the sending line itself, which is in the group anyway; leave it out"));
            }
            if (recipients.putIfAbsent(handle, i) != null) {
                warnings.add("recipient " + shown(handle) + " was named twice and counts once");
            }
        }
        if (recipients.size() < FEWEST || recipients.size() > MOST) {
            problems.add(new Problem(
                    "/to",
                    "a group needs " + FEWEST + " to " + MOST + " different recipients, has " + recipients.size()));
        }
        if (!problems.isEmpty()) {
            throw new CommandRefused(create, problems);
        }
        return new CreateGroup(
                create.received(),
                create.commandId(),
                create.ref(),
                Optional.of(line),
                List.copyOf(recipients.keySet()),
                create.displayName(),
                create.icon(),
                create.message(),
                warnings);
    }

    private static String normalised(String handle) {
        String stripped = handle.strip();
        return stripped.contains("@") ? stripped.toLowerCase(Locale.ROOT) : stripped;
    }

    private static String shown(String value) {
        return "\"" + (value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…") + "\"";
    }
}
