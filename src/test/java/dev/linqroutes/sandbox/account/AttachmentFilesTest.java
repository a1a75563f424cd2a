package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class AttachmentFilesTest {
    private static final int MANY = (int) (AttachmentFiles.MAX_TOTAL / AttachmentFiles.MAX_FILE);

    private final AttachmentFiles files = new AttachmentFiles();

    private void keep(String id) {
        assertThat(files.reserve(AttachmentFiles.MAX_FILE)).isTrue();
        files.put(id, Buffer.buffer(new byte[AttachmentFiles.MAX_FILE]));
    }

    @Test
    void the_oldest_files_make_room() {
        for (int number = 0; number <= MANY; number++) {
            keep("file " + number);
        }

        assertThat(files.find("file 0")).isEmpty();
        assertThat(files.find("file 1")).isPresent();
        assertThat(files.find("file " + MANY)).isPresent();
    }

    @Test
    void large_files_are_not_kept() {
        assertThat(files.reserve(AttachmentFiles.MAX_FILE + 1)).isFalse();
    }

    @Test
    void uploads_in_progress_count_until_they_are_given_up() {
        for (int number = 0; number < MANY; number++) {
            assertThat(files.reserve(AttachmentFiles.MAX_FILE)).isTrue();
        }
        assertThat(files.reserve(AttachmentFiles.MAX_FILE)).isFalse();

        files.release(AttachmentFiles.MAX_FILE);

        assertThat(files.reserve(AttachmentFiles.MAX_FILE)).isTrue();
    }

    @Test
    void a_replaced_file_counts_once() {
        for (int number = 0; number < 2 * MANY; number++) {
            keep("the same");
        }
        keep("other");

        assertThat(files.find("the same")).isPresent();
    }
}
