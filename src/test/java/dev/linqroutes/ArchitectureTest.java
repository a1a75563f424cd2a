package dev.linqroutes;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Packages depend downwards only. */
@AnalyzeClasses(packages = "dev.linqroutes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule no_package_depends_on_one_that_depends_on_it =
            slices().matching("dev.linqroutes.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_ledger_knows_nobody = onlyKnow("ledger");

    @ArchTest
    static final ArchRule the_reading_of_commands_knows_nobody = onlyKnow("command");

    @ArchTest
    static final ArchRule the_planning_of_calls_knows_commands_and_kinds_of_calls =
            onlyKnow("plan", "command", "ledger");

    @ArchTest
    static final ArchRule what_talks_to_linq_knows_the_ledger_only = onlyKnow("linq", "ledger");

    @ArchTest
    static final ArchRule what_verifies_webhooks_knows_the_ledger_only = onlyKnow("webhook", "ledger");

    @ArchTest
    static final ArchRule only_the_demo_and_the_commands_of_the_program_know_the_local_linq_and_the_embedded_broker =
            classes()
                    .that()
                    .resideInAnyPackage("dev.linqroutes.sandbox..", "dev.linqroutes.embedded..")
                    .should()
                    .onlyBeAccessed()
                    .byAnyPackage(
                            "dev.linqroutes",
                            "dev.linqroutes.demo..",
                            "dev.linqroutes.sandbox..",
                            "dev.linqroutes.embedded..");

    private static ArchRule onlyKnow(String room, String... known) {
        List<String> packages = Stream.concat(Stream.of(room), Stream.of(known))
                .map(each -> "dev.linqroutes." + each + "..")
                .toList();
        return classes()
                .that()
                .resideInAPackage("dev.linqroutes." + room + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.linqroutes..")
                        .or(resideInAnyPackage(packages.toArray(String[]::new))));
    }
}
