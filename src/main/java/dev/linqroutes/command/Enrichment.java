package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand.AddParticipants;
import dev.linqroutes.command.ChatCommand.CreateGroup;
import dev.linqroutes.command.ChatCommand.RemoveParticipants;
import dev.linqroutes.command.ChatCommand.SendMessage;
import dev.linqroutes.command.Message.Mention;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Completes a command: default line, handles as Linq takes them; and holds it against Linq's rules for them. */
public final class Enrichment {
    /** Reference 2.2: with your own line that makes a group of three, the smallest there is. */
    private static final int FEWEST = 2;

    /** Reference 2.2. */
    private static final int MOST = 31;

    /** Reference 2.2, rule 5: what some carriers take, and what most take at most. */
    private static final int SOME_CARRIERS = 10;

    private static final int MOST_CARRIERS = 20;

    private final Optional<String> defaultLine;
    private final Optional<String> defaultRegion;

    /**
     * @param defaultLine sends what names no line
     * @param region whose numbers need no country code, as {@link Region} gives it
     */
    public Enrichment(Optional<String> defaultLine, Optional<String> region) {
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
        private final Handles handles;
        private final List<Problem> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Step(Optional<String> region) {
            this.handles = new Handles(region);
        }

        ChatCommand enrich(ChatCommand command) {
            if (command instanceof CreateGroup create) {
                return group(create);
            }
            if (command instanceof SendMessage send) {
                Message message = message(send.message(), handle -> true);
                return new SendMessage(send.envelope().warned(warnings), message);
            }
            if (command instanceof AddParticipants add) {
                List<String> people = people("participant", "/handles", add.handles());
                return new AddParticipants(add.envelope().warned(warnings), people);
            }
            if (command instanceof RemoveParticipants remove) {
                List<String> people = people("participant", "/handles", remove.handles());
                return new RemoveParticipants(remove.envelope().warned(warnings), people);
            }
            return command;
        }

        private CreateGroup group(CreateGroup create) {
            String line = line(create);
            int before = problems.size();
            List<String> read = read("recipient", "/to", create.to());
            boolean areUnderstood = problems.size() == before;
            List<String> to = once("recipient", read);
            for (int i = 0; i < read.size(); i++) {
                if (!line.isEmpty() && read.get(i).equals(line)) {
                    problems.add(new Problem(
                            "/to/" + i, "is the sending line itself, which is in the group anyway; leave it out"));
                }
            }
            // How many one means that is not understood nobody knows: two numbers in one count as none.
            if (areUnderstood && (to.size() < FEWEST || to.size() > MOST)) {
                problems.add(new Problem(
                        "/to", "a group needs " + FEWEST + " to " + MOST + " different recipients, has " + to.size()));
            }
            warnOfCarriers(to.size(), create.message());
            Message message = message(create.message(), to::contains);
            return new CreateGroup(
                    create.envelope().warned(warnings),
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
            Handles.Handle line = handles.read(given);
            if (line.problem().isPresent() || line.value().contains("@")) {
                problems.add(new Problem(
                        "/from", "must be an E.164 number such as +12223334444, is " + Shown.quoted(given)));
            }
            warnIfReformatted("line", given, line);
            return line.value();
        }

        /** Everybody once, in order. */
        private List<String> people(String called, String pointer, List<String> given) {
            return once(called, read(called, pointer, given));
        }

        private List<String> read(String called, String pointer, List<String> given) {
            List<String> read = new ArrayList<>(given.size());
            for (int i = 0; i < given.size(); i++) {
                read.add(handle(called, pointer + "/" + i, given.get(i)));
            }
            return read;
        }

        private List<String> once(String called, List<String> read) {
            Set<String> once = new LinkedHashSet<>();
            for (String handle : read) {
                if (!once.add(handle)) {
                    warnings.add(called + " " + Shown.quoted(handle) + " was named twice and counts once");
                }
            }
            return List.copyOf(once);
        }

        private String handle(String called, String pointer, String given) {
            Handles.Handle handle = handles.read(given);
            handle.problem().ifPresent(problem -> problems.add(new Problem(pointer, problem)));
            warnIfReformatted(called, given, handle);
            return handle.value();
        }

        private void warnIfReformatted(String called, String given, Handles.Handle handle) {
            if (handle.reformatted()) {
                warnings.add(called + " " + Shown.quoted(given) + " is used as " + handle.value());
            }
            handle.doubt()
                    .ifPresent(other -> warnings.add(called + " " + Shown.quoted(given) + " may be " + other
                            + ", whose + a spreadsheet dropped; write it with its +"));
        }

        private void warnOfCarriers(int recipients, Message message) {
            boolean carriers = !message.preferredService().equals(Optional.of("iMessage"));
            if (carriers && recipients > SOME_CARRIERS) {
                String limit = recipients > MOST_CARRIERS
                        ? "carriers take about " + MOST_CARRIERS + " members"
                        : "some carriers take only " + SOME_CARRIERS + " members";
                warnings.add(recipients + " recipients: where the group is SMS or MMS, " + limit);
            }
        }

        private Message message(Message message, Predicate<String> isMember) {
            Optional<Mention> mention = message.mention()
                    .map(each ->
                            new Mention(mentioned("/message/mention/handle", each.handle(), isMember), each.text()));
            List<JsonNode> parts = new ArrayList<>(message.parts());
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).has("mention")) {
                    String pointer = "/message/parts/" + i + "/mention";
                    ObjectNode part = parts.get(i).deepCopy();
                    String handle = part.get("mention").textValue();
                    parts.set(i, part.put("mention", mentioned(pointer, handle, isMember)));
                }
            }
            return message.mentioning(mention, parts);
        }

        private String mentioned(String pointer, String given, Predicate<String> isMember) {
            Handles.Handle handle = handles.read(given);
            if (handle.problem().isEmpty() && !isMember.test(handle.value())) {
                problems.add(new Problem(pointer, "is not one of the recipients, and only a member can be mentioned"));
            }
            return handle("mention", pointer, given);
        }
    }
}
