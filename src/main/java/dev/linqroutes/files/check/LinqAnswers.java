package dev.linqroutes.files.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Linq says about the lines and people of a file.
 *
 * @param handles those that Linq was asked about, in order
 * @param incomplete why not everything was asked, and what to do; empty if it was
 */
public record LinqAnswers(List<LineAnswer> lines, Map<String, HandleAnswer> handles, Optional<String> incomplete) {

    /** The contact card of a line. */
    public enum Card {
        ACTIVE,
        /** Sharing it does nothing (reference 0.17). */
        INACTIVE,
        NONE,
        UNKNOWN
    }

    /**
     * A line that rows are sent from.
     *
     * @param ofKey whether it belongs to the API key
     * @param health Linq's rating (reference 2.13); empty if Linq does not tell it
     */
    public record LineAnswer(String line, boolean ofKey, Optional<String> health, Card card) {}

    /** Whether a person has iMessage. */
    public enum Reach {
        IMESSAGE,
        NO_IMESSAGE,
        /** Linq could not tell, which is not a "no" (reference 2.13). */
        UNKNOWN,
        NOT_ASKED
    }

    /** @param reason why it is unknown; empty otherwise */
    public record HandleAnswer(Reach reach, String reason) {
        static final HandleAnswer NOT_ASKED = new HandleAnswer(Reach.NOT_ASKED, "");
    }

    HandleAnswer of(String handle) {
        return handles.getOrDefault(handle, HandleAnswer.NOT_ASKED);
    }

    long count(Reach reach) {
        return handles.values().stream().filter(each -> each.reach() == reach).count();
    }

    /** Whether all was asked and all lines can send. */
    boolean isGood() {
        return incomplete.isEmpty() && lines.stream().allMatch(LineAnswer::ofKey);
    }
}
