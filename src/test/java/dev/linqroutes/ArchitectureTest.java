package dev.linqroutes;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Packages depend downwards only: docs/architecture.md has the rooms. */
@AnalyzeClasses(packages = "dev.linqroutes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] FOR_TESTS = {
        "dev.linqroutes.sandbox.junit..", "dev.linqroutes.sandbox.assertj..", "dev.linqroutes.sandbox.testcontainers.."
    };

    @ArchTest
    static final ArchRule no_package_depends_on_one_that_depends_on_it =
            slices().matching("dev.linqroutes.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_naming_of_commands_in_logs_and_traces_knows_no_other_room = onlyKnow("trace");

    @ArchTest
    static final ArchRule the_ledger_knows_no_other_room = onlyKnow("ledger", "trace");

    @ArchTest
    static final ArchRule the_database_knows_no_other_room_of_the_ledger = onlyKnow("ledger.db", "trace");

    @ArchTest
    static final ArchRule the_reading_of_commands_knows_no_other_room = onlyKnow("command", "trace");

    @ArchTest
    static final ArchRule the_planning_of_calls_knows_commands_and_what_the_ledger_calls_them =
            onlyKnow("plan", "command", "ledger.model", "trace");

    @ArchTest
    static final ArchRule the_client_of_linq_knows_the_ledger_only = onlyKnow("linq", "ledger", "trace");

    @ArchTest
    static final ArchRule the_webhook_endpoint_knows_the_ledger_only = onlyKnow("webhook", "ledger");

    @ArchTest
    static final ArchRule the_reading_of_files_knows_commands_their_plan_and_the_ledger =
            onlyKnow("files", "command", "plan", "ledger", "trace");

    @ArchTest
    static final ArchRule only_the_demo_and_the_commands_of_the_program_know_the_sandbox_and_the_embedded_broker =
            classes()
                    .that()
                    .resideInAnyPackage("dev.linqroutes.sandbox..", "dev.linqroutes.embedded..")
                    .should()
                    .onlyBeAccessed()
                    .byAnyPackage(
                            "dev.linqroutes.cli..",
                            "dev.linqroutes.demo..",
                            "dev.linqroutes.sandbox..",
                            "dev.linqroutes.embedded..");

    /** The jar of the sandbox has these libraries; that of JUnit and the like are the project's. */
    @ArchTest
    static final ArchRule the_sandbox_uses_only_libraries_that_its_own_jar_has = classes()
            .that()
            .resideInAPackage("dev.linqroutes.sandbox..")
            .and()
            .resideOutsideOfPackages(FOR_TESTS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "dev.linqroutes.sandbox..",
                    "io.vertx..",
                    "io.netty..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "com.standardwebhooks..");

    /** Their libraries are not in the jar. */
    @ArchTest
    static final ArchRule what_is_for_the_tests_of_others_is_used_by_nothing_in_the_program = classes()
            .that()
            .resideInAnyPackage(FOR_TESTS)
            .should()
            .onlyBeAccessed()
            .byAnyPackage(FOR_TESTS);

    /** A name that two classes have is looked up in the wrong file. */
    @ArchTest
    static void a_simple_name_is_that_of_one_class(JavaClasses all) {
        assertThat(all.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("package-info")))
                .doesNotHaveDuplicates();
    }

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
