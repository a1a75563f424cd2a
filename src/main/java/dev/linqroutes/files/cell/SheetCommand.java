package dev.linqroutes.files.cell;

import dev.linqroutes.command.CommandReader;
import dev.linqroutes.command.text.DidYouMean;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command that a row of a sheet may be, and the fields that it uses beside those of every command. */
public enum SheetCommand {
    CREATE_GROUP(
            "create_group",
            EnumSet.of(
                    GroupField.FROM,
                    GroupField.TO,
                    GroupField.HANDLE,
                    GroupField.DISPLAY_NAME,
                    GroupField.ICON,
                    GroupField.TEXT,
                    GroupField.LINKS,
                    GroupField.MEDIA,
                    GroupField.SERVICE),
            "create",
            "new",
            "new_group"),
    SEND_MESSAGE(
            "send_message",
            EnumSet.of(GroupField.TEXT, GroupField.LINKS, GroupField.MEDIA, GroupField.SERVICE),
            "message",
            "send",
            "text",
            "write"),
    UPDATE_GROUP(
            "update_group", EnumSet.of(GroupField.DISPLAY_NAME, GroupField.ICON), "rename", "update", "rename_group"),
    ADD_PARTICIPANT(
            "add_participant",
            EnumSet.of(GroupField.TO, GroupField.HANDLE),
            "add",
            "add_participants",
            "add_member",
            "add_members",
            "add_person",
            "add_people"),
    REMOVE_PARTICIPANT(
            "remove_participant",
            EnumSet.of(GroupField.TO, GroupField.HANDLE),
            "remove",
            "remove_participants",
            "remove_member",
            "remove_members",
            "remove_person",
            "remove_people"),
    LEAVE_GROUP("leave_group", EnumSet.noneOf(GroupField.class), "leave"),
    SHARE_CONTACT_CARD("share_contact_card", EnumSet.noneOf(GroupField.class), "contact_card", "card", "share_card"),
    SEND_POLL("send_poll", EnumSet.of(GroupField.OPTIONS), "poll"),
    ADD_POLL_OPTIONS(
            "add_poll_options",
            EnumSet.of(GroupField.MESSAGE_OF, GroupField.OPTIONS),
            "add_options",
            "add_option",
            "more_options");

    /** A country says how numbers are read, and does no harm where there is none. */
    private static final Set<GroupField> OF_EVERY_COMMAND = EnumSet.of(
            GroupField.COMMAND,
            GroupField.COMMAND_ID,
            GroupField.GROUP_REF,
            GroupField.NOT_BEFORE,
            GroupField.EXPIRES_AT,
            GroupField.REGION);

    private static final Set<String> TAKE_BACK = Set.of("unsend", "undo", "recall", "take_back");

    /** Words for commands that a sheet has no columns for. */
    private static final Map<String, String> OF_JSONL = Map.of(
            "edit", "edit_message",
            "reaction", "react",
            "like", "react",
            "sticker", "react",
            "voice_memo", "send_voice_memo",
            "background", "set_background");

    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("ad", "\"add\""),
            Map.entry("invite", "\"add\""),
            Map.entry("kick", "\"remove\""),
            Map.entry("exit", "\"leave\""),
            Map.entry("quit", "\"leave\""),
            Map.entry("vote", "\"poll\""),
            Map.entry("icon", "\"rename\", which sets an icon, too"),
            Map.entry("reply", "\"message\""),
            Map.entry("photo", "\"message\", with a column media"),
            Map.entry("picture", "\"message\", with a column media"),
            Map.entry("image", "\"message\", with a column media"),
            Map.entry("file", "\"message\", with a column media"));

    private static final Map<String, SheetCommand> BY_WORD = new HashMap<>();

    static {
        for (SheetCommand command : values()) {
            command.words.forEach(word -> BY_WORD.put(word, command));
        }
    }

    private final String type;
    private final Set<GroupField> fields;
    private final List<String> words;

    SheetCommand(String type, Set<GroupField> fields, String... synonyms) {
        this.type = type;
        this.fields = fields;
        this.words = Stream.concat(Stream.of(type), Stream.of(synonyms)).toList();
    }

    /** The command of a cell; empty if the cell is none, or one that sheets have no columns for. */
    public static Optional<SheetCommand> of(String cell) {
        return Optional.ofNullable(BY_WORD.get(GroupField.normalizeName(cell)));
    }

    /** Why the cell is no command, and what to do. */
    public static String describeUnknown(String cell) {
        String word = GroupField.normalizeName(cell);
        String is = "is \"" + CellText.abbreviate(cell) + "\", which ";
        if (TAKE_BACK.contains(word)) {
            return is + "is not possible: Linq cannot take back what was sent; send a correction as a message";
        }
        String type = OF_JSONL.getOrDefault(word, word);
        if (CommandReader.types().contains(type)) {
            return is + (type.equals(word) ? "" : "is done by " + type + ". That ")
                    + "needs fields that a sheet has no columns for; write such a command into a file NAME.jsonl";
        }
        return is + "is not a command"
                + Optional.ofNullable(MEANT.get(word))
                        .map(meant -> "; did you mean " + meant + "?")
                        .or(() -> Optional.of(DidYouMean.hint(word, BY_WORD.keySet()))
                                .filter(hint -> !hint.isEmpty()))
                        .orElseGet(() -> "; commands are " + describeAll());
    }

    /** In the words of people. */
    private static String describeAll() {
        return Stream.of(values())
                .map(command -> command.words.get(1).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    /** The type of the command in the schema. */
    public String type() {
        return type;
    }

    public boolean uses(GroupField field) {
        return fields.contains(field)
                || OF_EVERY_COMMAND.contains(field)
                || field == GroupField.CHAT_ID && this != CREATE_GROUP;
    }

    /** Whether it names people, so that several rows with one each may be one command. */
    public boolean hasMembers() {
        return uses(GroupField.HANDLE);
    }
}
