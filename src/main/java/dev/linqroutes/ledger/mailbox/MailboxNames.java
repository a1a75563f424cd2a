package dev.linqroutes.ledger.mailbox;

/** Names of mailboxes: {@code ref:} and the {@code group_ref}, or {@code chat:} and the id of a chat without a known group. */
public final class MailboxNames {
    private static final String GROUP = "ref:";
    private static final String CHAT = "chat:";

    private MailboxNames() {}

    /** The mailbox of a group. */
    public static String ofGroup(String groupRef) {
        return GROUP + groupRef;
    }

    /** The mailbox of a chat that is known by its id only. */
    public static String ofChat(String chatId) {
        return CHAT + chatId;
    }

    /** Whether it is the mailbox of a chat that is known by its id only; only these are merged into others. */
    static boolean isOfChat(String mailbox) {
        return mailbox.startsWith(CHAT);
    }

    /** The group's {@code group_ref}, or the chat's id. */
    public static String groupOf(String mailbox) {
        return mailbox.substring(mailbox.indexOf(':') + 1);
    }
}
