package dev.linqroutes.ledger.mailbox;

/** Names of mailboxes: {@code ref:} and the {@code group_ref}, or {@code chat:} and the id of a chat that no group is known for. */
public final class MailboxNames {
    private static final String GROUP = "ref:";
    private static final String CHAT = "chat:";

    private MailboxNames() {}

    /** The mailbox of a group. */
    public static String ofGroup(String groupRef) {
        return GROUP + groupRef;
    }

    /** The mailbox of a chat that is only known by its id. */
    public static String ofChat(String chatId) {
        return CHAT + chatId;
    }

    /** Whether it is the mailbox of a chat that is only known by its id; only these can become part of another. */
    static boolean isOfChat(String mailbox) {
        return mailbox.startsWith(CHAT);
    }

    /** What the group's producer calls it: its {@code group_ref}, or the chat's id. */
    public static String groupOf(String mailbox) {
        return mailbox.substring(mailbox.indexOf(':') + 1);
    }
}
