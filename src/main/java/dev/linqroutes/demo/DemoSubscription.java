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

/** The demo's subscription. Its secret is told once only (reference 2.14), so it is kept in a file beside the data. */
final class DemoSubscription {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "id";
    private static final String SECRET = "signing_secret";

    private final Path file;

    DemoSubscription(Path file) {
        this.file = file;
    }

    /** Makes it as wanted, above all its port, which may be another one after a restart; gives its secret. */
    String createOrUpdate(SubscriptionClient linq, DesiredSubscription wanted) throws IOException {
        JsonNode kept = Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        Optional<Subscription> there = linq.readAll().stream()
                .filter(each -> each.id().equals(kept.path(ID).asText()))
                .findFirst();
        if (there.isPresent()) {
            linq.update(there.get().id(), SubscriptionUpdate.of(there.get(), wanted));
            return kept.required(SECRET).textValue();
        }
        CreatedSubscription made = linq.create(wanted);
        String secret = made.secret().orElseThrow();
        Files.write(file, JSON.writeValueAsBytes(Map.of(ID, made.subscription().id(), SECRET, secret)));
        return secret;
    }
}
