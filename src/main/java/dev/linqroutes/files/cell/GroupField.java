package dev.linqroutes.files.cell;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A field of a command that a column or an option may set. Recipients, links and options of a poll may have several columns. */
public enum GroupField {
    /** What the row does: a {@link SheetCommand}. */
    COMMAND("command", "command_type"),
    COMMAND_ID("command_id"),
    GROUP_REF("group_ref", "ref", "id", "group"),
    /** Linq's id, of a chat that has no group_ref; only in a file that has commands for groups that exist. */
    CHAT_ID("chat_id"),
    FROM("from", "line"),
    TO("to", "members", "participants", "recipients"),
    /** The file has one member per row, unless it also has the field {@code TO}. */
    HANDLE("handle", "member", "phone", "phone_number", "number", "participant", "recipient", "email"),
    DISPLAY_NAME("display_name", "name", "group_name"),
    ICON("group_chat_icon", "icon"),
    TEXT("message", "text", "template"),
    LINKS("links", "link"),
    MEDIA("media"),
    /** Of a poll; only in a file that has commands. */
    OPTIONS("options", "poll_options"),
    /** The {@code command_id} of the command that sent the message; only in a file that has commands. */
    MESSAGE_OF("message_of"),
    NOT_BEFORE("not_before"),
    EXPIRES_AT("expires_at"),
    REGION("region", "country"),
    SERVICE("preferred_service", "service");

    private static final Pattern NUMBERED = Pattern.compile("(to|link|option)_?(0?[1-9]|[12][0-9]|3[01])");
    private static final Pattern MISNUMBERED = Pattern.compile("(to|member|participant|recipient|link)s?_?\\d+");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern WORD_SEPARATORS = Pattern.compile("[\\s\\p{Z}.-]+");
    private static final Map<String, GroupField> BY_NAME = new HashMap<>();

    static {
        for (GroupField field : values()) {
            field.names.forEach(name -> BY_NAME.put(name, field));
        }
    }

    private final List<String> names;

    GroupField(String... names) {
        this.names = List.of(names);
    }

    /** @param name as {@link #normalizeName(String)} gives it */
    public static Optional<GroupField> of(String name) {
        if (NUMBERED.matcher(name).matches()) {
            return Optional.of(name.startsWith("to") ? TO : name.startsWith("link") ? LINKS : OPTIONS);
        }
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether a column of this name may also mean something else: {@code name} may be that of a person. */
    public static boolean isUncertain(String name) {
        return name.equals("name");
    }

    /** The field of a numbered column with an invalid number or name. As a data column it would leave out a recipient. */
    public static Optional<GroupField> findMisnumbered(String name) {
        boolean isMisnumbered = of(name).isEmpty() && MISNUMBERED.matcher(name).matches();
        return isMisnumbered ? Optional.of(name.startsWith("link") ? LINKS : TO) : Optional.empty();
    }

    /** The normalized form in which column names, option keys and placeholders are compared. */
    public static String normalizeName(String written) {
        String visible = CellText.normalizeAccents(INVISIBLE.matcher(written).replaceAll(""));
        return WORD_SEPARATORS
                .matcher(CellText.strip(visible).toLowerCase(Locale.ROOT))
                .replaceAll("_");
    }

    /** The name used in messages. */
    public String mainName() {
        return names.get(0);
    }

    public static Iterable<String> knownNames() {
        return BY_NAME.keySet();
    }

    public boolean isRepeatable() {
        return this == TO || this == LINKS || this == OPTIONS;
    }

    /** Whether its cells are templates. */
    public boolean isTemplate() {
        return this == TEXT || this == DISPLAY_NAME || this == LINKS || this == MEDIA || this == OPTIONS;
    }

    /** Whether one value may apply to all groups of a file. */
    public boolean mayHoldForAllRows() {
        return this != TO
                && this != HANDLE
                && this != GROUP_REF
                && this != CHAT_ID
                && this != COMMAND_ID
                && this != MESSAGE_OF;
    }
}
