package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The calls of Linq's API by the program under test: those of its account, and those that are of no account. */
final class ProgramCalls {
    private static final int MOST_CAUSES = 5;

    private final Log own;
    private final Optional<Log> others;
    private final Set<Integer> allowedErrors = ConcurrentHashMap.newKeySet();

    /** @param begin number of the last request before the test */
    private record Log(SandboxCalls calls, long begin) {
        static Log from(SandboxCalls calls) {
            return new Log(calls, calls.last("requests"));
        }

        Stream<SeenRequest> since(long after) {
            return calls.all("requests", after).filter(Log::isOfProgram).map(SeenRequest::new);
        }

        private static boolean isOfProgram(JsonNode request) {
            return !SandboxCalls.USER_AGENT.equals(
                    request.at("/headers/User-Agent").asText());
        }
    }

    private ProgramCalls(Log own, Optional<Log> others) {
        this.own = own;
        this.others = others;
    }

    /** Of an account that exists already, from now on. */
    static ProgramCalls of(SandboxCalls calls) {
        return new ProgramCalls(Log.from(calls), Optional.empty());
    }

    /** Of an account that the owner of this one makes now; calls of no account are in the log of the first account. */
    ProgramCalls ofNewAccount(SandboxCalls calls) {
        SandboxCalls first = others.orElse(own).calls();
        return new ProgramCalls(new Log(calls, 0), Optional.of(Log.from(first)));
    }

    /** All of the account, also those before the test. */
    List<SeenRequest> all() {
        return own.since(0).toList();
    }

    void allowErrors(int... codes) {
        IntStream.of(codes).forEach(allowedErrors::add);
    }

    private List<SeenRequest> ofAccount() {
        return own.since(own.begin()).filter(SeenRequest::hasKnownKey).toList();
    }

    /** Also those of other tests that ran at the same time: nobody knows whose they are. */
    private List<SeenRequest> ofNoAccount() {
        Log log = others.orElse(own);
        return log.since(log.begin()).filter(request -> !request.hasKnownKey()).toList();
    }

    /** What a program should not do, in words; empty without such calls. */
    String unexpected() {
        List<SeenRequest> ofAccount = ofAccount();
        return paragraph("the sandbox refused calls of this test:", ofAccount, this::isUnexpected)
                + paragraph(
                        "calls of this test had fields that Linq does not have:",
                        ofAccount,
                        request -> !request.unknownFields().isEmpty())
                + paragraph(
                        "calls with a key of no account came during this test (when tests run in parallel, from any of them):",
                        ofNoAccount(),
                        this::isUnexpected);
    }

    private boolean isUnexpected(SeenRequest request) {
        return request.isRefused() && (!request.hasEndpoint() || !allowedErrors.contains(request.errorCode()));
    }

    private static String paragraph(String title, List<SeenRequest> requests, Predicate<SeenRequest> filter) {
        String lines = requests.stream()
                .filter(filter)
                .map(request -> "\n  " + request)
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : title + lines + "\n";
    }

    /** The newest calls since the test began that may be why something does not come, a line each; empty without such calls. */
    String causes() {
        List<String> lines = Stream.concat(ofNoAccount().stream(), ofAccount().stream())
                .filter(request -> request.isRefused()
                        || request.fault().isPresent()
                        || !request.unknownFields().isEmpty())
                .map(request -> "\n  " + request.summary())
                .toList();
        int skipped = Math.max(0, lines.size() - MOST_CAUSES);
        return lines.isEmpty()
                ? ""
                : "\nrefused, struck by a fault or with unknown fields before"
                        + (skipped == 0 ? ":" : " (the newest " + MOST_CAUSES + " of " + lines.size() + "):")
                        + String.join("", lines.subList(skipped, lines.size()));
    }
}
