package dev.linqroutes.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.app.Application;
import dev.linqroutes.app.UnusableSecretFile;
import dev.linqroutes.doctor.Doctor;
import dev.linqroutes.doctor.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Examines settings, Kafka, ledger, Linq, webhooks and inbox, and prints what to do about what is wrong. */
@Command(
        name = "doctor",
        description =
                "Examine settings, Kafka, ledger, Linq, webhooks and inbox, and print what to do. Settings come from the environment, as for run. Exit code 0 if the program can work, else 1.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> overrides;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Option(names = "--create-topics", description = "Create the topics that are missing; nothing else is changed")
    private boolean createTopics;

    DoctorCommand() {
        this(Map.of(), System.getenv());
    }

    /**
     * @param overrides settings by name; they override environment and defaults
     * @param environment whose names are examined
     */
    DoctorCommand(Map<String, String> overrides, Map<String, String> environment) {
        this.overrides = overrides;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        List<Finding> findings;
        try (Application application = Application.startForExamination(overrides)) {
            findings =
                    Doctor.of(application.context(), environment, createTopics).examine();
        } catch (UnusableSecretFile e) {
            findings = List.of(Doctor.unusableSecret(e));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(findings));
        } else {
            findings.forEach(finding -> print(out, finding));
        }
        out.flush();
        return isHealthy(findings) ? 0 : 1;
    }

    private static boolean isHealthy(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.status() == Finding.Status.PROBLEM);
    }

    private static void print(PrintWriter out, Finding finding) {
        out.println(String.format(Locale.ROOT, "%-9s %-8s %s", finding.area(), word(finding), finding.text()));
        finding.remedy().ifPresent(remedy -> out.println(" ".repeat(19) + "-> " + remedy));
    }

    private static String word(Finding finding) {
        String word = finding.status().name();
        return finding.status() == Finding.Status.OK ? word.toLowerCase(Locale.ROOT) : word;
    }

    private static String toJson(List<Finding> findings) throws JsonProcessingException {
        ObjectNode report = JSON.createObjectNode();
        report.put("ok", isHealthy(findings));
        ArrayNode list = report.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode json = list.addObject()
                    .put("area", finding.area())
                    .put("status", finding.status().name().toLowerCase(Locale.ROOT))
                    .put("text", finding.text());
            finding.remedy().ifPresent(remedy -> json.put("remedy", remedy));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }
}
