package dev.linqroutes.files.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.testing.BatchFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as people and programs create them: each is read as intended, or rejected with advice. */
class RealWorldFilesTest {
    private static final String PAGE = "unreadable: x.csv: is a web page or XML, not a table; export it as CSV";
    private static final String MIME =
            "unreadable: x.csv: is an e-mail, or a web page saved as one (MIME); save the table in it as CSV";
    private static final String A = "+12025550101";
    private static final String B = "+12025550102";
    private static final String GOOD = A + ";" + B + ",Hi\n";
    private static final String HI = " " + A + "+" + B + " Hi";
    private static final String NO_ROW = "unreadable: x.csv: has no rows below the header; each row must be a group";
    private static final String NEEDS = "unreadable: x.csv row 1: the first row must name the columns, and ";
    private static final String NO_TO =
            "none is called \"to\". Call the column with the recipients (phone numbers or e-mail addresses) \"to\", or \"phone\" if each row has one person of a group.";
    private static final String NO_MESSAGE =
            "none is called \"message\" or \"links\". Call the column with the first message \"message\".";
    private static final String SAVE = "; in Excel save it as \"CSV UTF-8\"";
    private static final String NAME_IT = SAVE + ", or name its encoding in x.properties (encoding=…)";
    private static final String WORKBOOK = "; save it as \"CSV UTF-8\" and drop that";

    @TempDir
    Path inbox;

    /**
     * A real-world file and the expected result.
     *
     * @param files by name; the first is opened
     * @param read one line per row, or the reason of the rejection
     */
    private record Sample(String what, Map<String, byte[]> files, List<String> read) {
        Sample beside(String name, byte[] content) {
            Map<String, byte[]> more = new LinkedHashMap<>(files);
            more.put(name, content);
            return new Sample(what, more, read);
        }

        Sample beside(String name, String content) {
            return beside(name, content.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Sample csv(String what, String content, String... read) {
        return bytes(what, content.getBytes(UTF_8), read);
    }

    private static Sample bytes(String what, byte[] content, String... read) {
        return new Sample(what, Map.of("x.csv", content), List.of(read));
    }

    private static Sample jsonl(String what, String content, String... read) {
        return new Sample(what, Map.of("x.jsonl", content.getBytes(UTF_8)), List.of(read));
    }

    static Stream<Sample> samples() {
        return Stream.of(
                        noTables(),
                        encodings(),
                        lines(),
                        separators(),
                        quotes(),
                        headers(),
                        rows(),
                        numbers(),
                        texts(),
                        placeholders(),
                        members(),
                        options(),
                        jsonl())
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void a_real_world_file_is_read_as_intended_or_rejected_with_advice(Sample sample) throws Exception {
        for (Map.Entry<String, byte[]> file : sample.files.entrySet()) {
            Files.write(inbox.resolve(file.getKey()), file.getValue());
        }
        Path file = inbox.resolve(
                sample.files.containsKey("x.csv")
                        ? "x.csv"
                        : sample.files.keySet().iterator().next());

        assertThat(describe(file)).isEqualTo(sample.read);
    }

    private static List<String> describe(Path file) throws IOException {
        try {
            return BatchFixture.open(file).describe();
        } catch (UnreadableFile e) {
            return List.of("unreadable: " + e.getMessage());
        }
    }

    private static byte[] tar() {
        byte[] tar = new byte[512];
        System.arraycopy("x.csv".getBytes(UTF_8), 0, tar, 0, 5);
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        return tar;
    }

    private static Stream<Sample> noTables() {
        String gzip = "unreadable: x.csv: is compressed with gzip; unpack it";
        return Stream.of(
                csv("empty file", "", "unreadable: x.csv: is empty; the first row must name the columns"),
                csv(
                        "only a byte order mark",
                        "\uFEFF",
                        "unreadable: x.csv: is empty; the first row must name the columns"),
                csv("only line ends", "\n\r\n\r", "unreadable: x.csv: is empty; the first row must name the columns"),
                csv(
                        "only separators",
                        ",,,\n,,,\n",
                        "unreadable: x.csv: is empty; the first row must name the columns"),
                csv("header only", "to,message\n", NO_ROW),
                bytes(
                        "PNG renamed to .csv",
                        concat("\u0089PNG\r\n\u001A\n".getBytes(ISO_8859_1), new byte[200]),
                        "unreadable: x.csv: is a picture (PNG), not a table"),
                bytes(
                        "xlsx renamed to .csv",
                        zip("[Content_Types].xml", "xl/workbook.xml"),
                        "unreadable: x.csv: is an Excel workbook (.xlsx)" + WORKBOOK),
                bytes(
                        "ods renamed to .csv",
                        zip("mimetype.opendocument.spreadsheet"),
                        "unreadable: x.csv: is a LibreOffice workbook (.ods)" + WORKBOOK),
                bytes("zip renamed to .csv", zip("groups.csv"), "unreadable: x.csv: is a ZIP archive; unpack it"),
                bytes(
                        "old xls renamed to .csv",
                        concat("\u00D0\u00CF\u0011\u00E0\u00A1".getBytes(ISO_8859_1), new byte[500]),
                        "unreadable: x.csv: is an old Excel workbook (.xls), or one with a password" + WORKBOOK),
                bytes("gzip of a good file", gzip("to,message\n" + GOOD), gzip),
                bytes(
                        "PDF renamed to .csv",
                        "%PDF-1.7\n%\u00E2\u00E3\n".getBytes(ISO_8859_1),
                        "unreadable: x.csv: is a PDF document; export the table as CSV"),
                csv(
                        "web page saved as .csv",
                        "\n<html><table><tr><td>to</td></tr></table></html>",
                        "unreadable: x.csv: is a web page or XML, not a table; export it as CSV"),
                csv(
                        "JSON in a .csv",
                        "{\"to\": \"" + A + "\", \"message\": \"Hi\"}\n",
                        "unreadable: x.csv: contains JSON; rename a file with one command per line to NAME.jsonl"),
                csv(
                        "JSON array in a .csv",
                        "[{\"to\": \"" + A + "\"}]\n",
                        "unreadable: x.csv: contains JSON; rename a file with one command per line to NAME.jsonl"),
                csv("page with a mark", "\uFEFF\r\n<table border=1><tr><td>to</td></tr></table>", PAGE),
                csv("page of Excel", "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", PAGE),
                csv("page that begins with a comment", "<!-- export -->\n<TABLE>", PAGE),
                csv("XML of Excel 2003", "\uFEFF<?xml version=\"1.0\"?>\n<Workbook>", PAGE),
                csv("page saved by a browser", "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", MIME),
                csv("e-mail with the sheet in it", "Received: from mx.example.com by mail\r\nSubject: Sheet\r\n", MIME),
                csv("e-mail of a program", "From: Ann <ann@example.com>\nTo: bob@example.com\n\nHi\n", MIME),
                bytes(
                        "docx renamed to .csv",
                        zip("[Content_Types].xml", "word/document.xml"),
                        "unreadable: x.csv: is a Word document (.docx); export the table as CSV"),
                bytes("tar renamed to .csv", tar(), "unreadable: x.csv: is a tar archive; unpack it"),
                bytes(
                        "UTF-32 with byte order mark",
                        "\uFEFFto,message\n".getBytes(Charset.forName("UTF-32LE")),
                        "unreadable: x.csv: is UTF-32; save it as UTF-8"),
                csv(
                        "contacts",
                        "BEGIN:VCARD\r\nVERSION:3.0\r\n",
                        "unreadable: x.csv: is a file of contacts (vCard)" + "; export them as CSV"),
                csv(
                        "encrypted",
                        "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n",
                        "unreadable: x.csv: is encrypted or signed; decrypt it and drop that"),
                csv(
                        "pointer of Git LFS",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
                        "unreadable: x.csv: is a Git LFS pointer instead of the file; drop the file itself"),
                csv(
                        "columns called as in an e-mail",
                        "from:,subject: of it,to,message\n,," + A + "|" + B + ",Hi\n",
                        "2" + HI),
                csv(
                        "column called ID before one with P",
                        "ID;Phone\n1;" + A + "\n",
                        NEEDS + NO_MESSAGE + " The columns are id, phone"),
                csv(
                        "NUL bytes in a row",
                        "to,message\n" + GOOD + A + ",H\0i\n",
                        "unreadable: x.csv line 3: contains a NUL character, so it is not a text file" + SAVE),
                bytes(
                        "nothing but NUL bytes",
                        new byte[5_000],
                        "unreadable: x.csv line 1: contains a NUL character, so it is not a text file" + SAVE),
                new Sample(
                        "workbook as it is",
                        Map.of("groups.xlsx", zip("[Content_Types].xml", "xl/workbook.xml")),
                        List.of("unreadable: groups.xlsx: is an Excel workbook (.xlsx)" + WORKBOOK)),
                new Sample(
                        "name that says nothing",
                        Map.of("groups.xml", new byte[0]),
                        List.of(
                                "unreadable: groups.xml: has an unknown extension; must be CSV (.csv, .tsv, .txt) or JSONL (.jsonl, .ndjson)")),
                new Sample(
                        "name in upper case",
                        Map.of("GROUPS.CSV", ("to,message\n" + GOOD).getBytes(UTF_8)),
                        List.of("2" + HI)),
                new Sample(
                        "tab separated text",
                        Map.of("groups.txt", ("to\tmessage\n" + A + "," + B + "\tHi\n").getBytes(UTF_8)),
                        List.of("2" + HI)));
    }

    /** As a program that reads UTF-8 as windows-1252 and passes undefined bytes through. */
    private static String twice(String text) {
        StringBuilder twice = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            String read = new String(new byte[] {b}, BatchFixture.WINDOWS);
            twice.append(read.equals("\uFFFD") ? Character.toString(b & 0xFF) : read);
        }
        return twice.toString();
    }

    private static Stream<Sample> encodings() {
        String text = "to,message\n" + GOOD + A + ",Grüße aus Łódź\n";
        String broken = "to,message\n" + A + ",Grüße\n" + B + ",";
        return Stream.of(
                csv("UTF-8 with byte order mark", "\uFEFFto,message\n" + GOOD, "2" + HI),
                bytes(
                        "UTF-16 LE with byte order mark",
                        ("\uFEFF" + text).getBytes(UTF_16LE),
                        "2" + HI,
                        "3 " + A + " Grüße aus Łódź"),
                bytes("UTF-16 BE with byte order mark", text.getBytes(UTF_16), "2" + HI, "3 " + A + " Grüße aus Łódź"),
                bytes(
                        "UTF-16 LE without byte order mark",
                        text.getBytes(UTF_16LE),
                        "2" + HI,
                        "3 " + A + " Grüße aus Łódź"),
                bytes(
                        "UTF-16 BE without byte order mark",
                        text.getBytes(UTF_16BE),
                        "2" + HI,
                        "3 " + A + " Grüße aus Łódź"),
                bytes(
                        "UTF-16 LE without byte order mark, with Chinese below the first row",
                        ("to,message\n" + A + "," + "明天九点".repeat(500) + "\n").getBytes(UTF_16LE),
                        "2 " + A + " " + "明天九点".repeat(500)),
                bytes(
                        "ISO-2022-JP, as mails in Japan are written",
                        ("to,message\n" + A + ",明日九時に\n").getBytes(Charset.forName("ISO-2022-JP")),
                        "unreadable: x.csv line 2: contains escape sequences of ISO-2022-JP" + NAME_IT),
                bytes(
                                "ISO-2022-JP, named by the options",
                                ("to,message\n" + A + ",明日九時に\n").getBytes(Charset.forName("ISO-2022-JP")),
                                "2 " + A + " 明日九時に")
                        .beside("x.properties", "encoding=iso-2022-jp"),
                csv(
                        "UTF-8 that was encoded twice",
                        twice("to,message\n" + GOOD + A + ",Grüße à Łódź – it’s 5 €\n" + A + ",Привет\n"),
                        "unreadable: x.csv line 3: was encoded as UTF-8 twice, the second time from windows-1252: \""
                                + twice("Grüße à Łódź – it’s 5 €")
                                + "\" was \"Grüße à Łódź – it’s 5 €\"; open the original file as UTF-8 and save it again"),
                csv(
                        "one cell that was encoded twice where it came from",
                        "to,message\n" + A + ",Grüße\n" + A + "," + twice("Grüße") + "\n",
                        "2 " + A + " Grüße",
                        "3 " + A + " " + twice("Grüße")),
                bytes(
                        "UTF-16 with a byte too many",
                        concat(("\uFEFF" + text).getBytes(UTF_16LE), new byte[] {65}),
                        "unreadable: x.csv line 4: is broken or not UTF-16LE" + NAME_IT),
                bytes(
                        "UTF-16 with half a surrogate pair",
                        concat("\uFEFFto,message\n".getBytes(UTF_16LE), new byte[] {0x3D, (byte) 0xD8, 10, 0}),
                        "unreadable: x.csv line 2: is broken or not UTF-16LE" + NAME_IT),
                bytes(
                        "UTF-8 cut inside a character",
                        cut(text.getBytes(UTF_8), "to,message\n".length() + GOOD.length() + A.length() + 4),
                        "unreadable: x.csv line 3: the file ends in the middle of a character, so its end is missing or"
                                + " it is not UTF-8" + NAME_IT),
                bytes(
                        "UTF-8 with one broken character",
                        concat(broken.getBytes(UTF_8), new byte[] {(byte) 0xC3, '\n'}),
                        "unreadable: x.csv line 3: is broken or not UTF-8" + NAME_IT),
                bytes(
                        "windows-1252",
                        "to,message\n+12025550101,Grüße – „schön“ €5\n".getBytes(BatchFixture.WINDOWS),
                        "2 " + A + " Grüße – „schön“ €5"),
                bytes(
                        "Latin-2 bytes that windows-1252 has not",
                        concat(
                                ("to,message\n" + GOOD + A + ",Ji").getBytes(UTF_8),
                                new byte[] {(byte) 0xF8, (byte) 0x8D, '\n'}),
                        "unreadable: x.csv line 3: is neither UTF-8 nor windows-1252" + NAME_IT),
                bytes(
                                "windows-1250, named by the options",
                                "to,message\n+12025550101,Łódź\n".getBytes(Charset.forName("windows-1250")),
                                "2 " + A + " Łódź")
                        .beside("x.properties", "encoding=windows-1250"),
                csv(
                                "UTF-8 with byte order mark, although the options say windows-1252",
                                "\uFEFFto,message\n+12025550101,Grüße\n",
                                "2 " + A + " Grüße")
                        .beside("x.properties", "encoding=windows-1252"),
                bytes(
                                "UTF-16 with byte order mark, although the options say windows-1252",
                                "to,message\n+12025550101,Grüße\n".getBytes(UTF_16),
                                "2 " + A + " Grüße")
                        .beside("x.properties", "encoding=windows-1252"),
                bytes(
                                "windows-1252, although the options say UTF-8",
                                "to,message\n+12025550101,Grüße\n".getBytes(BatchFixture.WINDOWS),
                                "unreadable: x.csv line 2: is not UTF-8, which the options name as encoding; correct the option or the file")
                        .beside("x.properties", "encoding=UTF-8"),
                csv(
                        "byte order mark in the middle, of two files put together",
                        "\uFEFFto,message\n" + GOOD + "\uFEFF" + A + ",Hi\n",
                        "2" + HI,
                        "3 \uFEFF" + A + " Hi"));
    }

    private static Stream<Sample> lines() {
        return Stream.of(
                csv(
                        "mixed line ends",
                        "to,message\r\n" + A + ",1\r" + A + ",2\n\r\n" + A + ",3\n\r" + A + ",4",
                        "2 " + A + " 1",
                        "3 " + A + " 2",
                        "5 " + A + " 3",
                        "7 " + A + " 4"),
                csv("old Mac line ends", ("to,message\n" + GOOD + GOOD).replace('\n', '\r'), "2" + HI, "3" + HI),
                csv("no line end at the end", "to,message\n" + GOOD.strip(), "2" + HI),
                csv("100,000 empty lines", "to,message\n" + "\n".repeat(100_000) + GOOD, "100002" + HI),
                csv("empty lines above the header", "\n,\nto,message\n" + GOOD, "4" + HI),
                csv(
                        "line separator of Unicode in a cell",
                        "to,message\n" + A + ",a\u2028b\u0085c\n",
                        "2 " + A + " a\u2028b\u0085c"),
                csv(
                        "vertical tab and form feed in a cell",
                        "to,message\n" + A + ",a\u000Bb\fc\n",
                        "2 " + A + " a\u000Bb\fc"),
                csv("end-of-file character of DOS", "to,message\n" + GOOD + "\u001A", "2" + HI),
                csv(
                        "line end of another kind in quotes",
                        "to,message\n" + A + ",\"a\rb\"\n" + GOOD,
                        "2 " + A + " a\rb",
                        "3" + HI),
                csv(
                        "line ends in quotes",
                        "to,message\n" + A + ",\"a\r\nb\rc\"\r\n" + GOOD,
                        "2 " + A + " a\r\nb\rc",
                        "3" + HI));
    }

    private static Stream<Sample> separators() {
        return Stream.of(
                csv("sep= as Excel writes it", "sep=;\nto;message\n" + A + "," + B + ";Hi\n", "2" + HI),
                csv("sep= in quotes with a bar", "\"sep=|\"\r\nto|message\r\n" + A + "," + B + "|Hi\r\n", "2" + HI),
                csv(
                        "sep= and nothing else",
                        "sep=;\n",
                        "unreadable: x.csv: is empty; the first row must name the columns"),
                csv(
                        "semicolons, and commas in the header's quotes",
                        "\"to\";\"message\";\"a, b, c, d\"\n\"" + A + "," + B + "\";Hi;x\n",
                        "2" + HI),
                csv("trailing separators", "to,message,,,\n" + A + "|" + B + ",Hi,,,\n", "2" + HI),
                csv("trailing separators beyond the header", "to,message\n" + A + "|" + B + ",Hi,,,  ,\n", "2" + HI),
                csv("one column", "to\n" + A + "\n", NEEDS + NO_MESSAGE + " The columns are to"),
                csv("one column, the message in the options", "to\n" + A + ";" + B + "\n", "2" + HI)
                        .beside("x.properties", "message=Hi"));
    }

    private static Stream<Sample> quotes() {
        return Stream.of(
                csv(
                        "quotes in the middle of a cell",
                        "to,message\n" + A + ",the 5\" pipe\n" + A + ",a \"b\" c\n",
                        "2 " + A + " the 5\" pipe",
                        "3 " + A + " a \"b\" c"),
                csv(
                        "quote never closed",
                        "to,message\n" + GOOD + A + ",\"Hi\n" + GOOD,
                        "unreadable: x.csv row 3, column 2 (line 3): the quote that opens this cell is never closed; close or remove it"),
                csv(
                        "text behind a closing quote",
                        "to,message\n" + A + ",\"Hi\nyou\" there\n",
                        "unreadable: x.csv row 2, column 2 (line 2): there is text after the closing quote, in line 3; double each quote that belongs to the text"),
                csv("spaces behind a closing quote", "to,message\n\"" + A + ";" + B + "\" ,\"Hi\"  \n", "2" + HI),
                csv(
                        "smart quotes",
                        "to,message\n" + A + ",“Hi, you”\n" + GOOD,
                        "2 refused: the row has 3 cells and the header 2; put quotes around a cell that contains a separator",
                        "3" + HI),
                csv(
                        "header with quotes and a line end",
                        "\"to\",\"first\nname\",\"message\"\n" + A + ",Ann,Hi {first name}\n",
                        "2 " + A + " Hi Ann"));
    }

    private static Stream<Sample> headers() {
        String wide = IntStream.range(0, 1_998).mapToObj(i -> ",c" + i).collect(Collectors.joining());
        return Stream.of(
                csv("wrong columns", "Kunde,Betrag\nx,1\n", NEEDS + NO_TO + " The columns are kunde, betrag"),
                csv(
                        "typing error in a column",
                        "to,mesage\n" + GOOD,
                        NEEDS + NO_MESSAGE + " The columns are to, mesage; did you mean \"message\"?"),
                csv(
                        "duplicate columns",
                        "to,message,message\n" + GOOD,
                        "unreadable: x.csv row 1, column 3: \"message\" occurs twice; remove or rename one"),
                csv(
                        "column under two names",
                        "to,message,Text\n" + GOOD,
                        "unreadable: x.csv row 1, column 3: \"Text\" means the same as column \"message\"; remove or rename one"),
                csv(
                        "2,000 columns",
                        "to,message" + wide + "\n" + GOOD,
                        "unreadable: x.csv row 1: has 2000 columns and 10888 characters; the first row must name the columns, at most 1000"),
                csv("very long header", "to,message," + "x".repeat(900_000) + "\n" + GOOD, "2" + HI),
                csv(
                        "header longer than any row",
                        "to,message," + "x".repeat(3_000_000) + "\n" + GOOD,
                        "unreadable: x.csv row 1: has 3 columns and 3000011 characters; the first row must name the columns, at most 1000"),
                csv("columns in swapped case and order", "mESSAGE,TO\nHi," + A + ";" + B + "\n", "2" + HI),
                csv("zero-width spaces in the header", "\u200Bto\u200B,mess\u200Bage\n" + GOOD, "2" + HI),
                csv("non-breaking spaces in the header", "\u00A0to\u00A0,message\u00A0\n" + GOOD, "2" + HI),
                csv(
                        "header repeated in the middle",
                        "to,message\n" + GOOD + "to,message\n" + GOOD,
                        "2" + HI,
                        "3 to message",
                        "4" + HI),
                csv(
                        "value under a column without name",
                        "to,,message\n" + A + ",,Hi\n" + A + ",x,Hi\n",
                        "2 " + A + " Hi",
                        "3 refused: column 2 has a value but no name; name the column in the first row, or empty the cell"),
                csv(
                        "accents typed in another way",
                        "to,message,pre\u0301nom\n" + A + ",Hi {prénom},Zoé\n",
                        "2 " + A + " Hi Zoé"));
    }

    private static Stream<Sample> rows() {
        return Stream.of(
                csv(
                        "row too short",
                        "to,message,display_name\n" + A + ",Hi\n" + A + "\n",
                        "2 " + A + " Hi",
                        "3 " + A + " "),
                csv(
                        "row too long",
                        "to,message\n" + A + ",Hi, you\n" + GOOD,
                        "2 refused: the row has 3 cells and the header 2; put quotes around a cell that contains a separator",
                        "3" + HI),
                csv(
                        "row of 2,000 cells",
                        "to,message\n" + "1,".repeat(1_999) + "1\n" + GOOD,
                        "2 refused: the row has 2000 cells and the header 2; put quotes around a cell that contains a separator",
                        "3" + HI),
                csv(
                        "row of two million empty cells",
                        "to,message\n" + ",".repeat(2_000_000) + "\n" + GOOD,
                        "2 refused: the row has 2000000 characters; at most 1000000 are allowed",
                        "3" + HI),
                csv(
                        "cell of 10 MB",
                        "to,message\n" + A + "," + "x".repeat(10_000_000) + "\n" + GOOD,
                        "2 refused: the row has 10000013 characters; at most 1000000 are allowed",
                        "3" + HI),
                csv(
                        "100,000 recipients in a cell",
                        "to,message\n\"" + (A + ",").repeat(70_000) + "\",Hi\n",
                        "2 " + (A + "+").repeat(101).replaceFirst("\\+$", "") + " Hi"));
    }

    private static Stream<Sample> numbers() {
        String lost = "the spreadsheet shortened the number, its last digits are lost; format the column as text and"
                + " enter it again";
        return Stream.of(
                csv(
                        "number in scientific notation",
                        "to,message\n2.02555E+11,Hi\n" + GOOD,
                        "2 refused: column to: is \"2.02555E+11\": " + lost,
                        "3" + HI),
                csv(
                        "number in scientific notation with a comma",
                        "to;message\n2,02555E+11;Hi\n",
                        "2 refused: column to: is \"2,02555E+11\": " + lost),
                csv(
                        "number with a decimal fraction",
                        "to,message\n12025550101.0,Hi\n",
                        "2 refused: column to: is \"12025550101.0\": a program converted the number to a decimal; format the column as text"),
                csv(
                        "number as a formula for text",
                        "to,message\n=\"" + A + "\",Hi\n\"=\"\"" + A + "\"\"\",Hi\n",
                        "2 " + A + " Hi",
                        "3 " + A + " Hi"),
                csv("apostrophe before a plus", "to,message\n'" + A + ";'" + B + ",Hi\n", "2" + HI),
                csv(
                        "formulas, guarded by an apostrophe",
                        "to,message\n" + A + ",'=1+1\n" + A + ",'@you\n" + A + ",=1+1\n" + A + ",'tis\n",
                        "2 " + A + " =1+1",
                        "3 " + A + " @you",
                        "4 " + A + " =1+1",
                        "5 " + A + " 'tis"),
                csv(
                        "non-breaking spaces around a number",
                        "to,message\n\u00A0" + A + "\u00A0;\u2007" + B + ",Hi\n",
                        "2" + HI));
    }

    private static Stream<Sample> texts() {
        return Stream.of(
                csv("emoji", "to,message\n" + A + ",👩‍👩‍👧‍👦 🇩🇪 👍🏽\n", "2 " + A + " 👩‍👩‍👧‍👦 🇩🇪 👍🏽"),
                csv(
                        "right-to-left names",
                        "to,first_name,message\n" + A + ",عَلِي,\"مرحبا {first_name}\u200F\"\n",
                        "2 " + A + " مرحبا عَلِي\u200F"),
                csv(
                        "combining characters",
                        "to,message\n" + A + ",Z\u0351\u036B\u0343a\u0338lgo\n",
                        "2 " + A + " Z\u0351\u036B\u0343a\u0338lgo"),
                csv("cells of invisible characters only", "to,message\n\u200B,\u00A0\n" + GOOD, "3" + HI),
                csv(
                        "private and unassigned characters",
                        "to,message\n" + A + ",\uE000\uFFFF\uDBFF\uDFFF\n",
                        "2 " + A + " \uE000\uFFFF\uDBFF\uDFFF"));
    }

    private static Stream<Sample> placeholders() {
        String header = "to,first_name,note,message\n" + A + ";" + B + ",Ann,,";
        String columns = "; columns are to, first_name, note, message";
        return Stream.of(
                csv(
                        "placeholder",
                        header + "Hi {first_name} and { First-Name }\n",
                        "2 " + A + "+" + B + " Hi Ann and Ann"),
                csv(
                        "placeholder of an unknown column",
                        header + "Hi {frist_name}\n" + header.substring(27) + "Hi\n",
                        "2 refused: column message: there is no column for {frist_name}" + columns,
                        "3" + HI),
                csv(
                        "placeholder of an empty cell",
                        header + "Hi {note}\n",
                        "2 refused: column message: {note} is empty in this row"),
                csv(
                        "literal braces",
                        header + "{{first name or note}} {{}} {{{first_name} you}}\n",
                        "2 " + A + "+" + B + " {first name or note} {} {Ann you}"),
                csv(
                        "placeholder in two pairs of braces",
                        header + "Hi {{first_name}}\n",
                        "2 refused: column message: {{first_name}} is a placeholder of another program; write {first_name}"),
                csv(
                        "nested braces",
                        header + "{a{first_name}}\n",
                        "2 refused: column message: {a{first_name} is not the name of a column; for a literal brace write {{"),
                csv(
                        "brace never closed",
                        header + "Hi {first_name\n",
                        "2 refused: column message: there is a { without a }; for a literal brace write {{"),
                csv(
                        "brace never opened",
                        header + "Hi first_name}\n",
                        "2 refused: column message: there is a } without a {; for a literal brace write }}"),
                csv(
                        "braces around nothing",
                        header + "Hi {}\n",
                        "2 refused: column message: {} is not the name of a column; for a literal brace write {{"),
                csv(
                        "placeholder in the value of a placeholder",
                        "to,first_name,message\n" + A + ",{first_name},Hi {first_name}\n",
                        "2 " + A + " Hi {first_name}"),
                csv(
                        "placeholder of the text itself",
                        "to,message\n" + A + ",Hi {message}\n",
                        "2 refused: column message: {message} contains placeholders; write them here instead"),
                csv(
                        "a million characters out of a few",
                        "to,x,message\n" + A + "," + "x".repeat(90_000) + "," + "{x}".repeat(100_000) + "\n" + A
                                + ",1,Hi\n",
                        "2 refused: column message: has more than 100000 characters with its placeholders filled in",
                        "3 " + A + " Hi"));
    }

    private static Stream<Sample> members() {
        String header = "group_ref,handle,first_name,name,message\n";
        String columns = " The columns are handle, message";
        String apart = "refused: column group_ref: has rows that are not contiguous: they begin in rows ";
        String sort = "; sort the file by group_ref";
        return Stream.of(
                csv(
                        "members",
                        header + "a," + A + ",Ann,A,Hi\na," + B + ",Bob,,\nb," + A + ",,,Hi\n",
                        "2" + HI,
                        "4 " + A + " Hi"),
                csv(
                        "members below an empty cell, as where cells were joined",
                        header + "a," + A + ",Ann,A,Hi\n," + B + ",Bob,,\n",
                        "2" + HI),
                csv(
                        "group apart",
                        header + "a," + A + ",,,Hi\nb," + A + ",,,Hi\na," + B + ",,,Hi\nc," + A + ",,,Hi\na," + B
                                + ",,,\n",
                        "2 " + apart + "2, 4 and 6" + sort,
                        "3 " + A + " Hi",
                        "4 " + apart + "2, 4 and 6" + sort,
                        "5 " + A + " Hi",
                        "6 " + apart + "2, 4 and 6" + sort),
                csv(
                        "members without group_ref",
                        "handle,message\n" + A + ",Hi\n",
                        NEEDS
                                + "none is called \"group\". With one person in each row, a column must say which rows are one group: call it \"group\"."
                                + columns),
                csv(
                        "first member without group_ref",
                        header + "," + A + ",,,Hi\n," + B + ",,,\nb," + A + ",,,Hi\n",
                        "2 refused: column group_ref: is missing: name the group in its first row",
                        "4 " + A + " Hi"),
                csv(
                        "members with conflicting names",
                        header + "a," + A + ",,A,Hi\na," + B + ",,B,Hi\nb," + A + ",,,Hi\n",
                        "2 refused: row 3, column name: differs from row 2, the first row of the group; write the value there, and the same or nothing here. The column is the name of the group; rename a column of people's names to first_name",
                        "4 " + A + " Hi"),
                csv(
                        "40 members",
                        header + ("a," + A + ",,,Hi\n").repeat(40) + "b," + A + ",,,Hi\n",
                        "2 " + (A + "+").repeat(40).replaceFirst("\\+$", "") + " Hi",
                        "42 " + A + " Hi"),
                csv(
                        "100,000 members",
                        header + ("a," + A + ",,,Hi\n").repeat(100_000) + "b," + A + ",,,Hi\n",
                        "2 " + (A + "+").repeat(101).replaceFirst("\\+$", "") + " Hi",
                        "100002 " + A + " Hi"),
                csv(
                        "member whose row has too many cells",
                        header + "a," + A + ",,,Hi\na," + B + ",x,,Hi, you\nb," + A + ",,,Hi\n",
                        "2 refused: row 3: the row has 6 cells and the header 5; put quotes around a cell that contains a separator",
                        "4 " + A + " Hi"),
                csv(
                        "member whose cells are shifted off the group's name",
                        "handle,first_name,group_ref,message\n" + A + ",Ann,a,Hi\n" + B + ",Doe, Bob,a,Hi\n" + A
                                + ",,b,Hi\n",
                        "2 refused: row 3: the row has 5 cells and the header 4; put quotes around a cell that contains a separator",
                        "4 " + A + " Hi"),
                csv(
                        "first member whose cells are shifted off the group's name",
                        "handle,first_name,group_ref,message\n" + A + ",,b,Hi\n" + B + ",Doe, Bob,a,Hi\n" + A
                                + ",Ann,a,Hi\n",
                        "2 " + A + " Hi",
                        "3 refused: the row has 5 cells and the header 4; put quotes around a cell that contains a separator"),
                csv(
                        "phone and email of each member",
                        "group_ref,phone,email,message\na," + A + ",a@example.com,Hi\n",
                        "unreadable: x.csv row 1, column 3: \"email\" means the same as column \"phone\"; remove or rename one"));
    }

    private static Stream<Sample> options() {
        String text = "to,message\n" + GOOD;
        return Stream.of(
                csv(
                                "options with an unknown key",
                                text,
                                "unreadable: x.properties, key mesage: is not an option; did you mean \"message\"?; options are all_or_nothing, encoding, command, from, region, message, links, media, options, display_name, icon, service, not_before, expires_at, column.NAME")
                        .beside("x.properties", "mesage=Hi"),
                csv(
                                "options with a bad region",
                                text,
                                "unreadable: x.properties, key country: must be a country such as US or GB, but is \"EMEA\"")
                        .beside("x.properties", "country=EMEA"),
                csv(
                                "options with a bad encoding",
                                text,
                                "unreadable: x.csv.properties, key encoding: must be an encoding such as UTF-8 or windows-1252, but is \"utf-nine\"")
                        .beside("x.csv.properties", "encoding=utf-nine"),
                csv(
                                "options with a broken escape",
                                text,
                                "unreadable: x.properties: has an invalid \\u escape; write the character itself, and \\\\ for a backslash")
                        .beside("x.properties", "message=C:\\users"),
                csv("options that are not UTF-8", text, "unreadable: x.properties: is not UTF-8; save it as UTF-8")
                        .beside("x.properties", "message=Grüße".getBytes(ISO_8859_1)),
                csv(
                                "options under both names",
                                text,
                                "unreadable: x.properties and x.csv.properties: both are options of the same file; remove one")
                        .beside("x.properties", "")
                        .beside("x.csv.properties", ""),
                csv("options with a key twice", text, "unreadable: x.properties, key from: occurs twice; remove one")
                        .beside("x.properties", "from=" + A + "\nfrom=" + B),
                csv(
                                "options with a key under two names",
                                text,
                                "unreadable: x.properties, key text: occurs twice, under two names; remove one")
                        .beside("x.properties", "message=Hi\ntext=Hi"),
                csv(
                                "options with recipients",
                                text,
                                "unreadable: x.properties, key to: must have its own value in each row; make it a column of x.csv")
                        .beside("x.properties", "to=" + A),
                csv(
                                "options with a placeholder of no column",
                                text,
                                "unreadable: x.properties, key display_name: there is no column for {city}; columns are to, message")
                        .beside("x.properties", "name=Friends in {city}"),
                csv(
                                "options with neither true nor false",
                                text,
                                "unreadable: x.properties, key all_or_nothing: must be true or false, but is \"yes\"")
                        .beside("x.properties", "all-or-nothing=yes"),
                csv(
                                "options with a time without offset",
                                text,
                                "unreadable: x.properties, key not_before: must be a time with offset, such as 2026-11-23T09:00:00+01:00, but is \"tomorrow\"")
                        .beside("x.properties", "not_before=tomorrow"),
                csv("empty options", text, "2" + HI).beside("x.properties", ""));
    }

    private static Stream<Sample> jsonl() {
        String good = "{\"to\":[\"" + A + "\",\"" + B + "\"],\"message\":{\"text\":\"Hi\"}}";
        String deep = "[".repeat(900) + "]".repeat(900);
        return Stream.of(
                jsonl(
                        "JSONL with byte order mark, CRLF and blank lines",
                        "\uFEFF" + good + "\r\n\r\n  \r\n" + good + "\r\n",
                        "1" + HI,
                        "4" + HI),
                jsonl("JSONL without line end", good, "1" + HI),
                jsonl(
                        "JSONL with a line that is an array",
                        good + "\n[" + good + "]\n" + good,
                        "1" + HI,
                        "2  ",
                        "3" + HI),
                jsonl("JSONL with deep nesting", deep + "\n" + good, "1  ", "2" + HI),
                jsonl(
                        "JSONL with a line of 2 MB",
                        good + "\n\"" + "x".repeat(2_000_000) + "\"\n" + good,
                        "1" + HI,
                        "2 refused: the line has 2000002 characters; at most 1000000 are allowed",
                        "3" + HI),
                jsonl(
                        "JSONL with NUL",
                        good + "\n\0\n",
                        "unreadable: x.jsonl line 2: contains a NUL character, so it is not a text file; write it as UTF-8"),
                jsonl(
                        "JSON over several lines",
                        "[\n" + good + "\n]\n",
                        "unreadable: x.jsonl: contains JSON that spans several lines; write each command as a JSON object on one line"),
                jsonl("empty JSONL", "", "unreadable: x.jsonl: is empty; each line must be a command as a JSON object"),
                new Sample(
                        "gzip of a JSONL file",
                        Map.of("x.ndjson", gzip(good)),
                        List.of("unreadable: x.ndjson: is compressed with gzip; unpack it")));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] cut(byte[] content, int length) {
        return Arrays.copyOf(content, length);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(entry.getBytes(UTF_8));
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
