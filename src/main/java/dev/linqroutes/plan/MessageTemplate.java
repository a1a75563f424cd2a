package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatMessage;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.ledger.model.GroupFacts;
import dev.linqroutes.plan.link.LinkEncoder;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A message whose text has placeholders for what the ledger knows of its group: {@code Welcome to {group.display_name}}. */
final class MessageTemplate {
    private static final String POINTER = "/message/template";

    private final ChatMessage message;
    private final Set<GroupFact> facts = EnumSet.noneOf(GroupFact.class);
    private final StringBuilder asWritten = new StringBuilder();

    private MessageTemplate(ChatMessage message) {
        this.message = message;
    }

    /**
     * The template of the message, if it has one.
     *
     * @throws CommandRefused when a placeholder names nothing that may be known of a group
     */
    static Optional<MessageTemplate> read(ChatCommand command, ChatMessage message) {
        return message.template().map(written -> {
            MessageTemplate template = new MessageTemplate(message);
            parse(command, written, template.asWritten, fact -> {
                template.facts.add(fact);
                return fact.placeholder();
            });
            return template;
        });
    }

    Set<GroupFact> facts() {
        return facts;
    }

    /** The message with its placeholders as they are written. */
    ChatMessage asWritten() {
        return message.withText(asWritten.toString());
    }

    /** @throws CommandRefused when the group has not what a placeholder names, or the text gets too long */
    ChatMessage fill(ChatCommand command, GroupFacts known) {
        StringBuilder text = new StringBuilder();
        LinkEncoder encoder = new LinkEncoder(false);
        parse(command, message.template().orElseThrow(), text, fact -> {
            String value = known.value(fact).orElseThrow(() -> refused(command, describeMissing(fact)));
            encoder.advance(text);
            encoder.describeProblem(value).ifPresent(problem -> {
                throw refused(command, fact.placeholder() + " " + problem);
            });
            if (text.length() + value.length() > MessageParts.MAX_TEXT_LENGTH) {
                throw refused(
                        command,
                        "has more than " + MessageParts.MAX_TEXT_LENGTH
                                + " characters with its placeholders filled in");
            }
            return encoder.encode(value);
        });
        return message.withText(text.toString());
    }

    private static String describeMissing(GroupFact fact) {
        return fact.placeholder()
                + switch (fact) {
                    case DISPLAY_NAME ->
                        ": the group has no name, as far as is known; give it one by update_group first, or send the"
                                + " text without the placeholder";
                    case GROUP_REF ->
                        ": the chat has no group_ref, because it was not created by a command; send the text without the"
                                + " placeholder";
                };
    }

    /** What stands in the place of a placeholder. */
    private interface Values {
        String value(GroupFact fact);
    }

    private static void parse(ChatCommand command, String template, StringBuilder out, Values values) {
        TemplateParser.parse(template, "known of a group", new TemplateParser.Pieces() {
                    @Override
                    public void addLiteral(char c) {
                        out.append(c);
                    }

                    @Override
                    public boolean addPlaceholder(String written) {
                        GroupFact fact = GroupFact.ofPlaceholder(written)
                                .orElseThrow(() -> refused(
                                        command,
                                        "{" + Quoting.shorten(written) + "} is not known of a group; there are "
                                                + GroupFact.describeAll() + "; for a literal brace write {{"));
                        out.append(values.value(fact));
                        return true;
                    }
                })
                .ifPresent(problem -> {
                    throw refused(command, problem);
                });
    }

    private static CommandRefused refused(ChatCommand command, String problem) {
        return new CommandRefused(command, new Problem(POINTER, problem));
    }
}
