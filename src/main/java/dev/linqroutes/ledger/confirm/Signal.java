package dev.linqroutes.ledger.confirm;

import java.util.Optional;

/**
 * What an event says about a call (reference 5).
 *
 * @param content what it is about, by kind: the name, the handle, the reaction, the text; empty where it does not say
 * @param errorCode Linq's own, of a failure
 * @param error the same in words
 */
public record Signal(Kind kind, Optional<String> content, Optional<Integer> errorCode, Optional<String> error) {

    /** What has happened, or has not. */
    public enum Kind {
        SENT,
        NOT_SENT,
        NAMED,
        NOT_NAMED,
        ICON_SET,
        ICON_NOT_SET,
        JOINED,
        GONE,
        /** The line itself is gone. */
        LEFT,
        BACKGROUND_SET,
        BACKGROUND_NOT_SET,
        /** By the line itself. */
        REACTED,
        /** By the line itself. */
        REACTION_TAKEN_BACK,
        EDITED;

        /**
         * Whether it says what the call asked for: it then confirms each call that was made before, and stays for one whose
         * answer is not recorded yet. Any other is used up by the call that it is about.
         */
        boolean isStateReport() {
            return switch (this) {
                case NAMED, JOINED, GONE, LEFT, REACTED, REACTION_TAKEN_BACK, EDITED -> true;
                default -> false;
            };
        }

        /** What the outcome says where Linq gives no reason. */
        public String describeFailure() {
            return switch (this) {
                case NOT_SENT -> "Linq could not send the message";
                case NOT_NAMED -> "Linq could not set the name";
                case ICON_NOT_SET -> "Linq could not set the icon";
                case BACKGROUND_NOT_SET -> "Linq could not set the background";
                default -> throw new IllegalStateException(this + " is no failure");
            };
        }

        /** Whether it is about one message, and not about the chat. */
        boolean isAboutMessage() {
            return this == SENT || this == NOT_SENT || this == REACTED || this == REACTION_TAKEN_BACK || this == EDITED;
        }
    }

    /** Something has happened. */
    public static Signal happened(Kind kind, Optional<String> content) {
        return new Signal(kind, content, Optional.empty(), Optional.empty());
    }
}
