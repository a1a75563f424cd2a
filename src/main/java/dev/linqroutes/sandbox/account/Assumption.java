package dev.linqroutes.sandbox.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Linq's documentation leaves open, and what the sandbox does unless told otherwise: mostly the reading that is harder for a
 * client, so that wrong guesses are found.
 */
public enum Assumption {
    TRACE_ID_ON_EVERY_EVENT(
            false,
            "1.2",
            "events of groups, members, reactions and polls carry the trace id of the request behind them"),
    LEFT_CHAT_IS_READABLE(false, "2.4", "a chat that the line left can be read; otherwise 409/2013"),
    GROUP_MESSAGE_COUNTS_ONCE(
            false, "0.18", "a message counts once for its chat, not once for each pair of line and member"),
    UNREACHABLE_MEMBER_FAILS_MESSAGE(true, "5", "a group message fails when one of its members cannot be reached"),
    REUSED_CHAT_IS_NEW(true, "2.2", "the rules of a first message also hold when a create finds an existing chat"),
    GROUP_HAS_TYPING(true, "0.7", "groups have typing indicators, in both directions; otherwise 403 and no event"),
    RCS_GROUP_HAS_NAME(true, "2.5", "groups on RCS and SMS can have a name and an icon"),
    LINE_HEALTH_FOLLOWS_NEW_CONVERSATIONS(
            false,
            "1.4",
            "from 50 new conversations in 24 hours on a line is `AT_RISK`, from 100 on it is flagged (403/2027) until they are"
                    + " older");

    private final boolean standard;
    private final String section;
    private final String meaning;

    /** @param section of the project's reference of the API */
    Assumption(boolean standard, String section, String meaning) {
        this.standard = standard;
        this.section = section;
        this.meaning = meaning;
    }

    /** Whether it holds unless switched. */
    public boolean standard() {
        return standard;
    }

    public String section() {
        return section;
    }

    public String meaning() {
        return meaning;
    }

    /** Its name on the command line and in JSON, such as {@code left-chat-is-readable}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Assumption> of(String key) {
        return Stream.of(values())
                .filter(assumption -> assumption.key().equals(key))
                .findFirst();
    }
}
