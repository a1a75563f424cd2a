package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatMessage.Mention;
import dev.linqroutes.command.handle.HandleParser;
import dev.linqroutes.command.handle.Region;
import dev.linqroutes.command.text.Quoting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Completes a command: sets the default line, brings handles into Linq's form, and checks Linq's rules for both. */
public final class CommandEnricher {
    /** Reference 2.2: with the line itself this makes a group of three, the smallest possible. */
    private static final int MIN_RECIPIENTS = 2;

    /** Reference 2.2. */
    private static final int MAX_RECIPIENTS = 31;

    /** Reference 2.2, rule 5: the number of members that some carriers accept, and that most carriers accept. */
    private static final int SOME_CARRIERS_LIMIT = 10;

    private static final int MOST_CARRIERS_LIMIT = 20;

    private final List<String> lines;
    private final Optional<String> defaultRegion;

    /**
     * @param lines one of which sends the commands that give none; of several it is chosen when the command is accepted
     * @param defaultRegion country of phone numbers without a country code, from {@link Region}
     */
    public CommandEnricher(List<String> lines, Optional<String> defaultRegion) {
        this.lines = List.copyOf(lines);
        this.defaultRegion = defaultRegion;
    }

    /** @throws CommandRefused when the line or a handle cannot be used */
    public ChatCommand enrich(ChatCommand command) {
        Step step = new Step(command.envelope().received().region().or(() -> defaultRegion));
        ChatCommand enriched = step.enrich(command);
        if (!step.problems.isEmpty()) {
            throw new CommandRefused(command, step.problems);
        }
        return enriched;
    }

    private final class Step {
        private final HandleParser handles;
        private final List<Problem> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Step(Optional<String> region) {
            this.handles = new HandleParser(region);
        }

        ChatCommand enrich(ChatCommand command) {
            if (command instanceof CreateGroup create) {
                return enrichGroup(create);
            }
            if (command instanceof SendMessage send) {
                ChatMessage message = enrichMessage(send.message(), handle -> true);
                return new SendMessage(send.envelope().withWarnings(warnings), message);
            }
            if (command instanceof AddParticipants add) {
                List<String> participants = distinctHandles("participant", "/handles", add.handles());
                return new AddParticipants(add.envelope().withWarnings(warnings), participants);
            }
            if (command instanceof RemoveParticipants remove) {
                List<String> participants = distinctHandles("participant", "/handles", remove.handles());
                return new RemoveParticipants(remove.envelope().withWarnings(warnings), participants);
            }
            return command;
        }

        private CreateGroup enrichGroup(CreateGroup create) {
            Optional<String> given = create.from().map(String::strip).filter(from -> !from.isEmpty());
            boolean chosenLater = given.isEmpty() && lines.size() > 1;
            String line = chosenLater ? "" : line(given);
            int problemsBefore = problems.size();
            List<String> parsed = parseAll("recipient", "/to", create.to());
            boolean allParsed = problems.size() == problemsBefore;
            List<String> to = distinct("recipient", parsed);
            for (int i = 0; i < parsed.size(); i++) {
                if (!line.isEmpty() && parsed.get(i).equals(line)) {
                    problems.add(
                            new Problem("/to/" + i, "is the sending line, which is always in the group; remove it"));
                } else if (chosenLater && lines.contains(parsed.get(i))) {
                    problems.add(new Problem(
                            "/to/" + i,
                            "is one of the lines that may send (LINQ_LINES); remove it, or give another one as from"));
                }
            }
            // A value that was not understood may stand for any number of recipients, so it is not counted.
            if (allParsed && (to.size() < MIN_RECIPIENTS || to.size() > MAX_RECIPIENTS)) {
                problems.add(new Problem(
                        "/to",
                        "a group needs " + MIN_RECIPIENTS + " to " + MAX_RECIPIENTS + " different recipients, has "
                                + to.size()));
            }
            warnOfCarriers(to.size(), create.message());
            ChatMessage message = enrichMessage(create.message(), to::contains);
            return new CreateGroup(
                    create.envelope().withWarnings(warnings),
                    Optional.of(line).filter(chosen -> !chosenLater),
                    to,
                    create.displayName(),
                    create.icon(),
                    message);
        }

        private String line(Optional<String> from) {
            String given = from.or(() -> lines.stream().findFirst()).orElse("");
            if (given.isEmpty()) {
                problems.add(
                        new Problem("/from", "no line to send from: give one, or configure a default (LINQ_FROM)"));
                return given;
            }
            HandleParser.Handle line = handles.parse(given);
            if (line.problem().isPresent() || line.value().contains("@")) {
                problems.add(new Problem(
                        "/from", "must be an E.164 number such as +12223334444, is " + Quoting.quote(given)));
            }
            warnIfReformatted("line", given, line);
            return line.value();
        }

        /** Parses handles and removes duplicates, in order. */
        private List<String> distinctHandles(String role, String pointer, List<String> given) {
            return distinct(role, parseAll(role, pointer, given));
        }

        private List<String> parseAll(String role, String pointer, List<String> given) {
            List<String> parsed = new ArrayList<>(given.size());
            for (int i = 0; i < given.size(); i++) {
                parsed.add(parse(role, pointer + "/" + i, given.get(i)));
            }
            return parsed;
        }

        private List<String> distinct(String role, List<String> parsed) {
            Set<String> distinct = new LinkedHashSet<>();
            for (String handle : parsed) {
                if (!distinct.add(handle)) {
                    warnings.add(role + " " + Quoting.quote(handle) + " is listed twice and counts once");
                }
            }
            return List.copyOf(distinct);
        }

        private String parse(String role, String pointer, String given) {
            HandleParser.Handle handle = handles.parse(given);
            handle.problem().ifPresent(problem -> problems.add(new Problem(pointer, problem)));
            warnIfReformatted(role, given, handle);
            return handle.value();
        }

        private void warnIfReformatted(String role, String given, HandleParser.Handle handle) {
            if (handle.reformatted()) {
                warnings.add(role + " " + Quoting.quote(given) + " is used as " + handle.value());
            }
            handle.alternative()
                    .ifPresent(other -> warnings.add(role + " " + Quoting.quote(given) + " may be " + other
                            + ", because spreadsheets drop the +; write the number with it"));
        }

        private void warnOfCarriers(int recipients, ChatMessage message) {
            boolean carriers = !message.preferredService().equals(Optional.of("iMessage"));
            if (carriers && recipients > SOME_CARRIERS_LIMIT) {
                String limit = recipients > MOST_CARRIERS_LIMIT
                        ? "carriers accept about " + MOST_CARRIERS_LIMIT + " members"
                        : "some carriers accept only " + SOME_CARRIERS_LIMIT + " members";
                warnings.add(recipients + " recipients: where the group is SMS or MMS, " + limit);
            }
        }

        private ChatMessage enrichMessage(ChatMessage message, Predicate<String> isMember) {
            Optional<Mention> mention = message.mention()
                    .map(each -> new Mention(
                            enrichMention("/message/mention/handle", each.handle(), isMember), each.text()));
            List<JsonNode> parts = new ArrayList<>(message.parts());
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).path("type").asText().equals("text")
                        && parts.get(i).has("mention")) {
                    String pointer = "/message/parts/" + i + "/mention";
                    ObjectNode part = parts.get(i).deepCopy();
                    String handle = part.get("mention").textValue();
                    parts.set(i, part.put("mention", enrichMention(pointer, handle, isMember)));
                }
            }
            return message.withMention(mention, parts);
        }

        private String enrichMention(String pointer, String given, Predicate<String> isMember) {
            HandleParser.Handle handle = handles.parse(given);
            if (handle.problem().isEmpty() && !isMember.test(handle.value())) {
                problems.add(new Problem(pointer, "is not one of the recipients, and only a member can be mentioned"));
            }
            return parse("mention", pointer, given);
        }
    }
}
