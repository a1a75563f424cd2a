package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.chat.TextMask;
import dev.linqroutes.ledger.model.ErasedContent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What names one person, in texts, identifiers and bytes. Null is allowed everywhere, and names nobody. */
final class PersonalData {
    private final TextMask mask;

    PersonalData(TextMask mask) {
        this.mask = mask;
    }

    boolean isNamedIn(String text) {
        return text != null && mask.isNamedIn(text);
    }

    boolean isNamedIn(String... texts) {
        return Stream.of(texts).anyMatch(this::isNamedIn);
    }

    boolean isNamedIn(byte[] bytes) {
        return masked(bytes) != bytes;
    }

    String masked(String text) {
        return text == null ? null : mask.apply(text);
    }

    /** The hash of an identifier that names the person; other identifiers unchanged. */
    String maskedId(String identifier) {
        return isNamedIn(identifier) ? ErasedContent.id(identifier) : identifier;
    }

    byte[] maskedId(byte[] identifier) {
        return isNamedIn(identifier)
                ? ErasedContent.id(new String(identifier, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)
                : identifier;
    }

    /** Masks a text of any encoding; the same object if the person is not named in it. */
    byte[] masked(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        Charset charset = charsetOf(bytes);
        String text = new String(bytes, charset);
        String masked = masked(text);
        return masked.equals(text) ? bytes : masked.getBytes(charset);
    }

    /** Digits and letters of addresses are the same in all encodings of one byte; ISO 8859-1 keeps any other byte. */
    private static Charset charsetOf(byte[] bytes) {
        if (bytes.length > 1 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length > 1 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            // Not UTF-8: any encoding of one byte.
            return StandardCharsets.ISO_8859_1;
        }
    }
}
