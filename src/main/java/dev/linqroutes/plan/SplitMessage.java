package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Message;
import dev.linqroutes.command.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A message without its links, and its links. A link named twice follows once, where it was named first.
 *
 * @param opening parts of the message itself; empty when it is only links
 * @param followUps one part for each link, in order
 */
record SplitMessage(List<JsonNode> opening, List<JsonNode> followUps) {

    /** @throws CommandRefused when the parts break Linq's rules (reference 3.1, 3.2) */
    static SplitMessage of(ChatCommand command, Message message) {
        Splitter splitter = new Splitter();
        if (!message.parts().isEmpty()) {
            splitter.parts(message);
        } else {
            splitter.simple(message);
        }
        return splitter.finish(command);
    }

    private static final class Splitter {
        private final List<JsonNode> opening = new ArrayList<>();
        private final Set<String> links = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();

        void simple(Message message) {
            message.text().ifPresent(text -> text("/message/text", Parts.text(text)));
            for (int i = 0; i < message.links().size(); i++) {
                link("/message/links/" + i, message.links().get(i));
            }
            message.media().forEach(source -> opening.add(Parts.media(source)));
        }

        void parts(Message message) {
            if (message.text().isPresent()
                    || !message.links().isEmpty()
                    || !message.media().isEmpty()) {
                problems.add(new Problem(
                        "/message/parts", "stands instead of text, links and media; give only one of both"));
            }
            for (int i = 0; i < message.parts().size(); i++) {
                JsonNode part = message.parts().get(i);
                String pointer = "/message/parts/" + i;
                if (Parts.is(part, "media")) {
                    media(pointer, part);
                } else if (!part.path("value").isTextual()) {
                    problems.add(new Problem(pointer + "/value", "is missing"));
                } else if (Parts.is(part, "link")) {
                    link(pointer + "/value", part.get("value").textValue());
                } else {
                    text(pointer + "/value", (ObjectNode) part);
                }
            }
        }

        private void media(String pointer, JsonNode part) {
            if (part.has("url") == part.has("attachment_id")) {
                problems.add(new Problem(pointer, "a media part needs either url or attachment_id"));
            } else if (part.has("url") && !part.get("url").asText().startsWith("https://")) {
                problems.add(new Problem(pointer + "/url", "must be an address that begins with https://"));
            } else if (part.has("attachment_id") && !part.get("attachment_id").isTextual()) {
                problems.add(new Problem(pointer + "/attachment_id", "must be the id of an uploaded attachment"));
            }
            opening.add(part);
        }

        private void text(String pointer, ObjectNode part) {
            Unlinked unlinked = Unlinked.of(part.get("value").textValue());
            if (!unlinked.links().isEmpty() && isDecorated(part)) {
                problems.add(new Problem(
                        pointer,
                        "a text with decorations or a mention must hold no link; put the link into a part of its own"));
            }
            unlinked.links().forEach(link -> link(pointer, link));
            if (unlinked.text().isEmpty()) {
                return;
            }
            ObjectNode text = unlinked.links().isEmpty() ? part : Parts.text(unlinked.text());
            JsonNode last = opening.isEmpty() ? null : opening.get(opening.size() - 1);
            if (last != null && Parts.is(last, "text")) {
                join(pointer, (ObjectNode) last, text);
            } else {
                opening.add(text);
            }
            if (opening.get(opening.size() - 1).get("value").textValue().length() > Parts.LONGEST_TEXT) {
                problems.add(
                        new Problem(pointer, "is too long: at most " + Parts.LONGEST_TEXT + " characters are taken"));
            }
        }

        /** Two text parts in a row are not allowed. */
        private void join(String pointer, ObjectNode last, ObjectNode next) {
            if (isDecorated(last) || isDecorated(next)) {
                problems.add(new Problem(
                        pointer,
                        "two text parts in a row, of which one has decorations or a mention; make one of them"));
            }
            String joined =
                    last.get("value").textValue() + "\n" + next.get("value").textValue();
            opening.set(opening.size() - 1, Parts.text(joined));
        }

        private static boolean isDecorated(JsonNode part) {
            return part.has("text_decorations") || part.has("mention");
        }

        private void link(String pointer, String link) {
            String stripped = link.strip();
            String complete = Links.withScheme(stripped);
            if (stripped.isEmpty() || stripped.chars().anyMatch(Character::isWhitespace)) {
                problems.add(new Problem(pointer, "must be one link without white space"));
            } else if (!Links.isLink(stripped)) {
                problems.add(new Problem(pointer, "must be a link such as https://example.com/page"));
            } else if (complete.length() > Parts.LONGEST_LINK) {
                problems.add(new Problem(
                        pointer,
                        "the link has " + complete.length() + " characters, at most " + Parts.LONGEST_LINK
                                + " are taken"));
            } else {
                links.add(complete);
            }
        }

        SplitMessage finish(ChatCommand command) {
            long publicMedia = opening.stream().filter(part -> part.has("url")).count();
            if (publicMedia > Parts.MOST_PUBLIC_MEDIA) {
                problems.add(new Problem(
                        "/message",
                        publicMedia + " media by url, at most " + Parts.MOST_PUBLIC_MEDIA
                                + " are taken; upload some first and name them by attachment_id"));
            }
            if (problems.isEmpty() && opening.isEmpty() && links.isEmpty()) {
                problems.add(new Problem("/message", "says nothing: give text, links, media or parts"));
            }
            if (!problems.isEmpty()) {
                throw new CommandRefused(command, problems);
            }
            return new SplitMessage(
                    List.copyOf(opening),
                    links.stream().<JsonNode>map(Parts::link).toList());
        }
    }
}
