package dev.linqroutes.command;

import static dev.linqroutes.command.TestCommand.OFFSET_15;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.quoted;
import static dev.linqroutes.command.TestCommand.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command in the formats of serializers, connectors, languages and shells: accepted, or refused with the name of the format. */
class ProducerFormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMAND = aGroup("c-1").toString();
    private static final String PLAIN = "produce plain JSON, with a string or bytes serializer";
    private static final String NO_OBJECT = "a command is a JSON object, {\"type\": …}; ";
    private static final int RANDOM_VALUES = 3_000;

    private ChatCommand read(byte[] value) {
        return TestCommand.read(ReceivedCommand.fromJson(OFFSET_15, value));
    }

    private CommandRefused refused(byte[] value) {
        return refusal(TestCommand::read, ReceivedCommand.fromJson(OFFSET_15, value));
    }

    // Refused with the name of the format

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_value_that_is_not_plain_json_is_refused_with_the_name_of_its_format(
            String what, byte[] value, String reason) {
        assertThat(refused(value).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEmpty())
                .satisfies(problem -> assertThat(problem.message()).contains(reason));
    }

    static Stream<Arguments> a_value_that_is_not_plain_json_is_refused_with_the_name_of_its_format() {
        String five = "begins with the five bytes of a schema registry (magic byte 0, schema ";
        String avro = "18637265617465";
        return Stream.of(
                // Schema registries
                value("KafkaJsonSchemaSerializer", framed(5, 42), five + "42): " + PLAIN),
                value("Confluent Cloud", framed(5, 100_042), five + "100042): " + PLAIN),
                value("an id that is a brace", framed(5, 123), five + "123): " + PLAIN),
                value("an id that is two", framed(5, 0x7B7B), five + "31611): " + PLAIN),
                value(
                        "Apicurio, ids of eight bytes",
                        framed(9, 7),
                        "the nine bytes of a schema registry such as Apicurio" + " (magic byte 0, schema 7): " + PLAIN),
                value("KafkaAvroSerializer", hex("000000002a" + avro), five + "42), followed by Avro or Protobuf"),
                value(
                        "KafkaProtobufSerializer",
                        hex("000000002a000a0c637265"),
                        five + "42), followed by Avro or Protobuf"),
                value(
                        "Apicurio with Avro",
                        hex("000000000000000007" + avro),
                        "schema 7), followed by Avro or Protobuf"),
                value("AWS Glue", prefixed("0300" + "ab".repeat(16)), "the 18 bytes of AWS Glue's schema registry: "),
                value(
                        "AWS Glue, zlib",
                        hex("0305" + "ab".repeat(16) + "789c01"),
                        "AWS Glue's schema registry, followed"),
                value("Azure", prefixed("00000000" + "61".repeat(32)), "the 36 bytes of Azure's schema registry: "),
                // Other framings
                value("DataOutputStream.writeUTF", prefixed("0080"), before("2 bytes that are", "00 80")),
                value("a length of four bytes", prefixed("00000080"), before("4 bytes that are", "00 00 00 80")),
                value("the same, from the other end", prefixed("80000000"), before("4 bytes that are", "80 00 00 00")),
                value("a length of eight", prefixed("0000000000000080"), before("8 bytes that are", "00 00 00 00")),
                value("a text of Avro", prefixed("8002"), before("2 bytes that are", "80 02")),
                value("a text of Protobuf", prefixed("0a8001"), before("3 bytes that are", "0a 80 01")),
                value("RFC 7464", prefixed("1e"), before("a byte that is", "1e")),
                value("NULs", prefixed("00000000"), before("4 bytes that are", "00 00 00 00")),
                value(
                        "Spring Cloud Stream's headers",
                        prefixed("ff010b636f6e74656e745479706500000002226122"),
                        before("21 bytes that are", "ff 01 0b 63 6f 6e 74 65")),
                value(
                        "Confluent's GUID",
                        prefixed("01" + "ab".repeat(16)),
                        before("17 bytes that are", "01 ab ab ab ab ab ab ab")),
                // Binary formats
                value("a long", hex("0000000000000007"), "not JSON but binary"),
                value(".NET's binary format", hex("0001000000ffffffff010000"), "not JSON but binary"),
                value("Avro whose first field is null", hex("00" + avro), "not JSON but binary"),
                value(
                        "raw Avro",
                        hex(avro + "5f67726f7570"),
                        "not JSON but binary, such as Avro, Protobuf or Thrift"
                                + " (it begins with 18 63 72 65 61 74 65 5f): " + PLAIN),
                value(
                        "raw Protobuf",
                        hex("0a0c6372656174655f67726f7570"),
                        "not JSON but binary, such as Avro, Protobuf"),
                value("an Avro file", hex("4f626a0104"), "is an Avro file"),
                value(
                        "Avro, single object",
                        hex("c301aabbccddeeff0011" + avro),
                        "is Avro in its single-object encoding"),
                value("MessagePack", hex("82a474797065ac6372656174655f67726f7570"), "is MessagePack: " + PLAIN),
                value("MessagePack, many fields", hex("de0010a474797065"), "is MessagePack"),
                value("CBOR", hex("a264747970656c6372656174655f67726f7570"), "is CBOR"),
                value("CBOR, open end", hex("bf64747970656c"), "is CBOR"),
                value("CBOR with its tag", hex("d9d9f7a264"), "is CBOR"),
                value("BSON", hex("1400000002747970650005000000626c61620000"), "is BSON"),
                value("Smile", hex("3a290a01fa"), "is Smile"),
                value("a Java object", hex("aced000573720011"), "is a serialized Java object: " + PLAIN),
                value("a pickle", hex("80049523000000000000007d942e"), "is a Python pickle"),
                value("gzip", gzipped(COMMAND), "is compressed with gzip: produce uncompressed JSON"),
                value("zlib", deflated(COMMAND), "is compressed with zlib (deflate)"),
                value("Zstandard", hex("28b52ffd2000"), "is compressed with Zstandard"),
                value("LZ4", hex("04224d186040"), "is compressed with LZ4"),
                value("Snappy", hex("82534e4150505900"), "is compressed with Snappy"),
                value("EBCDIC", COMMAND.getBytes(Charset.forName("IBM1047")), "is in EBCDIC: produce it in UTF-8"),
                // JSON in JSON
                text(
                        "encoded twice",
                        json(COMMAND),
                        NO_OBJECT + "this is a JSON string that holds JSON: it was encoded twice"),
                text("encoded three times", json(json(COMMAND)), NO_OBJECT + "this is a JSON string"),
                text("bytes by a JSON serializer", json(base64(COMMAND)), "this is a JSON string that holds Base64"),
                text(
                        "an array of commands",
                        "[" + COMMAND + "]",
                        NO_OBJECT + "this is an array of 1: send each command as its own record or line"),
                text("an empty array", "[]", NO_OBJECT + "this is an array of 0"),
                text("bytes as numbers", numbers(COMMAND), "this is an array of numbers: bytes were written as JSON"),
                text("bytes with a sign", "[-17, -69, -65, 123]", "this is an array of numbers: bytes were written"),
                text(
                        "a Buffer of Node.js",
                        "{\"type\": \"Buffer\", \"data\": " + numbers(COMMAND) + "}",
                        "is a Buffer of Node.js: bytes were written as JSON. Send the bytes as the value"),
                text(
                        "a Uint8Array",
                        quoted("{'0': 123, '1': 34, '2': 116}"),
                        "is an array of JavaScript as an object: bytes were"),
                text(
                        "gzip by a JSON serializer",
                        json(Base64.getEncoder().encodeToString(gzipped(COMMAND))),
                        "this is a JSON string that holds Base64"),
                text(
                        "bytea by a JSON serializer",
                        json("\\x" + hexOf(COMMAND)),
                        "a JSON string that holds hexadecimal"),
                text(
                        "null",
                        "null",
                        NO_OBJECT
                                + "this is the JSON value null; a record without a command must have no value at all"),
                text("nothing", "", NO_OBJECT + "this is empty"),
                text(
                        "a batch of CloudEvents",
                        "[" + cloudEvent("'data': " + COMMAND) + "]",
                        NO_OBJECT
                                + "this is a batch of CloudEvents (application/cloudevents-batch+json): send each event"),
                // Envelopes
                text(
                        "Connect",
                        quoted("{'schema': {'type': 'struct'}, 'payload': " + COMMAND + "}"),
                        "is wrapped in Kafka"
                                + " Connect's schema and payload; set value.converter.schemas.enable=false"),
                text(
                        "Connect, a text",
                        quoted("{'schema': {'type': 'string'}, 'payload': ") + json(COMMAND) + "}",
                        "is wrapped" + " in Kafka Connect's schema and payload"),
                text(
                        "Connect with Debezium in it",
                        quoted("{'schema': {}, 'payload': {'before': null, 'after': " + COMMAND + ", 'op': 'c'}}"),
                        "value.converter.schemas.enable=false, and unwrap Debezium's change event"),
                text(
                        "Debezium",
                        quoted("{'before': null, 'after': " + COMMAND + ", 'op': 'c', 'source': {}}"),
                        "is a change event of Debezium; unwrap it by its transformation ExtractNewRecordState"),
                text(
                        "a deletion of Debezium",
                        quoted("{'before': {'id': 1}, 'after': null, 'op': 'd'}"),
                        "is a change event" + " of Debezium"),
                text(
                        "Debezium of MongoDB",
                        quoted("{'after': ") + json(COMMAND) + quoted(", 'op': 'c'}"),
                        "is a change event"),
                text(
                        "an outbox row",
                        quoted("{'id': '1', 'aggregatetype': 'group', 'type': 'create_group', 'payload': ")
                                + json(COMMAND) + "}",
                        "is a row of an outbox table; let Debezium's outbox event router"),
                text(
                        "Maxwell",
                        quoted("{'database': 'a', 'table': 'outbox', 'type': 'insert', 'data': " + COMMAND + "}"),
                        "is a change event of Maxwell or Canal"),
                text(
                        "a truncation of Debezium",
                        quoted("{'op': 't', 'source': {'connector': 'postgresql'}}"),
                        "is a change event"),
                text(
                        "a schema change of Debezium",
                        quoted("{'source': {'connector': 'mysql'}, 'ddl': 'DROP'}"),
                        "is a change event"),
                text(
                        "kcat's own envelope",
                        quoted("{'topic': 'a', 'offset': 1, 'key': 'k', 'payload': ") + json(COMMAND) + "}",
                        "contains one in /payload, as a text;"),
                text(
                        "MassTransit",
                        quoted("{'messageType': ['a'], 'message': " + COMMAND + "}"),
                        "contains one in /message;"),
                text(
                        "Azure Event Grid",
                        quoted("{'eventType': 'a', 'subject': 'b', 'data': " + COMMAND + "}"),
                        "contains one in /data;"),
                text(
                        "Logstash",
                        quoted("{'@timestamp': 'a', 'message': ") + json(COMMAND) + "}",
                        "contains one in /message, as a text"),
                text(
                        "Spring Cloud Stream",
                        quoted("{'headers': {}, 'payload': " + COMMAND + "}"),
                        "is not a command, but contains one in /payload; send that as the value"),
                text(
                        "a REST proxy's request",
                        quoted("{'records': [{'value': " + COMMAND + "}]}"),
                        "contains one in /records/0/value;"),
                text(
                        "Amazon SNS",
                        quoted("{'Type': 'Notification', 'Message': ") + json(COMMAND) + "}",
                        "contains one in /Message," + " as a text; send that as the value"),
                text(
                        "Amazon EventBridge",
                        quoted("{'detail-type': 'x', 'detail': " + COMMAND + "}"),
                        "contains one in /detail;"),
                text(
                        "CloudEvents 0.1",
                        quoted("{'cloudEventsVersion': '0.1', 'data': " + COMMAND + "}"),
                        "contains one in /data;"),
                text(
                        "Google Pub/Sub",
                        quoted("{'message': {'data': '" + base64(COMMAND) + "', 'messageId': '1'}}"),
                        "contains one in /message/data, as Base64; send that as the value"),
                text(
                        "Spring Integration's headers",
                        quoted("{'headers': {'id': 'a'}, 'payload': '" + base64(COMMAND) + "'}"),
                        "contains one in /payload, as Base64"),
                text(
                        "a field more around it",
                        quoted("{'create_group': " + COMMAND + "}"),
                        "contains one in /create_group;"),
                // Shells and languages
                text("XML", "<?xml version=\"1.0\"?><command/>", "it is XML or HTML"),
                text("Python's dict", COMMAND.replace('"', '\''), "it is written as Python prints a dict"),
                text("Python's bytes", "b'" + COMMAND + "'", "it is written as Python prints bytes"),
                text("Java's map", "{type=create_group, command_id=c-1}", "it is written as Java prints a map"),
                text("Python's bytes with quotes in them", "b\"{'type': 1}\"", "it is written as Python prints bytes"),
                text("Python's object", "<__main__.Command object at 0x7f1c>", "it is how Python prints an object"),
                text("Python's generator", "<generator object f at 0x7f1c>", "it is how Python prints an object"),
                text("Python's class", "<class 'dict'>", "it is how Python prints an object"),
                text("a struct of Rust", "Command { type: \"create_group\" }", "it is how a program prints an object"),
                text("Java's array", "[B@1a2b3c4d", "it is how Java prints an array"),
                text("Java's object", "com.example.Command@6d06d69c", "it is how Java prints an object"),
                text("a record of Java", "Command[type=create_group]", "it is how a program prints an object"),
                text("a data class of Kotlin", "Command(type=create_group)", "it is how a program prints an object"),
                text("a Struct of Connect", "Struct{type=create_group}", "it is how a program prints an object"),
                text("a record of C#", "Command { Type = create_group }", "it is how a program prints an object"),
                text("C#'s array", "System.Byte[]", "it is how .NET prints an object"),
                text("Go's map", "map[type:create_group to:[a b]]", "it is how Go prints a value"),
                text("Go's struct", "&{create_group c-1 g-1}", "it is how Go prints a value"),
                text("Go's bytes", "[123 34 116 121]", "it is how Go prints bytes"),
                text("Ruby's hash", "{\"type\"=>\"create_group\"}", "it is how Ruby prints a hash"),
                text("Ruby's symbols", "{:type=>\"create_group\"}", "it is how Ruby prints a hash"),
                text("PHP's serialize", "a:1:{s:4:\"type\";s:1:\"x\";}", "it is how PHP prints a value"),
                text("Perl's reference", "HASH(0x55d0c8)", "it is how Perl prints a reference"),
                text("Scala's Option", "Some(" + COMMAND + ")", "send only the content of the brackets"),
                text("JavaScript's object", "[object Object]", "it is how JavaScript prints an object"),
                text("JavaScript's undefined", "undefined", "it is how a program prints a missing value"),
                text("a block of Markdown", "```json\n" + COMMAND + "\n```", "it is enclosed in a Markdown code block"),
                text("a template", "${body}", "a placeholder in it was not filled in"),
                text("hexadecimal", hexOf(COMMAND), "it is hexadecimal"),
                text("Base64 of gzip", Base64.getEncoder().encodeToString(gzipped(COMMAND)), "it is Base64"),
                text("Base64 with its mark", base64("\uFEFF" + COMMAND), "it is Base64"),
                text("YAML", "type: create_group\ncommand_id: c-1\n", "it is YAML"),
                text("form data", "type=create_group&command_id=c-1", "it is form data"),
                text("for a URL", "%7B%22type%22%3A1%7D", "it is URL-encoded"),
                text("Base64", base64(COMMAND), "it is Base64; send the decoded value"),
                text("quotes around it", "'" + COMMAND + "'", "it is enclosed in quotes"),
                text("escaped quotes", COMMAND.replace("\"", "\\\""), "its quotes are escaped"),
                text("typographic quotes", COMMAND.replace('"', '\u201D'), "its quotes are typographic"),
                text("names without quotes", "{type: \"create_group\"}", "its field names have no quotes"),
                text(
                        "its key before it",
                        "order-1:" + COMMAND,
                        "the text before the brace may be the key of the record"),
                text(
                        "its key and a tab",
                        "order-1\t" + COMMAND,
                        "the text before the brace may be the key of the record"),
                text(
                        "its key in quotes",
                        "\"order-1\":" + COMMAND,
                        "the text before the brace may be the key of the record"),
                text(
                        "a number as its key",
                        "1001\t" + COMMAND,
                        "the text before the brace may be the key of the record"),
                text("no key", "null\t" + COMMAND, "the text before the brace may be the key of the record"),
                text(
                        "headers and key",
                        "a:b,c:d\torder-1\t" + COMMAND,
                        "the text before the brace may be the key of the record"),
                text("a chunk of HTTP", "80\r\n" + COMMAND, "the text before the brace is not part of the JSON"),
                text("headers of MIME", "Content-Type: application/json\r\n\r\n" + COMMAND, "is not part of the JSON"),
                text(
                        "a line of a log",
                        "2026-11-28 INFO sent(1) " + COMMAND,
                        "the text before the brace may be the key"),
                // Dialects of JSON
                text("a comment", "// a\n" + COMMAND, "maybe a (non-standard) comment?; JSON has no comments"),
                text("a comment of a shell", "# a\n" + COMMAND, "JSON has no comments"),
                text(
                        "a comma too many",
                        COMMAND.replaceFirst("}$", ",}"),
                        "there is a comma before the closing bracket"),
                text(
                        "the same in a list",
                        COMMAND.replaceFirst("]", ",]"),
                        "there is a comma before the closing bracket"),
                text("NaN", "{\"part_index\": NaN}", "Non-standard token 'NaN'; JSON has no such number"),
                text("-Infinity", "{\"part_index\": -Infinity}", "'-Infinity'; JSON has no such number"),
                text("None", "{\"message\": None}", "JSON writes null, true and false"),
                text("single quotes inside", "{\"type\": 'create_group'}", "JSON requires double quotes"),
                text("typographic ones inside", "{\"type\": \u201Ccreate_group\u201D}", "the quotes are typographic"),
                text("a plus", "{\"part_index\": +1}", "JSON spec does not allow numbers to have plus signs"),
                text("a space that does not break", "\u00A0" + COMMAND, "that character is invisible; remove it"),
                text("a second mark", "\uFEFF\uFEFF" + COMMAND, "that character is invisible; remove it"),
                text("a mark behind it", COMMAND + "\u200B", "that character is invisible; remove it"),
                text("a long number", "{\"part_index\": " + "9".repeat(1_001) + "}", "maximum allowed (1000)"),
                value(
                        "surrogates in UTF-8",
                        COMMAND.replace("Hello", "\u00ED\u00A0\u00BD\u00ED\u00B8\u0080")
                                .getBytes(StandardCharsets.ISO_8859_1),
                        "send it in UTF-8"),
                text("two commands", COMMAND + "\n" + COMMAND, "it contains more than one value"),
                text("a C string", COMMAND + "\0", "it ends with a NUL byte"),
                value(
                        "Latin-1",
                        COMMAND.replace("Hello", "Gr\u00FC\u00DFe").getBytes(StandardCharsets.ISO_8859_1),
                        "send it in UTF-8"));
    }

    /** A producer cannot change the options of the parser. */
    @Test
    void no_message_mentions_settings_of_the_parser() {
        Random random = new Random(20_261_128);
        List<String> tokens = List.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "'",
                "\"type\"",
                "NaN",
                "Infinity",
                "+1",
                "01",
                "1e",
                "//",
                "/*",
                "#",
                "\\",
                "\\x",
                "true",
                "tru",
                "\t",
                "\u0000",
                "\u00A0",
                "9".repeat(1_001),
                "[".repeat(51),
                "a".repeat(50_001));
        for (int i = 0; i < RANDOM_VALUES; i++) {
            String text = random.ints(1 + random.nextInt(8), 0, tokens.size())
                    .mapToObj(tokens::get)
                    .collect(Collectors.joining());

            assertThat(refused(bytes(text)).problems()).as(text).allSatisfy(problem -> assertThat(problem.message())
                    .doesNotContain("Feature", "Constraints", "fasterxml", "JsonNode", "`"));
        }
    }

    @Test
    void a_refused_envelope_identifies_the_command_inside() {
        CommandRefused refused = refused(bytes(quoted("{'schema': {}, 'payload': ") + json(COMMAND) + "}"));

        assertThat(refused.identity().commandId()).contains("c-1");
        assertThat(refused.identity().type()).contains("create_group");
    }

    @Test
    void an_invalid_command_reports_its_own_problems_and_not_an_envelope() {
        assertThat(refused(bytes(quoted("{'type': 'create_group', 'schema': 1, 'data': {'type': 'text'}}")))
                        .problems())
                .extracting(Problem::pointer)
                .contains("/schema", "/data", "/to", "/message");
        assertThat(refused(bytes("{\"type\": \"send_message\", \"a\u000B\": 1}"))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("not JSON at line 1"));
    }

    // Accepted

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void a_command_is_read_in_each_unicode_encoding_with_and_without_byte_order_mark(String encoding) {
        for (String mark : List.of("", "\uFEFF")) {
            assertThat(read((mark + COMMAND).getBytes(Charset.forName(encoding)))
                            .commandId())
                    .as("mark: %s", !mark.isEmpty())
                    .isEqualTo("c-1");
        }
    }

    // CloudEvents, structured mode

    private static String cloudEvent(String fields) {
        return quoted("{'specversion': '1.0', 'id': 'e-1', 'source': '/crm', 'type': 'com.example.group', ")
                + quoted(fields) + "}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_command_is_unwrapped_from_a_cloud_event(String what, String event) {
        assertThat(read(bytes(event))).isInstanceOfSatisfying(CreateGroup.class, create -> {
            assertThat(create.commandId()).isEqualTo("c-1");
            assertThat(create.to()).hasSize(2);
        });
    }

    static Stream<Arguments> a_command_is_unwrapped_from_a_cloud_event() {
        String data = "'data': " + COMMAND;
        return Stream.of(
                Arguments.of("of a type of its own", cloudEvent(data)),
                Arguments.of("with the content type", cloudEvent("'datacontenttype': 'application/json', " + data)),
                Arguments.of(
                        "with a charset", cloudEvent("'datacontenttype': 'application/json; charset=UTF-8', " + data)),
                Arguments.of("of a vendor", cloudEvent("'datacontenttype': 'application/vnd.crm.v1+json', " + data)),
                Arguments.of(
                        "with all it may have",
                        cloudEvent("'time': '2026-11-25T08:00:00Z', 'subject': 'g-1', 'dataschema': 'https://a.b/c',"
                                + " 'traceparent': '00-0-0-00', 'sequence': 7, 'datacontenttype': null, " + data)),
                Arguments.of(
                        "of Dapr",
                        cloudEvent("'pubsubname': 'p', 'topic': 't', 'traceid': 'a', 'tracestate': '', " + data)),
                Arguments.of("as bytes", cloudEvent("'data_base64': '" + base64(COMMAND) + "'")),
                Arguments.of(
                        "as bytes beside a null", cloudEvent("'data': null, 'data_base64': '" + base64(COMMAND) + "'")),
                Arguments.of(
                        "that names the command",
                        cloudEvent("'data': " + aGroup("c-1").without("type"))
                                .replace("com.example.group", "create_group")));
    }

    /** Source and id identify an event; a producer that sends an event twice relies on that. */
    @Test
    void a_command_without_an_id_gets_the_source_and_id_of_its_cloud_event() {
        String data = "'data': " + aGroup("x").without("command_id");

        assertThat(read(bytes(cloudEvent(data))).commandId()).isEqualTo("/crm e-1");
        assertThat(read(bytes(cloudEvent(data).replace("/crm", "/erp"))).commandId())
                .isEqualTo("/erp e-1");
        assertThat(read(bytes(cloudEvent(data.replace("'data': {", "'data': {'command_id': 'own', "))))
                        .commandId())
                .isEqualTo("own");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_cloud_event_without_a_command_is_refused_with_its_pointer(String event, String pointer, String message) {
        assertThat(refused(bytes(event)).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.message()).contains(message);
        });
    }

    static Stream<Arguments> a_cloud_event_without_a_command_is_refused_with_its_pointer() {
        String data = "'data': " + COMMAND;
        String nothing = "is missing: the event contains no command";
        return Stream.of(
                Arguments.of(cloudEvent("'time': '2026-11-25T08:00:00Z'"), "/data", nothing),
                Arguments.of(cloudEvent("'data': null"), "/data", nothing),
                Arguments.of(
                        cloudEvent(data).replace("\"1.0\"", "\"0.3\""), "/specversion", "must be \"1.0\", is \"0.3\""),
                Arguments.of(cloudEvent(data).replace("\"1.0\"", "1.0"), "/specversion", "must be \"1.0\", is 1.0"),
                Arguments.of(cloudEvent(data).replace("\"e-1\"", "7"), "/id", "must be a string"),
                Arguments.of(cloudEvent(data).replace("\"/crm\"", "\"\""), "/source", "must be a string"),
                Arguments.of(
                        cloudEvent("'datacontenttype': 'application/xml', 'data': '<a/>'"),
                        "/datacontenttype",
                        "must be application/json, is \"application/xml\""),
                Arguments.of(
                        cloudEvent("'datacontenttype': 'application/avro', 'data_base64': 'AAAA'"),
                        "/datacontenttype",
                        "must be application/json"),
                Arguments.of(
                        cloudEvent("'data': ").replaceFirst("}$", "") + json(COMMAND) + "}",
                        "/data",
                        "it was encoded twice"),
                Arguments.of(cloudEvent("'data': [" + COMMAND + "]"), "/data", "this is an array of 1"),
                Arguments.of(cloudEvent(data + ", 'data_base64': '" + base64(COMMAND) + "'"), "/data", "give one"),
                Arguments.of(cloudEvent("'data_base64': '%%%'"), "/data_base64", "is not Base64"),
                Arguments.of(
                        cloudEvent("'data_base64': 'eyJ0\\r\\nfQ=='"),
                        "/data_base64",
                        "is not Base64 (with + and /, without line breaks)"),
                Arguments.of(
                        withoutId("e-1", "null"),
                        "/id",
                        "is \"null\": programs and databases write that for a missing value"),
                Arguments.of(
                        withoutId("e-1", "undefined"), "/id", "programs and databases write that for a missing value"),
                Arguments.of(withoutId("e-1", "e-1\\n"), "/id", "is part of the command's id, but has white space"),
                Arguments.of(withoutId("e-1", " "), "/id", "is part of the command's id, but has white space"),
                Arguments.of(withoutId("e-1", "\\ud83d"), "/id", "or is not valid text"),
                Arguments.of(withoutId("/crm", " /crm"), "/source", "set command_id in the data"),
                Arguments.of(
                        cloudEvent("'data_base64': '" + Base64.getEncoder().encodeToString(gzipped(COMMAND)) + "'"),
                        "",
                        "is compressed with gzip"),
                Arguments.of(
                        cloudEvent("'data': {'op': 'c', 'after': " + COMMAND + "}"),
                        "",
                        "is a change event of Debezium"),
                Arguments.of(cloudEvent("'data': " + cloudEvent(data)), "", "contains one in /data;"),
                Arguments.of(
                        cloudEvent("'data': " + aGroup("x").without("command_id"))
                                .replace("e-1", "e".repeat(200)),
                        "/id",
                        "longer than a command id may be: at most 200 characters"));
    }

    private static String withoutId(String attribute, String other) {
        return cloudEvent("'data': " + aGroup("x").without("command_id")).replace(attribute, other);
    }

    // Combinations

    private record Wrapping(UnaryOperator<byte[]> wrap, String name) {}

    /** The outermost envelope is the first one that the producer has to remove. */
    @Test
    void the_outermost_envelope_of_a_command_is_reported() {
        Random random = new Random(20_261_127);
        List<Wrapping> wrappings = List.of(
                new Wrapping(
                        value -> concat(
                                ByteBuffer.allocate(5)
                                        .putInt(1, 1 + random.nextInt(200_000))
                                        .array(),
                                value),
                        "schema registry"),
                new Wrapping(ProducerFormatsTest::gzipped, "gzip"),
                new Wrapping(value -> bytes(json(text(value))), "encoded twice|JSON string"),
                new Wrapping(value -> bytes("[" + text(value) + "]"), "array|batch"),
                new Wrapping(value -> bytes("{\"schema\": {}, \"payload\": " + text(value) + "}"), "Kafka Connect"),
                new Wrapping(value -> bytes("{\"op\": \"c\", \"after\": " + text(value) + "}"), "Debezium"));
        for (int i = 0; i < RANDOM_VALUES; i++) {
            byte[] value = bytes(aGroup("c-" + i).toString());
            boolean isText = true;
            List<String> order = new ArrayList<>();
            for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
                Wrapping next = wrappings.get(random.nextInt(isText ? wrappings.size() : 2));
                value = next.wrap.apply(value);
                isText &= wrappings.indexOf(next) > 1;
                order.add(next.name);
            }
            assertThat(refused(value).problems())
                    .as("%s", order)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).containsPattern(order.get(order.size() - 1)));
        }
    }

    @Test
    void random_bytes_are_refused_without_harm() {
        Random random = new Random(23);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            byte[] value = new byte[random.nextInt(60)];
            random.nextBytes(value);
            if (random.nextBoolean() && value.length > 4) {
                Arrays.fill(value, 0, 1 + random.nextInt(4), (byte) 0);
            }

            assertThat(refused(value).problems())
                    .as(HexFormat.of().formatHex(value))
                    .isNotEmpty();
        }
    }

    private static String before(String count, String begin) {
        return "begins with " + count + " not part of its JSON, such as its length or headers (" + begin;
    }

    private static Arguments value(String what, byte[] value, String reason) {
        return Arguments.of(what, value, reason);
    }

    private static Arguments text(String what, String value, String reason) {
        return Arguments.of(what, bytes(value), reason);
    }

    private static byte[] framed(int length, long id) {
        ByteBuffer framing = ByteBuffer.allocate(length);
        return length == 5
                ? concat(framing.putInt(1, (int) id).array(), bytes(COMMAND))
                : concat(framing.putLong(1, id).array(), bytes(COMMAND));
    }

    private static byte[] prefixed(String hex) {
        return concat(hex(hex), bytes(COMMAND));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] gzipped(String text) {
        return gzipped(bytes(text));
    }

    private static byte[] gzipped(byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** As a JSON string. */
    private static String json(String text) {
        return JSON.valueToTree(text).toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static String hexOf(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    private static String numbers(String text) {
        return Arrays.toString(bytes(text));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
