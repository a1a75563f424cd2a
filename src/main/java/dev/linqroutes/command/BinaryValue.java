package dev.linqroutes.command;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Says what a value is that is no text at all, by how it begins, and what its producer has to change. Asked only of what could not
 * be read as JSON, so no guess of it can keep a command out.
 */
final class BinaryValue {
    private static final String PLAIN = ": produce plain JSON, with a string or bytes serializer";
    private static final String UNPACKED =
            ": produce the JSON itself; the producer's compression.type compresses it on its way";

    /** Bytes that a person is shown. */
    private static final int SHOWN = 8;

    /** A name or two and some numbers: the headers that Spring Cloud Stream writes into a value have 40 bytes and more. */
    private static final int LONGEST_FRAMING = 400;

    /** Bytes that tell text from numbers. */
    private static final int LOOKED_AT = 64;

    /** What begins more specifically comes first. */
    private static final List<Form> FORMS = List.of(
            beginning("1f8b", "is compressed with gzip" + UNPACKED),
            beginning("28b52ffd", "is compressed with Zstandard" + UNPACKED),
            beginning("04224d18", "is compressed with LZ4" + UNPACKED),
            beginning("ff060000734e61507059", "is compressed with Snappy" + UNPACKED),
            beginning("82534e41505059", "is compressed with Snappy" + UNPACKED),
            beginning("425a68", "is compressed with bzip2" + UNPACKED),
            beginning("504b0304", "is a ZIP file" + UNPACKED),
            new Form(BinaryValue::isZlib, "is compressed with zlib (deflate)" + UNPACKED),
            beginning("aced0005", "is a serialized Java object" + PLAIN),
            new Form(BinaryValue::isPickle, "is a Python pickle" + PLAIN),
            beginning("4f626a01", "is an Avro file" + PLAIN),
            beginning("c301", "is Avro in its single-object encoding" + PLAIN),
            beginning("3a290a", "is Smile, a binary form of JSON" + PLAIN),
            new Form(BinaryValue::isBson, "is BSON" + PLAIN),
            beginning("d9d9f7", "is CBOR" + PLAIN),
            new Form(BinaryValue::isMessagePack, "is MessagePack" + PLAIN),
            new Form(BinaryValue::isCbor, "is CBOR" + PLAIN),
            new Form(BinaryValue::isEbcdic, "is in EBCDIC: produce it in UTF-8"));

    private record Form(Predicate<byte[]> isOne, String reason) {}

    private BinaryValue() {}

    /** @return why it cannot be read and what to do; empty where it may be text */
    static Optional<String> reason(byte[] value) {
        if (isWideText(value)) {
            return Optional.empty();
        }
        OptionalInt json = jsonIn(value);
        return RegistryFraming.reason(value, json)
                .map(framing -> framing + PLAIN)
                .or(() -> FORMS.stream()
                        .filter(form -> form.isOne.test(value))
                        .findFirst()
                        .map(Form::reason))
                .or(() -> Optional.of(binary(value, json)).filter(binary -> !isText(value)));
    }

    private static String binary(byte[] value, OptionalInt json) {
        return json.isPresent()
                ? "begins with " + (json.getAsInt() == 1 ? "a byte that is" : json.getAsInt() + " bytes that are")
                        + " not of its JSON, such as its length or headers (" + shown(value, json.getAsInt()) + ")"
                        + PLAIN
                : "not JSON but binary, such as Avro, Protobuf or Thrift (it begins with " + shown(value, value.length)
                        + ")" + PLAIN;
    }

    private static String shown(byte[] value, int end) {
        return HexFormat.ofDelimiter(" ").formatHex(value, 0, Math.min(end, SHOWN));
    }

    /** Where an object or a list of such begins, behind bytes that are no text. */
    private static OptionalInt jsonIn(byte[] value) {
        return IntStream.range(1, Math.min(value.length, LONGEST_FRAMING))
                .filter(at -> isJson(value, at))
                .findFirst();
    }

    private static boolean isJson(byte[] value, int at) {
        if (value[at] != '{' && value[at] != '[') {
            return false;
        }
        int next = at + 1;
        while (isWhiteSpace(at(value, next))) {
            next++;
        }
        return at(value, next) == (value[at] == '{' ? '"' : '{');
    }

    /** UTF-16 or UTF-32, by its byte order mark or because its first characters are of ASCII. */
    private static boolean isWideText(byte[] value) {
        int first = at(value, 0) << 8 | at(value, 1);
        int second = at(value, 2) << 8 | at(value, 3);
        boolean isMarked = first == 0xFEFF || first == 0xFFFE || (first == 0 && second == 0xFEFF);
        boolean utf16 = isAscii(first) && isAscii(second);
        boolean littleEndian = isAscii(swapped(first)) && (isAscii(swapped(second)) || second == 0);
        boolean utf32 = first == 0 && isAscii(second) && at(value, 4) == 0 && at(value, 5) == 0 && at(value, 6) == 0;
        return isMarked || utf16 || littleEndian || utf32;
    }

    private static boolean isAscii(int character) {
        return (character >= ' ' && character < 0x7F) || (character > 0 && isWhiteSpace(character));
    }

    private static int swapped(int unit) {
        return (unit & 0xFF) << 8 | unit >> 8;
    }

    private static boolean isZlib(byte[] value) {
        return at(value, 0) == 0x78 && (at(value, 0) << 8 | at(value, 1)) % 31 == 0 && !isText(value);
    }

    private static boolean isPickle(byte[] value) {
        return at(value, 0) == 0x80 && at(value, 1) >= 2 && at(value, 1) <= 5 && at(value, value.length - 1) == '.';
    }

    private static boolean isBson(byte[] value) {
        return value.length > 4
                && value[value.length - 1] == 0
                && Integer.reverseBytes(ByteBuffer.wrap(value).getInt()) == value.length;
    }

    /** A map whose first key is a short name. */
    private static boolean isMessagePack(byte[] value) {
        int keyAt = at(value, 0) == 0xDE ? 3 : at(value, 0) == 0xDF ? 5 : 1;
        boolean isMap = keyAt > 1 || (at(value, 0) > 0x80 && at(value, 0) <= 0x8F);
        return isMap && (at(value, keyAt) & 0xE0) == 0xA0 && Character.isLetter(at(value, keyAt + 1));
    }

    /** The same there. */
    private static boolean isCbor(byte[] value) {
        int keyAt = at(value, 0) == 0xB8 ? 2 : 1;
        boolean isMap = keyAt > 1 || (at(value, 0) > 0xA0 && at(value, 0) <= 0xB7) || at(value, 0) == 0xBF;
        return isMap && at(value, keyAt) > 0x60 && at(value, keyAt) <= 0x77 && Character.isLetter(at(value, keyAt + 1));
    }

    /** A brace, and a quote, white space or an end of line behind it. */
    private static boolean isEbcdic(byte[] value) {
        return at(value, 0) == 0xC0 && List.of(0x7F, 0x40, 0x15, 0x25).contains(at(value, 1));
    }

    /**
     * No byte of its beginning is one that no text has; those above ASCII are of a text in some encoding. What begins with a brace
     * is broken JSON, whatever stands in it.
     */
    private static boolean isText(byte[] value) {
        for (int i = 0; i < Math.min(value.length, LOOKED_AT); i++) {
            int each = at(value, i);
            if (each == '{') {
                return true;
            }
            if ((each < ' ' && !isWhiteSpace(each)) || each == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhiteSpace(int character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    /** Behind the end a byte that stands nowhere. */
    private static int at(byte[] value, int index) {
        return index >= 0 && index < value.length ? value[index] & 0xFF : 0xFFFF;
    }

    private static Form beginning(String hex, String reason) {
        byte[] begin = HexFormat.of().parseHex(hex);
        return new Form(
                value -> value.length > begin.length && Arrays.equals(value, 0, begin.length, begin, 0, begin.length),
                reason);
    }
}
