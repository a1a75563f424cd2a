package dev.linqroutes.command;

import java.util.List;

/** What a local file is used for, and what Linq takes for that (reference 2.5, 2.11, 2.12, 3.2). */
public enum FileUse {
    MESSAGE("a message", "", FileUse.MAX_ATTACHMENT_BYTES, List.of()),
    ICON("an icon", "an image", FileUse.MAX_ATTACHMENT_BYTES, List.of("image/")),
    STICKER("a sticker", "an image", FileUse.MAX_ATTACHMENT_BYTES, List.of("image/")),
    BACKGROUND(
            "a background",
            "jpg, png or heic",
            FileUse.MAX_ATTACHMENT_BYTES,
            List.of("image/jpeg", "image/png", "image/heic")),
    VOICE_MEMO("a voice memo", "mp3, m4a, aac, caf, wav, aiff or amr", FileUse.MAX_VOICE_MEMO_BYTES, List.of("audio/"));

    private static final long MAX_ATTACHMENT_BYTES = 104_857_600;
    private static final long MAX_VOICE_MEMO_BYTES = 10_485_760;

    private final String label;
    private final String types;
    private final long maxBytes;
    private final List<String> contentTypes;

    /** @param contentTypes how they begin; empty for all that Linq sends */
    FileUse(String label, String types, long maxBytes, List<String> contentTypes) {
        this.label = label;
        this.types = types;
        this.maxBytes = maxBytes;
        this.contentTypes = contentTypes;
    }

    /** With its article, for messages. */
    public String label() {
        return label;
    }

    public long maxBytes() {
        return maxBytes;
    }

    /** The types in words; empty for all that Linq sends. */
    public String types() {
        return types;
    }

    public boolean allows(String contentType) {
        return contentTypes.isEmpty() || contentTypes.stream().anyMatch(contentType::startsWith);
    }
}
