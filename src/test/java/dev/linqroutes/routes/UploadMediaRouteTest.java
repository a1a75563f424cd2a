package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.media.StoredMedia;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** The route that uploads files, with the uploads replaced. */
class UploadMediaRouteTest extends RouteRig {
    private final Queue<StoredMedia> due = new ConcurrentLinkedQueue<>();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final CountDownLatch slow = new CountDownLatch(1);

    /** Public, for Camel to call it. */
    public final class Uploads {
        public List<StoredMedia> claimDue() {
            return Optional.ofNullable(due.poll()).map(List::of).orElse(List.of());
        }

        public void renewLeases() {}

        public String reservationRequest(@Body StoredMedia media) throws InterruptedException {
            if (media.file().equals("slow")) {
                assertThat(slow.await(60, TimeUnit.SECONDS)).isTrue();
            }
            if (media.file().equals("no ledger")) {
                throw new LedgerUnavailable("away", null);
            }
            throw new IllegalStateException(media.file());
        }

        public void upload() {}

        public void recordNoResponse() {}

        public void recordUnexpectedError(@Variable("media") StoredMedia media, @ExchangeException Exception error) {
            unexpected.add(error.getMessage());
        }

        public void end(@Variable("media") StoredMedia media) {
            ended.add(media.file());
        }
    }

    UploadMediaRouteTest() {
        super("upload-media");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("mediaUploader", new Uploads());
    }

    private static StoredMedia media(String name) {
        return new StoredMedia(name, name, name, "image/png", 1, Optional.empty(), Optional.empty());
    }

    @Test
    void a_slow_upload_holds_up_no_other() {
        due.add(media("slow"));
        due.add(media("fast"));
        await().untilAsserted(() -> assertThat(ended).containsExactly("fast"));

        slow.countDown();
        await().untilAsserted(() -> assertThat(ended).containsExactly("fast", "slow"));
    }

    @Test
    void an_unexpected_error_is_recorded_and_one_of_the_ledger_is_not_about_the_file() {
        due.add(media("no ledger"));
        due.add(media("a bug"));

        await().untilAsserted(() -> assertThat(ended).containsExactlyInAnyOrder("no ledger", "a bug"));
        assertThat(unexpected).containsExactly("a bug");
    }
}
