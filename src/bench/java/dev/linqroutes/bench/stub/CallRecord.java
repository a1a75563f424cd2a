package dev.linqroutes.bench.stub;

/**
 * A call as the stand-in saw it. Times are microseconds since the epoch.
 *
 * @param number of the command it was made for
 * @param step which of that command's calls it is, as its idempotency key says; {@code name} for a call without key
 * @param chat number of the chat
 * @param executed false if it was told to wait, or was executed before under the same key
 */
public record CallRecord(int number, String step, int chat, long arrived, long answered, int status, boolean executed) {
    private static final String SEPARATOR = " ";

    String toLine() {
        return String.join(
                SEPARATOR,
                Integer.toString(number),
                step,
                Integer.toString(chat),
                Long.toString(arrived),
                Long.toString(answered),
                Integer.toString(status),
                Boolean.toString(executed));
    }

    static CallRecord ofLine(String line) {
        String[] fields = line.split(SEPARATOR);
        return new CallRecord(
                Integer.parseInt(fields[0]),
                fields[1],
                Integer.parseInt(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Integer.parseInt(fields[5]),
                Boolean.parseBoolean(fields[6]));
    }
}
