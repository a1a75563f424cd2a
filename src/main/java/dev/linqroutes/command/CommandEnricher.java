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

/** Completes a command: default line, handles as Linq takes them; and holds it against Linq's rules for them. */
public final class CommandEnricher {
    /** Reference 2.2: with your own line that makes a group of three, the smallest there is. */
    private static final int MIN_RECIPIENTS = 2;

    /** Reference 2.2. */
    private static final int MAX_RECIPIENTS = 31;

    /** Reference 2.2, rule 5: what some carriers take, and what most take at most. */
    private static final int SOME_CARRIERS_LIMIT = 10;

    private static final int MOST_CARRIERS_LIMIT = 20;

    private final Optional<String> defaultLine;
    private final Optional<String> defaultRegion;

    /**
     * @param defaultLine sends what names no line
     * @param region whose numbers need no country code, as {@link Region} gives it
     */
    public CommandEnricher(Optional<String> defaultLine, Optional<String> region) {
        this.defaultLine = defaultLine;
        this.defaultRegion = region;
    }

    /** @throws CommandRefused when its line or its handles cannot be used */
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
                List<String> people = distinctHandles("participant", "/handles", add.handles());
                return new AddParticipants(add.envelope().withWarnings(warnings), people);
            }
            if (command instanceof RemoveParticipants remove) {
                List<String> people = distinctHandles("participant", "/handles", remove.handles());
                return new RemoveParticipants(remove.envelope().withWarnings(warnings), people);
            }
            return command;
        }

        private CreateGroup enrichGroup(CreateGroup create) {
            String line = line(create);
            int before = problems.size();
            List<String> read = parseAll("recipient", "/to", create.to());
            boolean areUnderstood = problems.size() == before;
            List<String> to = distinct("recipient", read);
            for (int i = 0; i < read.size(); i++) {
                if (!line.isEmpty() && read.get(i).equals(line)) {
                    problems.add(new Problem(
                            "/to/" + i, "is the sending line itself, which is in the group anyway; leave it out"));
                }
            }
            // How many one means that is not understood nobody knows: two numbers in one count as none.
            if (areUnderstood && (to.size() < MIN_RECIPIENTS || to.size() > MAX_RECIPIENTS)) {
                problems.add(new Problem(
                        "/to",
                        "a group needs " + MIN_RECIPIENTS + " to " + MAX_RECIPIENTS + " different recipients, has "
                                + to.size()));
            }
            warnOfCarriers(to.size(), create.message());
            ChatMessage message = enrichMessage(create.message(), to::contains);
            return new CreateGroup(
                    create.envelope().withWarnings(warnings),
                    Optional.of(line),
                    to,
                    create.displayName(),
                    create.icon(),
                    message);
        }

        private String line(CreateGroup create) {
            String given = create.from()
                    .map(String::strip)
                    .filter(from -> !from.isEmpty())
                    .or(() -> defaultLine)
                    .orElse("");
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

        /** Everybody once, in order. */
        private List<String> distinctHandles(String called, String pointer, List<String> given) {
            return distinct(called, parseAll(called, pointer, given));
        }

        private List<String> parseAll(String called, String pointer, List<String> given) {
            List<String> read = new ArrayList<>(given.size());
            for (int i = 0; i < given.size(); i++) {
                read.add(parse(called, pointer + "/" + i, given.get(i)));
            }
            return read;
        }

        private List<String> distinct(String called, List<String> read) {
            Set<String> once = new LinkedHashSet<>();
            for (String handle : read) {
                if (!once.add(handle)) {
                    warnings.add(called + " " + Quoting.quote(handle) + " was named twice and counts once");
                }
            }
            return List.copyOf(once);
        }

        private String parse(String called, String pointer, String given) {
            HandleParser.Handle handle = handles.parse(given);
            handle.problem().ifPresent(problem -> problems.add(new Problem(pointer, problem)));
            warnIfReformatted(called, given, handle);
            return handle.value();
        }

        private void warnIfReformatted(String called, String given, HandleParser.Handle handle) {
            if (handle.reformatted()) {
                warnings.add(called + " " + Quoting.quote(given) + " is used as " + handle.value());
            }
            handle.alternative()
                    .ifPresent(other -> warnings.add(called + " " + Quoting.quote(given) + " may be " + other
                            + ", whose + a spreadsheet dropped; write it with its +"));
        }

        private void warnOfCarriers(int recipients, ChatMessage message) {
            boolean carriers = !message.preferredService().equals(Optional.of("iMessage"));
            if (carriers && recipients > SOME_CARRIERS_LIMIT) {
                String limit = recipients > MOST_CARRIERS_LIMIT
                        ? "carriers take about " + MOST_CARRIERS_LIMIT + " members"
                        : "some carriers take only " + SOME_CARRIERS_LIMIT + " members";
                warnings.add(recipients + " recipients: where the group is SMS or MMS, " + limit);
            }
        }

        private ChatMessage enrichMessage(ChatMessage message, Predicate<String> isMember) {
            Optional<Mention> mention = message.mention()
                    .map(each -> new Mention(
                            enrichMention("/message/mention/handle", each.handle(), isMember), each.text()));
            List<JsonNode> parts = new ArrayList<>(message.parts());
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).has("mention")) {
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
