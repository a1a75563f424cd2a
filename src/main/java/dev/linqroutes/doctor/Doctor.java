package dev.linqroutes.doctor;

import dev.linqroutes.app.KafkaBeans;
import dev.linqroutes.app.SecretMasking;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.UnusableSecretFile;
import dev.linqroutes.subscribe.LinqApiClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Examines one area after another. One that cannot be examined does not keep the others from it. */
public final class Doctor {
    private final List<Examination> examinations;

    /** An examination that cannot be made with invalid settings, which must not keep the others from theirs. */
    private record WithSettings(String area, Supplier<Examination> examination) implements Examination {
        @Override
        public List<Finding> examine() throws Exception {
            return examination.get().examine();
        }
    }

    Doctor(List<Examination> examinations) {
        this.examinations = List.copyOf(examinations);
    }

    /**
     * All areas of the program.
     *
     * @param environment the variables in which settings are given
     * @param createTopics whether to create the topics that are missing
     */
    public static Doctor of(CamelContext context, Map<String, String> environment, boolean createTopics) {
        Settings settings = new Settings(context);
        Properties kafka = KafkaBeans.clientProperties(context);
        Supplier<LinqApiClient> linq =
                () -> new LinqApiClient(context, settings.apiUrl(), settings.text("linq.api.key"));
        return new Doctor(List.of(
                new SettingsExamination(settings, environment),
                new WithSettings("kafka", () -> new KafkaExamination(WantedTopics.of(settings), kafka, createTopics)),
                new LedgerExamination(settings),
                new WithSettings("linq", () -> new LinqExamination(settings, linq.get(), Clock.systemUTC())),
                new WithSettings("webhooks", () -> new WebhookExamination(settings, linq.get())),
                new InboxExamination(Path.of(settings.text("inbox.directory")))));
    }

    /** What is to be told when the settings cannot be read, so that nothing can be examined. */
    public static Finding unusableSecret(UnusableSecretFile problem) {
        return Finding.problem(
                "settings",
                SecretMasking.maskError(problem.getMessage()),
                "correct this and run doctor again, which examines the rest then");
    }

    /** What all examinations have found, in order. */
    public List<Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Examination each : examinations) {
            try {
                findings.addAll(each.examine());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                String reason = e.getMessage() == null ? e.toString() : e.getMessage();
                findings.add(Finding.problem(
                        each.area(), SecretMasking.maskError(reason), "correct this and run doctor again"));
            }
        }
        return findings;
    }
}
