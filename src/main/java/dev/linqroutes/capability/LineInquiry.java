package dev.linqroutes.capability;

import dev.linqroutes.files.check.InquirySubjects;
import dev.linqroutes.files.check.LinqAnswers.Card;
import dev.linqroutes.files.check.LinqAnswers.LineAnswer;
import dev.linqroutes.subscribe.ContactCards;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.LinqRequestFailed;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks whether the lines of a file belong to the API key and have an active contact card (reference 0.17, 2.13). */
final class LineInquiry {
    private final LinqApiClient linq;
    private final Set<String> defaultLines;

    LineInquiry(LinqApiClient linq, Set<String> defaultLines) {
        this.linq = linq;
        this.defaultLines = Set.copyOf(defaultLines);
    }

    /** @throws LinqRequestFailed when Linq does not tell its lines */
    List<LineAnswer> ask(InquirySubjects subjects) {
        Map<String, Optional<String>> ofKey = new LinkedHashMap<>();
        linq.call("GET", "/phone_numbers", Map.of())
                .json()
                .path("phone_numbers")
                .forEach(line -> ofKey.put(
                        line.path("phone_number").asText(),
                        Optional.ofNullable(line.at("/reputation/status").textValue())));
        Set<String> lines = new LinkedHashSet<>(subjects.lines());
        lines.addAll(defaultLines);
        if (subjects.cardRows() > 0) {
            // The groups that get the card exist already, so their lines are not in the file.
            lines.addAll(ofKey.keySet());
        }
        Optional<ContactCards> cards = readCards();
        return lines.stream()
                .map(line -> new LineAnswer(
                        line, ofKey.containsKey(line), ofKey.getOrDefault(line, Optional.empty()), card(cards, line)))
                .toList();
    }

    private Optional<ContactCards> readCards() {
        try {
            return Optional.of(ContactCards.read(linq));
        } catch (LinqRequestFailed e) {
            return Optional.empty();
        }
    }

    private static Card card(Optional<ContactCards> cards, String line) {
        if (cards.isEmpty()) {
            return Card.UNKNOWN;
        }
        return cards.get()
                .isActive(line)
                .map(active -> active ? Card.ACTIVE : Card.INACTIVE)
                .orElse(Card.NONE);
    }
}
