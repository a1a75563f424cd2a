package dev.linqroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.Subscription;
import dev.linqroutes.subscribe.SubscriptionClient;
import dev.linqroutes.subscribe.SubscriptionClient.CreatedSubscription;
import dev.linqroutes.subscribe.SubscriptionUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The demo's subscription. Linq returns its secret only once (reference 2.14), so it is stored in the data folder. */
final class DemoSubscription {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "id";
    private static final String SECRET = "signing_secret";

    private final Path file;

    DemoSubscription(Path file) {
        this.file = file;
    }

    /** Creates the subscription, or updates it: the port may differ after a restart. Returns the secret. */
    String createOrUpdate(SubscriptionClient linq, DesiredSubscription desired) throws IOException {
        JsonNode stored = Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        Optional<Subscription> existing = linq.readAll().stream()
                .filter(each -> each.id().equals(stored.path(ID).asText()))
                .findFirst();
        if (existing.isPresent()) {
            linq.update(existing.get().id(), SubscriptionUpdate.of(existing.get(), desired));
            return stored.required(SECRET).textValue();
        }
        CreatedSubscription created = linq.create(desired);
        String secret = created.secret().orElseThrow();
        Files.write(
                file, JSON.writeValueAsBytes(Map.of(ID, created.subscription().id(), SECRET, secret)));
        return secret;
    }
}
