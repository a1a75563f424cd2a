package dev.linqroutes.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Whether files can be taken from the inbox: it has to be a folder in which this user may write, rename and delete. */
final class InboxExamination implements Examination {
    private final Path inbox;

    InboxExamination(Path inbox) {
        this.inbox = inbox;
    }

    @Override
    public String area() {
        return "inbox";
    }

    @Override
    public List<Finding> examine() {
        if (!Files.exists(inbox)) {
            return List.of(Finding.ok(area(), "there is none yet at " + inbox + "; `run` creates it"));
        }
        try {
            // Hidden: a running program ignores such files.
            Path written = Files.createTempFile(inbox, ".doctor-", ".part");
            Path moved = written.resolveSibling(written.getFileName() + ".moved");
            Files.move(written, moved, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(moved);
            return List.of(Finding.ok(
                    area(),
                    inbox + " can be written, on a file system of type "
                            + Files.getFileStore(inbox).type()));
        } catch (IOException e) {
            return List.of(Finding.problem(
                    area(),
                    inbox + " cannot be used: " + e,
                    "give the program's user the rights to create, rename and delete files there"));
        }
    }
}
