package dev.linqroutes.capability;

import dev.linqroutes.files.check.InquirySubjects;
import dev.linqroutes.files.check.LinqAnswers;
import dev.linqroutes.files.check.LinqAnswers.HandleAnswer;
import dev.linqroutes.files.check.LinqAnswers.LineAnswer;
import dev.linqroutes.files.check.LinqInquiry;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.LinqRequestFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Asks Linq about lines, contact cards and who has iMessage: each handle once, one in ten seconds (reference 1.4). */
public final class CapabilityInquiry implements LinqInquiry {
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** A longer limit is that of a day. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    /** For the same handle; then something else uses up the limit of the account. */
    private static final int MOST_THROTTLED = 5;

    /** In a row; then the connection or Linq is down. */
    private static final int MOST_FAILURES = 3;

    private final LineInquiry lines;
    private final CapabilityClient capability;
    private final Pause pause;
    private final Consumer<String> progress;

    /**
     * @param defaultLines of rows that give none
     * @param progress receives lines for a person
     */
    public CapabilityInquiry(LinqApiClient linq, Set<String> defaultLines, Pause pause, Consumer<String> progress) {
        this.lines = new LineInquiry(linq, defaultLines);
        this.capability = new CapabilityClient(linq);
        this.pause = pause;
        this.progress = progress;
    }

    @Override
    public LinqAnswers ask(InquirySubjects subjects) throws InterruptedException {
        List<LineAnswer> ofLines;
        try {
            ofLines = lines.ask(subjects);
        } catch (LinqRequestFailed e) {
            return new LinqAnswers(List.of(), Map.of(), Optional.of(e.getMessage()));
        }
        if (subjects.hasTooManyHandles()) {
            return new LinqAnswers(
                    ofLines,
                    Map.of(),
                    Optional.of("the file has more than " + InquirySubjects.MAX_HANDLES
                            + " different people, and Linq answers about one in " + INTERVAL.toSeconds()
                            + " s; check a part of the file"));
        }
        Map<String, HandleAnswer> handles = new LinkedHashMap<>();
        Optional<String> incomplete = askAll(new ArrayList<>(subjects.handles()), handles);
        return new LinqAnswers(ofLines, handles, incomplete);
    }

    /** @return why not all were asked */
    private Optional<String> askAll(List<String> handles, Map<String, HandleAnswer> answers)
            throws InterruptedException {
        if (!handles.isEmpty()) {
            progress.accept("asking Linq who has iMessage: " + handles.size() + " people, one in "
                    + INTERVAL.toSeconds() + " s, " + estimate(handles.size() - 1)
                    + "; Ctrl-C stops and reports what is known by then");
        }
        int throttled = 0;
        int failures = 0;
        while (answers.size() < handles.size()) {
            String handle = handles.get(answers.size());
            CapabilityClient.Result result = capability.ask(handle);
            if (result.stop().isPresent()) {
                return result.stop();
            }
            Duration wait = result.throttled().orElse(INTERVAL);
            throttled = result.throttled().isPresent() ? throttled + 1 : 0;
            failures = result.ofLinq() ? 0 : failures + 1;
            if (throttled == MOST_THROTTLED || wait.compareTo(LONGEST_WAIT) > 0) {
                return Optional.of("Linq asks to wait " + wait.toSeconds()
                        + " s: its limit is used up; ask again later, and let nothing else ask meanwhile");
            }
            if (throttled == 0) {
                answers.put(handle, result.answer());
            }
            if (failures == MOST_FAILURES) {
                return Optional.of(result.answer().reason());
            }
            int left = handles.size() - answers.size();
            progress.accept(
                    throttled > 0
                            ? "Linq asks to wait " + wait.toSeconds() + " s"
                            : answers.size() + " of " + handles.size() + " asked"
                                    + (left == 0 ? "" : ", " + estimate(left) + " left"));
            if (left > 0 && !pause.await(wait)) {
                return Optional.of("stopped after " + answers.size() + " of " + handles.size() + " people");
            }
        }
        return Optional.empty();
    }

    private static String estimate(int waits) {
        long seconds = INTERVAL.multipliedBy(waits).toSeconds();
        return seconds < 90 ? "about " + seconds + " s" : "about " + (seconds + 59) / 60 + " min";
    }
}
