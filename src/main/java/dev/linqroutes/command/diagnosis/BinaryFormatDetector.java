package dev.linqroutes.command.diagnosis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Recognizes binary formats by their first bytes, and describes what the producer has to change. Applies only to values that
 * could not be parsed as JSON, so a wrong guess never refuses a valid command.
 */
public final class BinaryFormatDetector {
    private static final String PLAIN = ": produce plain JSON, with a string or bytes serializer";
    private static final String UNCOMPRESSED =
            ": produce uncompressed JSON; set the producer's compression.type to compress records";

    /** Bytes that a message shows. */
    private static final int MAX_SHOWN_BYTES = 8;

    /** Longest header before the JSON. The headers that Spring Cloud Stream embeds in a value have 40 bytes and more. */
    private static final int MAX_FRAMING_BYTES = 400;

    /** Bytes that are sufficient to distinguish text from binary data. */
    private static final int SAMPLE_BYTES = 64;

    /** More specific formats first. */
    private static final List<Format> FORMATS = List.of(
            startingWith("1f8b", "is compressed with gzip" + UNCOMPRESSED),
            startingWith("28b52ffd", "is compressed with Zstandard" + UNCOMPRESSED),
            startingWith("04224d18", "is compressed with LZ4" + UNCOMPRESSED),
            startingWith("ff060000734e61507059", "is compressed with Snappy" + UNCOMPRESSED),
            startingWith("82534e41505059", "is compressed with Snappy" + UNCOMPRESSED),
            startingWith("425a68", "is compressed with bzip2" + UNCOMPRESSED),
            startingWith("504b0304", "is a ZIP file" + UNCOMPRESSED),
            new Format(BinaryFormatDetector::isZlib, "is compressed with zlib (deflate)" + UNCOMPRESSED),
            startingWith("aced0005", "is a serialized Java object" + PLAIN),
            new Format(BinaryFormatDetector::isPickle, "is a Python pickle" + PLAIN),
            startingWith("4f626a01", "is an Avro file" + PLAIN),
            startingWith("c301", "is Avro in its single-object encoding" + PLAIN),
            startingWith("3a290a", "is Smile, a binary form of JSON" + PLAIN),
            new Format(BinaryFormatDetector::isBson, "is BSON" + PLAIN),
            startingWith("d9d9f7", "is CBOR" + PLAIN),
            new Format(BinaryFormatDetector::isMessagePack, "is MessagePack" + PLAIN),
            new Format(BinaryFormatDetector::isCbor, "is CBOR" + PLAIN),
            new Format(BinaryFormatDetector::isEbcdic, "is in EBCDIC: produce it in UTF-8"));

    private record Format(Predicate<byte[]> matches, String reason) {}

    private BinaryFormatDetector() {}

    /** @return why the value cannot be read and what to do; empty if it may be text */
    public static Optional<String> describe(byte[] value) {
        if (isWideText(value)) {
            return Optional.empty();
        }
        OptionalInt json = findJson(value);
        return SchemaRegistryFraming.describe(value, json)
                .map(framing -> framing + PLAIN)
                .or(() -> FORMATS.stream()
                        .filter(format -> format.matches.test(value))
                        .findFirst()
                        .map(Format::reason))
                .or(() -> Optional.of(describeUnknown(value, json)).filter(binary -> !isText(value)));
    }

    private static String describeUnknown(byte[] value, OptionalInt json) {
        return json.isPresent()
                ? "begins with " + (json.getAsInt() == 1 ? "a byte that is" : json.getAsInt() + " bytes that are")
                        + " not part of its JSON, such as its length or headers (" + hexPrefix(value, json.getAsInt())
                        + ")"
                        + PLAIN
                : "not JSON but binary, such as Avro, Protobuf or Thrift (it begins with "
                        + hexPrefix(value, value.length) + ")" + PLAIN;
    }

    private static String hexPrefix(byte[] value, int end) {
        return HexFormat.ofDelimiter(" ").formatHex(value, 0, Math.min(end, MAX_SHOWN_BYTES));
    }

    /** Index of the first JSON object or list of objects after a binary header. */
    private static OptionalInt findJson(byte[] value) {
        return IntStream.range(1, Math.min(value.length, MAX_FRAMING_BYTES))
                .filter(at -> isJson(value, at))
                .findFirst();
    }

    private static boolean isJson(byte[] value, int at) {
        if (value[at] != '{' && value[at] != '[') {
            return false;
        }
        int next = at + 1;
        while (isWhiteSpace(byteAt(value, next))) {
            next++;
        }
        return byteAt(value, next) == (value[at] == '{' ? '"' : '{');
    }

    /** Whether the value is UTF-16 or UTF-32: it has a byte order mark, or its first characters are ASCII. */
    private static boolean isWideText(byte[] value) {
        int first = byteAt(value, 0) << 8 | byteAt(value, 1);
        int second = byteAt(value, 2) << 8 | byteAt(value, 3);
        boolean isMarked = first == 0xFEFF || first == 0xFFFE || (first == 0 && second == 0xFEFF);
        boolean utf16 = isAscii(first) && isAscii(second);
        boolean littleEndian = isAscii(swapped(first)) && (isAscii(swapped(second)) || second == 0);
        boolean utf32 = first == 0
                && isAscii(second)
                && byteAt(value, 4) == 0
                && byteAt(value, 5) == 0
                && byteAt(value, 6) == 0;
        return isMarked || utf16 || littleEndian || utf32;
    }

    private static boolean isAscii(int character) {
        return (character >= ' ' && character < 0x7F) || (character > 0 && isWhiteSpace(character));
    }

    private static int swapped(int unit) {
        return (unit & 0xFF) << 8 | unit >> 8;
    }

    private static boolean isZlib(byte[] value) {
        return byteAt(value, 0) == 0x78 && (byteAt(value, 0) << 8 | byteAt(value, 1)) % 31 == 0 && !isText(value);
    }

    private static boolean isPickle(byte[] value) {
        return byteAt(value, 0) == 0x80
                && byteAt(value, 1) >= 2
                && byteAt(value, 1) <= 5
                && byteAt(value, value.length - 1) == '.';
    }

    private static boolean isBson(byte[] value) {
        return value.length > 4
                && value[value.length - 1] == 0
                && Integer.reverseBytes(ByteBuffer.wrap(value).getInt()) == value.length;
    }

    /** A map of which the first key is a short name. */
    private static boolean isMessagePack(byte[] value) {
        int keyAt = byteAt(value, 0) == 0xDE ? 3 : byteAt(value, 0) == 0xDF ? 5 : 1;
        boolean isMap = keyAt > 1 || (byteAt(value, 0) > 0x80 && byteAt(value, 0) <= 0x8F);
        return isMap && (byteAt(value, keyAt) & 0xE0) == 0xA0 && Character.isLetter(byteAt(value, keyAt + 1));
    }

    private static boolean isCbor(byte[] value) {
        int keyAt = byteAt(value, 0) == 0xB8 ? 2 : 1;
        boolean isMap = keyAt > 1 || (byteAt(value, 0) > 0xA0 && byteAt(value, 0) <= 0xB7) || byteAt(value, 0) == 0xBF;
        return isMap
                && byteAt(value, keyAt) > 0x60
                && byteAt(value, keyAt) <= 0x77
                && Character.isLetter(byteAt(value, keyAt + 1));
    }

    /** A brace followed by a quote, white space or line end. */
    private static boolean isEbcdic(byte[] value) {
        return byteAt(value, 0) == 0xC0 && List.of(0x7F, 0x40, 0x15, 0x25).contains(byteAt(value, 1));
    }

    /**
     * Whether the first bytes contain no control character. Bytes above ASCII may be text in another encoding. A value that
     * starts with a brace is malformed JSON, whatever follows.
     */
    private static boolean isText(byte[] value) {
        for (int i = 0; i < Math.min(value.length, SAMPLE_BYTES); i++) {
            int each = byteAt(value, i);
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

    /** Returns an impossible byte value outside the array. */
    private static int byteAt(byte[] value, int index) {
        return index >= 0 && index < value.length ? value[index] & 0xFF : 0xFFFF;
    }

    private static Format startingWith(String hex, String reason) {
        byte[] begin = HexFormat.of().parseHex(hex);
        return new Format(
                value -> value.length > begin.length && Arrays.equals(value, 0, begin.length, begin, 0, begin.length),
                reason);
    }
}
