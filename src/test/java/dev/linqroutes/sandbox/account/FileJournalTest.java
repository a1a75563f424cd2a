package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final String LINE = "+12223334444";
    private static final Instant START = Instant.parse("2026-11-06T12:00:00Z");
    private static final int HISTORY = 10;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("journal.jsonl");
    }

    private Account open() {
        return new Account("acct-1", List.of(LINE), HISTORY, FileJournal.open(file()));
    }

    private static Chat chatWith(String person) {
        return Chat.create(LINE, List.of(Person.unknown(person)), Optional.of(Services.IMESSAGE), START);
    }

    private List<String> linesOfTheFile() throws IOException {
        return Files.readAllLines(file());
    }

    private static List<String> chatsOf(Account account) {
        return account.chats().all().stream().map(each -> each.chat().id()).toList();
    }

    @Test
    void a_journal_does_not_grow_without_end_while_the_sandbox_runs() throws IOException {
        Account account = open();
        Chat chat = chatWith("+15556667777");
        for (int count = 0; count < 20_000; count++) {
            account.commit(new AccountChange.ChatSaved(chat.withName(Optional.of("name " + count), START)));
            account.flush();
        }
        account.commit(new AccountChange.ChatSaved(chatWith("+15550001111")));
        account.flush();
        List<String> before = chatsOf(account);

        assertThat(linesOfTheFile()).hasSizeLessThan(2_000);
        account.close();
        assertThat(directory).isDirectoryNotContaining(each -> each.toString().endsWith(".new"));
        Account restarted = open();
        assertThat(chatsOf(restarted)).isEqualTo(before);
        assertThat(restarted.chats().require(chat.id()).chat().name()).contains("name 19999");
        restarted.close();
    }

    /** Locks that another program sees end when the program that has them closes the file somewhere else. */
    @Test
    void a_journal_stays_locked_for_other_programs_after_it_was_read() throws Exception {
        Account account = open();
        account.commit(new AccountChange.ChatSaved(chatWith("+15556667777")));
        account.flush();
        account.close();
        Account restarted = open();

        assertThat(saidByAnotherProgram()).contains("another sandbox is running on it");
        restarted.close();
    }

    private String saidByAnotherProgram() throws Exception {
        Process other = new ProcessBuilder(
                        Paths.get(System.getProperty("java.home"), "bin", "java")
                                .toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(other.getInputStream().readAllBytes());
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void a_journal_stays_locked_for_other_programs_when_this_one_opens_it_again() throws Exception {
        Account account = open();
        Path link = Files.createSymbolicLink(directory.resolve("link.jsonl"), file());

        assertThatThrownBy(() -> FileJournal.open(link))
                .hasMessageContaining("this process already has a sandbox on it");

        assertThat(saidByAnotherProgram()).contains("another sandbox is running on it");
        account.close();
        account.close();
        open().close();
    }

    /** Another program that opens a journal. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            try {
                FileJournal.open(Path.of(arguments[0])).close();
                System.out.println("opened");
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
