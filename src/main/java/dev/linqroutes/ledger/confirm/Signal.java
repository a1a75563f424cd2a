package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.db.LedgerJson;
import java.util.List;
import java.util.Optional;

/**
 * What an event reports about the effect of a call (reference 5).
 *
 * @param content by kind: the name, handle, reaction or text; empty if the event has none
 * @param errorCode Linq's error code, of a failure
 * @param error message of a failure
 */
public record Signal(Kind kind, Optional<String> content, Optional<Integer> errorCode, Optional<String> error) {

    /** What the event reports. */
    public enum Kind {
        SENT,
        NOT_SENT,
        NAMED,
        NOT_NAMED,
        ICON_SET,
        ICON_NOT_SET,
        JOINED,
        GONE,
        /** The line itself has left. */
        LEFT,
        BACKGROUND_SET,
        BACKGROUND_NOT_SET,
        /** By the line itself. */
        REACTED,
        /** By the line itself. */
        REACTION_TAKEN_BACK,
        /** By the line itself. */
        STICKER_PLACED,
        EDITED,
        /** To a poll, by anybody; the content is a JSON array of their texts. */
        OPTIONS_ADDED;

        /**
         * Whether it reports the present state, and not the result of one request: it then confirms every matching call made
         * before, and is kept for calls whose response is not recorded yet. Any other signal is consumed by the first match.
         */
        boolean isStateReport() {
            return switch (this) {
                case NAMED, JOINED, GONE, LEFT, REACTED, REACTION_TAKEN_BACK, EDITED, OPTIONS_ADDED -> true;
                default -> false;
            };
        }

        /** Error message of the outcome if Linq gives none. */
        public String describeFailure() {
            return switch (this) {
                case NOT_SENT -> "Linq could not send the message";
                case NOT_NAMED -> "Linq could not set the name";
                case ICON_NOT_SET -> "Linq could not set the icon";
                case BACKGROUND_NOT_SET -> "Linq could not set the background";
                default -> throw new IllegalStateException(this + " is not a failure");
            };
        }

        /** Whether it is about a message that a call has sent, which has that message's ids. */
        boolean isAboutOwnMessage() {
            return this == SENT || this == NOT_SENT;
        }

        /** Whether it is about a message, and not about the chat. */
        boolean isAboutMessage() {
            return isAboutOwnMessage()
                    || this == REACTED
                    || this == REACTION_TAKEN_BACK
                    || this == STICKER_PLACED
                    || this == EDITED
                    || this == OPTIONS_ADDED;
        }
    }

    /** These options were added to a poll. */
    public static Signal optionsAdded(List<String> texts) {
        return happened(
                Kind.OPTIONS_ADDED,
                Optional.of(LedgerJson.MAPPER.valueToTree(texts).toString()));
    }

    /** A signal without an error. */
    public static Signal happened(Kind kind, Optional<String> content) {
        return new Signal(kind, content, Optional.empty(), Optional.empty());
    }
}
