package dev.linqroutes.sandbox.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that can go wrong, and the settings of it: the table behind the options, the endpoint, the header and the
 * documentation. "Before" means that the request has no effect.
 */
public enum Fault {
    ERROR_BEFORE(Of.REQUEST, share(), "503 with code 4004, before the effect"),
    ERROR_AFTER(Of.REQUEST, share(), "500 with code 3006, after the effect"),
    DROP_BEFORE(Of.REQUEST, share(), "the connection is closed before the effect"),
    DROP_AFTER(Of.REQUEST, share(), "the connection is closed after the effect"),
    GARBAGE(Of.REQUEST, share(), "the page of a gateway with 502, after the effect"),
    SLOW(Of.REQUEST, share(), "the answer comes `slow_millis` after the effect"),
    NOT_READY(Of.REQUEST, share(), "404 with code 2007, before the effect"),
    IN_TRANSITION(Of.REQUEST, share(), "409 with code 2009, before the effect"),
    ERROR_IN_200(Of.REQUEST, share(), "an error in a 200, before the effect"),
    GARBAGE_IN_200(Of.REQUEST, share(), "the page of a gateway with 200, after the effect"),
    HUNG(Of.REQUEST, share(), "no answer after the effect; the connection is closed after `hung_seconds`"),
    TRICKLE(Of.REQUEST, share(), "the answer comes byte by byte, one each `trickle_millis`, for a minute at most"),
    LIMITED(Of.REQUEST, share(), "429 with code 1007 before the effect, for `limited_seconds`"),
    UNAUTHORIZED(Of.REQUEST, share(), "401 with code 2004, before the effect"),
    GATEWAY_404(Of.REQUEST, share(), "a gateway's own 404, a page, before the effect"),
    EMPTY_GZIP(Of.REQUEST, share(), "`Content-Encoding: gzip` and no body, after the effect"),
    WEBHOOK_BEFORE_ANSWER(
            Of.REQUEST,
            share(),
            "the answer is held until the webhooks of its request were answered, for 2 seconds at most"),
    REJECT_KEY(Of.ACCOUNT, new FaultValue.Flag(), "the key is revoked: all requests to the API answer 401"),
    LIMITED_SHARE(Of.ACCOUNT, share(), "this share of the chats answers 429 for `limited_seconds`"),
    MESSAGE_FAILS(Of.MESSAGE, share(), "the message is accepted and fails with `message_fails_code`"),
    CHANGE_IS_SWALLOWED(
            Of.CHANGE,
            share(),
            "the change of a name, an icon, a background or a member is accepted and never happens, without an event"),
    NAME_REFUSED(
            Of.CHANGE,
            share(),
            "a name, an icon or a background is accepted, and an event says that it failed, with code 3007 (4001 for a background)"),
    WEBHOOK_LOST(Of.WEBHOOK, share(), "never sent"),
    WEBHOOK_DOUBLED(Of.WEBHOOK, share(), "sent twice, with the same `event_id`"),
    WEBHOOK_LATE(Of.WEBHOOK, share(), "sent after `webhook_late_millis`"),
    WEBHOOK_REORDERED(
            Of.WEBHOOK,
            share(),
            "sent after the next one to the same subscription was answered, or after 30 seconds without a next one"),
    WEBHOOK_WRONG_SIGNATURE(
            Of.WEBHOOK,
            share(),
            "the first attempt has wrong signatures; who answers it with 4xx loses the event, as with Linq, since that is final"),
    WEBHOOK_OLD_VERSION(Of.WEBHOOK, share(), "a body of version 2025-01-01 to a subscription that asks for 2026-02-03"),
    LIMITED_SECONDS(Of.SETTING, whole(60, 1, 86_400), "how long a 429 says to wait"),
    RETRY_AFTER(
            Of.SETTING,
            new FaultValue.Choice(RetryAfterForm.words()),
            "how a 429 says it: in seconds (as Linq does), as a date, with a fraction, not at all, as a date that is past, as a"
                    + " huge number, as text, in the body only, or in `Retry-After-Ms` only"),
    SLOW_MILLIS(Of.SETTING, whole(1000, 0, 240_000), "delay of `slow`"),
    HUNG_SECONDS(Of.SETTING, whole(120, 1, 240), "how long `hung` keeps the connection"),
    TRICKLE_MILLIS(Of.SETTING, whole(20, 1, 10_000), "time between two bytes of `trickle`"),
    LATENCY_MEDIAN_MILLIS(
            Of.SETTING, whole(0, 0, 60_000), "half of the answers come later than this after the effect (log-normal)"),
    LATENCY_P99_MILLIS(
            Of.SETTING,
            whole(0, 0, 60_000),
            "one answer in a hundred comes later than this; 0 for all after the median, and none later than a minute"),
    MESSAGE_FAILS_CODE(Of.SETTING, whole(4001, 1000, 9999), "code of `message_fails`; Linq has more than it documents"),
    MESSAGE_FAILS_REASON(
            Of.SETTING,
            new FaultValue.Choice(MessageFailure.reasons()),
            "its reason: delivery failed, which is not final in a direct chat, send failed, or the request expired"),
    LATE_DELIVERED(
            Of.SETTING,
            new FaultValue.Flag(),
            "a direct message that `message_fails` struck is delivered a second later after all"),
    WEBHOOK_LATE_MILLIS(Of.SETTING, whole(5_000, 1, 3_600_000), "delay of `webhook_late`"),
    SEED(
            Of.SETTING,
            whole(0, Long.MIN_VALUE, Long.MAX_VALUE),
            "the same requests in the same order meet the same faults");

    private final Of of;
    private final FaultValue value;
    private final String meaning;

    /** What a fault strikes. For each request, message, change and webhook one is drawn at most. */
    public enum Of {
        REQUEST,
        MESSAGE,
        CHANGE,
        WEBHOOK,
        /** Not drawn: holds for all requests, or for the same chats. */
        ACCOUNT,
        /** Strikes nothing: says more about a fault. */
        SETTING;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Fault(Of of, FaultValue value, String meaning) {
        this.of = of;
        this.value = value;
        this.meaning = meaning;
    }

    private static FaultValue share() {
        return new FaultValue.Share();
    }

    private static FaultValue whole(long standard, long least, long most) {
        return new FaultValue.Whole(standard, least, most);
    }

    /** Its name outside of the program. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Of of() {
        return of;
    }

    public String meaning() {
        return meaning;
    }

    FaultValue value() {
        return value;
    }

    /** The values it accepts and the one it has by standard, in words. */
    public String range() {
        String standard = value.standard().asText();
        return of == Of.SETTING ? value.range() + " (" + standard + ")" : value.range();
    }

    static List<Fault> of(Of of) {
        return Stream.of(values()).filter(fault -> fault.of == of).toList();
    }

    /** Hyphens do for underscores. */
    static Optional<Fault> find(String name) {
        String key = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return Stream.of(values()).filter(fault -> fault.key().equals(key)).findFirst();
    }

    static String names() {
        return Stream.of(values()).map(Fault::key).collect(Collectors.joining(", "));
    }

    ObjectNode json() {
        ObjectNode json = JsonTrees.object().put("name", key()).put("of", of.word());
        json.set("standard", value.standard());
        return json.put("values", value.range()).put("meaning", meaning);
    }
}
