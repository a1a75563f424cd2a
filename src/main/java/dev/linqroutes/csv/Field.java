package dev.linqroutes.csv;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a column, or an option beside the file, says about a group. Handles and links may come in several columns. */
enum Field {
    COMMAND_ID("command_id"),
    GROUP_REF("group_ref", "ref", "id", "group"),
    FROM("from", "line"),
    TO("to", "members", "participants", "recipients"),
    /** Makes the file one with a member a row, unless there are recipients in {@code to}. */
    HANDLE("handle", "member", "phone", "phone_number", "number", "participant", "recipient", "email"),
    NAME("display_name", "name", "group_name"),
    ICON("group_chat_icon", "icon"),
    TEXT("message", "text", "template"),
    LINKS("links", "link"),
    NOT_BEFORE("not_before"),
    EXPIRES_AT("expires_at"),
    REGION("region", "country"),
    SERVICE("preferred_service", "service");

    private static final Pattern NUMBERED = Pattern.compile("(to|link)_?(0?[1-9]|[12][0-9]|3[01])");
    private static final Pattern LIKE_NUMBERED = Pattern.compile("(to|member|participant|recipient|link)s?_?\\d+");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\p{Z}.-]+");
    private static final Map<String, Field> BY_NAME = new HashMap<>();

    static {
        for (Field field : values()) {
            field.names.forEach(name -> BY_NAME.put(name, field));
        }
    }

    private final List<String> names;

    Field(String... names) {
        this.names = List.of(names);
    }

    /** @param name as {@link #name(String)} gives it */
    static Optional<Field> of(String name) {
        if (NUMBERED.matcher(name).matches()) {
            return Optional.of(name.startsWith("to") ? TO : LINKS);
        }
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What a numbered column means whose number or name is none that is taken; as data it would leave somebody out. */
    static Optional<Field> meant(String name) {
        boolean meant = of(name).isEmpty() && LIKE_NUMBERED.matcher(name).matches();
        return meant ? Optional.of(name.startsWith("link") ? LINKS : TO) : Optional.empty();
    }

    /** A column's name, a key or a placeholder, in the one way they are compared. */
    static String name(String written) {
        String visible = Cells.composed(INVISIBLE.matcher(written).replaceAll(""));
        return BETWEEN_WORDS
                .matcher(Cells.stripped(visible).toLowerCase(Locale.ROOT))
                .replaceAll("_");
    }

    /** The name in messages. */
    String mainName() {
        return names.get(0);
    }

    static Iterable<String> knownNames() {
        return BY_NAME.keySet();
    }

    boolean isRepeatable() {
        return this == TO || this == LINKS;
    }

    /** Whether its cells are templates. */
    boolean isTemplate() {
        return this == TEXT || this == NAME || this == LINKS;
    }

    /** Whether one value may hold for all groups of a file. */
    boolean isShareable() {
        return this != TO && this != HANDLE && this != GROUP_REF && this != COMMAND_ID;
    }
}
