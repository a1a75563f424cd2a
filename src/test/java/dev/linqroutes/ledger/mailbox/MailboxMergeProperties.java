package dev.linqroutes.ledger.mailbox;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A chat addressed by group_ref and by id, with two instances: any order of accepting, claiming, starting and ending calls, of
 * throttling and of kills. Checks the guarantees for a chat after each step; a failure prints the seed and the history.
 */
public final class MailboxMergeProperties {
    private static final int PER_MINUTE = 12;
    private static final int STEPS = 70;

    private final TestClock clock;
    private final TestLedger ledger;
    private final Random random;
    private final String group;
    private final String chat;
    private final List<Process> processes = new ArrayList<>();
    private final List<String> history = new ArrayList<>();

    /** The calls of the chat, by name, in the order of acceptance. */
    private final Map<String, Sent> calls = new HashMap<>();

    private final Deque<Instant> messages = new ArrayDeque<>();
    private int commands;
    private boolean createBegun;
    private boolean met;

    private static final class Sent {
        final int order;
        final boolean byRef;
        final boolean acceptedAfterMeeting;
        boolean done;
        boolean mayBeRepeated = true;

        Sent(int order, boolean byRef, boolean acceptedAfterMeeting) {
            this.order = order;
            this.byRef = byRef;
            this.acceptedAfterMeeting = acceptedAfterMeeting;
        }
    }

    private final class InHand {
        final Mailbox mailbox;
        final boolean claimedAfterMeeting = met;
        Optional<Call> inFlight = Optional.empty();
        Instant startedAt = Instant.MIN;

        InHand(Mailbox mailbox) {
            this.mailbox = mailbox;
        }
    }

    /** One instance of the program. */
    private final class Process {
        final TestLedger own =
                TestLedger.beside(ledger).mailboxes(100).perMinute(PER_MINUTE).open();
        final LeasedMailboxes mailboxes = own.mailboxes;
        final CallResultRecorder results = own.results;
        final List<InHand> inHand = new ArrayList<>();

        boolean hasCallInFlight() {
            return inHand.stream().anyMatch(each -> each.inFlight.isPresent());
        }
    }

    public MailboxMergeProperties(TestLedger ledger, TestClock clock, long seed) {
        this.clock = clock;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.group = "group-" + seed;
        this.chat = "chat-" + seed;
        processes.add(new Process());
        processes.add(new Process());
    }

    /** Makes random steps, and then completes everything that is left. */
    public void run() throws Exception {
        try {
            ledger.accept(create("create-" + group, group, 3));
            for (int position = 1; position <= 3; position++) {
                calls.put("create-" + group + " call " + position, new Sent(commands++, true, false));
            }
            for (int step = 0; step < STEPS; step++) {
                step(processes.get(random.nextInt(2)));
            }
            while (calls.values().stream().anyMatch(call -> !call.done)) {
                assertThat(history).as("it comes to an end").hasSizeLessThan(5_000);
                drain();
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", history), e);
        }
    }

    private void step(Process process) throws Exception {
        int dice = random.nextInt(100);
        if (dice < 25) {
            accept();
        } else if (dice < 45) {
            claim(process);
        } else if (dice < 65) {
            start(process);
        } else if (dice < 88) {
            end(process);
        } else if (dice < 97) {
            pass(Duration.ofMillis(random.nextInt(4_000)));
        } else {
            kill(process);
        }
    }

    private void drain() throws Exception {
        for (Process process : processes) {
            claim(process);
            start(process);
            end(process);
        }
        pass(Duration.ofSeconds(3));
    }

    private void accept() {
        // Linq shows the id of a chat once it has received the create.
        boolean byRef = !createBegun || random.nextBoolean();
        String id = "m" + commands + "-" + group;
        ledger.accept(byRef ? send(id, group) : sendToChat(id, chat));
        calls.put(id + " call 1", new Sent(commands++, byRef, met));
        history.add("accepted " + id + (byRef ? " by ref" : " by chat"));
    }

    private void claim(Process process) throws InterruptedException {
        for (Mailbox mailbox : process.mailboxes.claim()) {
            history.add(name(process) + " claims " + mailbox.name());
            process.inHand.add(new InHand(mailbox));
        }
    }

    private void start(Process process) {
        for (InHand each : List.copyOf(process.inHand)) {
            if (each.inFlight.isPresent()) {
                continue;
            }
            if (!each.mailbox.hasNextCall(clock.instant())) {
                process.mailboxes.release(each.mailbox).toCompletableFuture().join();
                process.inHand.remove(each);
                history.add(name(process) + " gives back " + each.mailbox.name());
                continue;
            }
            Call call = each.mailbox.startNextCall(clock.instant());
            history.add(name(process) + " begins " + call.describe() + " of " + each.mailbox.name());
            check(each, call);
            each.inFlight = Optional.of(call);
            each.startedAt = clock.instant();
            createBegun |= call.kind() == CallKind.CREATE_CHAT;
            messages.add(clock.instant());
        }
    }

    private void check(InHand worker, Call call) {
        Sent sent = calls.get(call.describe());
        assertThat(sent.done).as("%s is sent once", call.describe()).isFalse();
        assertThat(sent.mayBeRepeated).as("%s is started once", call.describe()).isTrue();
        sent.mayBeRepeated = false;
        calls.forEach((name, other) -> {
            boolean before = other.order < sent.order
                    && (sent.acceptedAfterMeeting || other.byRef == sent.byRef || worker.claimedAfterMeeting);
            assertThat(before && !other.done)
                    .as("%s was accepted before %s", name, call.describe())
                    .isFalse();
        });
        if (worker.claimedAfterMeeting) {
            assertThat(processes.stream().anyMatch(Process::hasCallInFlight))
                    .as("a call to the chat is in flight when %s starts", call.describe())
                    .isFalse();
            Instant minuteAgo = clock.instant().minus(Duration.ofMinutes(1));
            messages.removeIf(at -> !at.isAfter(minuteAgo));
            assertThat(messages).as("the rate limit of the chat").hasSizeLessThan(PER_MINUTE);
        }
    }

    private void end(Process process) {
        List<InHand> inFlight = process.inHand.stream()
                .filter(each -> each.inFlight.isPresent())
                .toList();
        if (inFlight.isEmpty()) {
            return;
        }
        InHand each = inFlight.get(random.nextInt(inFlight.size()));
        Call call = each.inFlight.get();
        boolean wait = call.kind() != CallKind.CREATE_CHAT && random.nextInt(10) == 0;
        CallResult result = wait ? new Retry(Duration.ofSeconds(2), Reason.THROTTLED, fault(429)) : accepted(chat);
        process.results
                .record(each.mailbox, call, result, each.startedAt)
                .toCompletableFuture()
                .join();
        history.add(name(process) + " ends " + call.describe() + (wait ? ", throttled" : ""));
        Sent sent = calls.get(call.describe());
        sent.done = !wait;
        sent.mayBeRepeated = wait;
        if (wait) {
            // It does not count against the rate limit.
            messages.removeFirstOccurrence(each.startedAt);
        }
        each.inFlight = Optional.empty();
        if (!process.mailboxes.isReadyForNextCall(each.mailbox)) {
            process.inHand.remove(each);
        }
        if (!met && call.kind() == CallKind.CREATE_CHAT && !wait) {
            met = true;
            history.add("--- it is one chat");
        }
    }

    private void pass(Duration time) {
        clock.advance(time);
        for (Process process : processes) {
            // The workers wait for responses, and are active.
            process.inHand.stream()
                    .filter(each -> each.inFlight.isPresent())
                    .forEach(each -> each.mailbox.startNextCall(clock.instant()));
            process.mailboxes.renewLeases();
        }
    }

    /** As kill -9 does: no lease is released, and a call in flight may have arrived or not. */
    private void kill(Process process) {
        history.add(name(process) + " is killed");
        process.inHand.forEach(each -> each.inFlight.ifPresent(call -> {
            calls.get(call.describe()).mayBeRepeated = true;
            // Linq recognizes the repeated message.
            messages.removeFirstOccurrence(each.startedAt);
        }));
        processes.set(processes.indexOf(process), new Process());
        for (int i = 0; i < 7; i++) {
            pass(TestLedger.LEASE.dividedBy(6));
        }
    }

    private String name(Process process) {
        return "instance " + processes.indexOf(process);
    }
}
