package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatMessage;
import dev.linqroutes.command.ChatMessage.Mention;
import dev.linqroutes.command.CommandEnvelope;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CreateGroup;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.plan.link.Links;
import dev.linqroutes.plan.link.RemainingText;
import dev.linqroutes.plan.link.TextRange;
import dev.linqroutes.plan.link.TextWithoutLinks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message without its links and cards, and these. Repeated links are sent once, at the position of the first.
 *
 * @param opening parts of the message itself; empty if the message has only links and cards
 * @param followUps one part for each link and card, in order
 * @param warnings what was removed together with a link, which links are doubtful, and what is sent unchecked
 */
record SplitMessage(List<JsonNode> opening, List<JsonNode> followUps, List<String> warnings) {

    /** @throws CommandRefused when the message breaks the rules of Linq (reference 3.1, 3.2) */
    static SplitMessage of(ChatCommand command, ChatMessage message) {
        Splitter splitter = new Splitter(command instanceof CreateGroup, command.envelope());
        if (!message.parts().isEmpty()) {
            splitter.addParts(message);
        } else {
            splitter.addFields(message);
            boolean isOfSheet = !command.envelope().received().columns().isEmpty();
            if (!isOfSheet && message.template().isEmpty()) {
                message.text().ifPresent(splitter::warnOfPlaceholders);
            }
        }
        return splitter.finish(command);
    }

    private static final class Splitter {
        private static final String MESSAGE = "/message";
        private static final ObjectNode NO_FIELDS = JsonNodeFactory.instance.objectNode();
        private static final String TEXT_AFTER_TEXT =
                "is next to another text, and they cannot be joined because of a field that is not known; put a media part"
                        + " between them, or send them as two messages";

        private final boolean isFirstMessage;
        private final CommandEnvelope envelope;
        private final List<JsonNode> opening = new ArrayList<>();
        /** By link; a card by its pointer. */
        private final Map<String, ObjectNode> followUps = new LinkedHashMap<>();

        private final List<String> warnings = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Splitter(boolean isFirstMessage, CommandEnvelope envelope) {
            this.isFirstMessage = isFirstMessage;
            this.envelope = envelope;
        }

        void addFields(ChatMessage message) {
            boolean isTemplate = message.template().isPresent();
            message.text().ifPresent(text -> {
                ObjectNode part = TextDecorations.decorate(MessageParts.text(text), message.decorations());
                message.mention().ifPresent(mention -> addMention(part, text, mention));
                addText(MESSAGE, isTemplate ? "template" : "text", part);
            });
            if (message.text().isEmpty()
                    && (!message.decorations().isEmpty() || message.mention().isPresent())) {
                problems.add(new Problem(MESSAGE, "has decorations or a mention, but no text for them"));
            }
            for (int i = 0; i < message.links().size(); i++) {
                addGivenLink(MESSAGE + "/links/" + i, message.links().get(i), NO_FIELDS);
            }
            message.media().forEach(source -> opening.add(MessageParts.media(source, envelope)));
        }

        /** In a sheet the text has placeholders, and who writes a literal brace there means it. */
        private void warnOfPlaceholders(String text) {
            Stream.of(GroupFact.values())
                    .map(GroupFact::placeholder)
                    .filter(text::contains)
                    .forEach(placeholder -> warnings.add("message has " + placeholder
                            + ", which is sent as it is; to have it replaced, give \"template\" in place of \"text\""));
        }

        private void addMention(ObjectNode part, String text, Mention mention) {
            int start = text.indexOf(mention.text());
            if (mention.text().startsWith("@")) {
                problems.add(new Problem(MESSAGE + "/mention/text", "must be the bare name, without @"));
            } else if (start < 0) {
                problems.add(new Problem(
                        MESSAGE + "/mention/text", "must be the name exactly as it is written in the message's text"));
            } else {
                TextDecorations.addMention(
                        part,
                        mention.handle(),
                        new TextRange(start, start + mention.text().length()));
            }
        }

        void addParts(ChatMessage message) {
            boolean hasOtherContent = message.text().isPresent()
                    || message.template().isPresent()
                    || !message.decorations().isEmpty()
                    || message.mention().isPresent()
                    || !message.links().isEmpty()
                    || !message.media().isEmpty();
            if (hasOtherContent) {
                problems.add(
                        new Problem(
                                "/message/parts",
                                "replaces text, template, text_decorations, mention, links and media; give either parts or these"));
            }
            for (int i = 0; i < message.parts().size(); i++) {
                addPart(i, (ObjectNode) message.parts().get(i), message.preferredService());
            }
        }

        private void addPart(int index, ObjectNode part, Optional<String> service) {
            String pointer = "/message/parts/" + index;
            UnknownContent unknown = UnknownContent.of(part);
            if (!unknown.isEmpty()) {
                problems.addAll(unknown.findMisspellings(pointer));
                warnings.add(unknown.describe(index));
            }
            if (MessageParts.isType(part, "link")) {
                addGivenLink(pointer + "/value", part.get("value").textValue(), unknown.fields());
                return;
            }
            if (UnknownContent.isCard(part)) {
                addCard(pointer, part, service);
                return;
            }
            if (isFirstMessage) {
                unknown.findLinks(pointer).forEach(this::refuseUnmovableLink);
            }
            if (MessageParts.isType(part, "media")) {
                addMedia(pointer, part);
            } else if (!MessageParts.isType(part, "text")) {
                opening.add(part);
            } else if (unknown.isEmpty()) {
                addText(pointer, "value", part);
            } else {
                addFixedText(pointer, part);
            }
        }

        private void addCard(String pointer, ObjectNode part, Optional<String> service) {
            service.filter(name -> !name.equals("iMessage"))
                    .ifPresent(name -> problems.add(new Problem(
                            pointer,
                            "can only be sent by iMessage, but preferred_service is " + name + "; leave that out")));
            followUps.put(pointer, part);
        }

        /** Its unknown fields may refer to positions in the text, so the text is not changed. */
        private void addFixedText(String pointer, ObjectNode part) {
            String value = part.get("value").textValue();
            List<Problem> markupProblems = TextDecorations.findProblems(pointer, part);
            problems.addAll(markupProblems);
            if (isFirstMessage && UnknownContent.hasLink(value)) {
                refuseUnmovableLink(pointer + "/value");
            }
            if (!opening.isEmpty() && MessageParts.isType(opening.get(opening.size() - 1), "text")) {
                problems.add(new Problem(pointer, TEXT_AFTER_TEXT));
            }
            opening.add(part);
        }

        private void refuseUnmovableLink(String pointer) {
            problems.add(new Problem(
                    pointer,
                    "has a link, which the first message of a group must not contain, in a part that cannot be sent without"
                            + " it; send this part with a send_message command"));
        }

        private void addMedia(String pointer, JsonNode part) {
            if (Stream.of("url", "attachment_id", "file").filter(part::has).count() != 1) {
                problems.add(new Problem(pointer, "a media part needs one of url, attachment_id and file"));
            }
            opening.add(MessageParts.media(part, envelope));
        }

        /**
         * @param pointer of the object that contains the text
         * @param field name of the text in that object
         */
        private void addText(String pointer, String field, ObjectNode part) {
            List<Problem> markupProblems = TextDecorations.findProblems(pointer, part);
            problems.addAll(markupProblems);
            if (!markupProblems.isEmpty()) {
                return;
            }
            String textPointer = pointer + "/" + field;
            String value = part.get("value").textValue();
            Optional<TextWithoutLinks> split =
                    isFirstMessage ? TextWithoutLinks.removeAll(value) : TextWithoutLinks.removeCertain(value);
            if (split.isEmpty()) {
                problems.add(new Problem(
                        textPointer,
                        "forms new links each time its links are removed; give the links in \"links\"" + " instead"));
                return;
            }
            TextWithoutLinks unlinked = split.get();
            unlinked.links().forEach(link -> addLink(textPointer, Links.withScheme(link), NO_FIELDS));
            unlinked.doubtful().stream().distinct().forEach(this::warnOfDoubt);
            unlinked.links().stream().filter(Links::mayHoldNextWord).distinct().forEach(this::warnOfNextWord);
            if (unlinked.links().isEmpty()) {
                appendText(textPointer, part);
            } else {
                // A full stop after a link, or a dash before it, is not sent as a message.
                boolean isOnlyPunctuation =
                        InvisibleCharacters.isPunctuation(unlinked.rest().text());
                TextDecorations.moveTo(part, isOnlyPunctuation ? RemainingText.of("") : unlinked.rest(), warnings)
                        .ifPresentOrElse(
                                rest -> appendText(textPointer, rest),
                                () -> problems.add(new Problem(
                                        textPointer,
                                        "has a mention inside a link, which is sent as a separate message")));
            }
        }

        private void warnOfDoubt(String word) {
            warnings.add(
                    Quoting.quote(word) + " looks like a link, which a first message must not contain, and is sent as a"
                            + " preview; if it is not a link, put a space into it");
        }

        private void warnOfNextWord(String link) {
            warnings.add("link " + Quoting.quote(link)
                    + " may include the beginning of the next word; put a space after the link");
        }

        private void appendText(String pointer, ObjectNode text) {
            if (InvisibleCharacters.isBlank(text.get("value").textValue())) {
                return;
            }
            JsonNode last = opening.isEmpty() ? null : opening.get(opening.size() - 1);
            if (last != null && MessageParts.isType(last, "text")) {
                if (!UnknownContent.of(last).isEmpty()) {
                    problems.add(new Problem(pointer, TEXT_AFTER_TEXT));
                    return;
                }
                appendToLast(pointer, (ObjectNode) last, text);
            } else {
                opening.add(text);
            }
            if (opening.get(opening.size() - 1).get("value").textValue().length() > MessageParts.MAX_TEXT_LENGTH) {
                problems.add(new Problem(
                        pointer, "is too long: at most " + MessageParts.MAX_TEXT_LENGTH + " characters are allowed"));
            }
        }

        /** Joins the texts, because Linq does not allow consecutive text parts. */
        private void appendToLast(String pointer, ObjectNode last, ObjectNode next) {
            if (TextDecorations.hasMention(last) && TextDecorations.hasMention(next)) {
                problems.add(new Problem(
                        pointer,
                        "follows a text with a mention and has one too; put a media part between them, or send them"
                                + " as two messages"));
            }
            ObjectNode joined = TextDecorations.join(last, next);
            if (TextDecorations.countDecorations(joined) > TextDecorations.MAX_DECORATIONS) {
                problems.add(new Problem(
                        pointer,
                        "has, together with the text before it, more than " + TextDecorations.MAX_DECORATIONS
                                + " decorations"));
            }
            opening.set(opening.size() - 1, joined);
        }

        /** @param fields of a part of Linq's format that are not known */
        private void addGivenLink(String pointer, String given, ObjectNode fields) {
            String link = InvisibleCharacters.strip(given);
            if (link.isEmpty() || link.codePoints().anyMatch(InvisibleCharacters::isSpace)) {
                problems.add(new Problem(pointer, "must be one link without white space, is " + Quoting.quote(given)));
                return;
            }
            Links.parseGiven(link)
                    .ifPresentOrElse(
                            found -> addLink(pointer, Links.withScheme(found), fields),
                            () -> problems.add(new Problem(
                                    pointer,
                                    "must be a link such as https://example.com/page, is " + Quoting.quote(given))));
        }

        private void addLink(String pointer, String link, ObjectNode fields) {
            if (link.length() > MessageParts.MAX_LINK_LENGTH) {
                problems.add(new Problem(
                        pointer,
                        "the link has " + link.length() + " characters, at most " + MessageParts.MAX_LINK_LENGTH
                                + " are allowed"));
            } else {
                followUps.computeIfAbsent(link, MessageParts::link).setAll(fields);
            }
        }

        SplitMessage finish(ChatCommand command) {
            long publicMedia = opening.stream()
                    .filter(part -> MessageParts.isType(part, "media") && part.has("url"))
                    .count();
            if (publicMedia > MessageParts.MAX_PUBLIC_MEDIA) {
                problems.add(new Problem(
                        MESSAGE,
                        publicMedia + " media by url, at most " + MessageParts.MAX_PUBLIC_MEDIA
                                + " are allowed; upload some first and give their attachment_id"));
            }
            if (problems.isEmpty() && opening.isEmpty() && followUps.isEmpty()) {
                problems.add(new Problem(MESSAGE, "is empty: give text, links, media or parts"));
            }
            if (!problems.isEmpty()) {
                throw new CommandRefused(command, problems);
            }
            return new SplitMessage(
                    List.copyOf(opening), List.<JsonNode>copyOf(followUps.values()), List.copyOf(warnings));
        }
    }
}
