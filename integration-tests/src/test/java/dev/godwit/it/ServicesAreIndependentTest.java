package dev.godwit.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of dependency between modules. A module that is not compiled fails the test. */
class ServicesAreIndependentTest {
  private static final List<String> SERVICES =
      List.of("orchestrator", "extractor", "webhooks", "transformer", "loader", "validator");
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() throws IOException {
    Path home = Path.of("..").toAbsolutePath().normalize();
    List<Path> modules = modules(home);
    assertThat(modules.stream().map(module -> home.relativize(module).toString()))
        .contains("orchestrator/api", "orchestrator/domain", "loader-service", "schemas/records");
    for (Path module : modules) {
      assertThat(module.resolve("target/classes"))
          .as("classes of %s; compile it first: ./mvnw -Pquick compile", module)
          .isDirectoryRecursivelyContaining("glob:**.class");
    }
    classes =
        new ClassFileImporter()
            .importPaths(modules.stream().map(m -> m.resolve("target/classes")).toList());
  }

  /** Every folder with main code, but for those that deploy and test the others. */
  private static List<Path> modules(Path home) throws IOException {
    List<Path> modules = new ArrayList<>();
    Set<String> skipped = Set.of("deploy", "integration-tests", "src", "target");
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            if (!dir.equals(home) && (skipped.contains(name) || name.startsWith("."))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (Files.isDirectory(dir.resolve("src/main/java"))) {
              modules.add(dir);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return modules;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"orchestrator", "extractor", "webhooks", "transformer", "loader", "validator"})
  void shouldUseNoOtherServiceInAService(String service) {
    for (String other : SERVICES) {
      if (!other.equals(service)) {
        noClasses()
            .that()
            .resideInAPackage("dev.godwit." + service + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.godwit." + other + "..")
            .because("services know each other by topics alone, so that each can be replaced")
            .check(classes);
      }
    }
  }

  @Test
  void shouldUseNoServiceInASharedModule() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.godwit.records..",
            "dev.godwit.wire..",
            "dev.godwit.pack..",
            "dev.godwit.canonical..",
            "dev.godwit.trace..",
            "dev.godwit.worker..")
        .and()
        // Decisions are commands, also JSON ones, which the codec alone reads (decision 0036).
        .resideOutsideOfPackage("dev.godwit.worker.decision..")
        .and()
        // A worker folds the events by the rules by which the engine dispatches (decision 0044).
        .resideOutsideOfPackage("dev.godwit.worker.order..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.godwit.orchestrator..",
            "dev.godwit.extractor..",
            "dev.godwit.webhooks..",
            "dev.godwit.transformer..",
            "dev.godwit.loader..",
            "dev.godwit.validator..")
        .because("a library that knows its users cannot be shared by others")
        .check(classes);
  }

  @Test
  void shouldUseNeitherKafkaNorQuarkusInPacksAndDigests() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.godwit.pack..", "dev.godwit.canonical..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.quarkus..", "io.smallrye..")
        .because("a pack is checked, and a digest is computed, without anything running")
        .check(classes);
  }

  @Test
  void shouldDecideWithoutKnowingOfTraces() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.godwit.orchestrator.domain..", "dev.godwit.orchestrator.codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.godwit.trace..", "io.opentelemetry..")
        .because("a decision is a function of state, command and time, traced or not")
        .check(classes);
  }

  @Test
  void shouldUseOpenTelemetryInTheModuleOfTracesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.godwit.trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .because("nothing of it is loaded while traces are off")
        .check(classes);
  }

  @Test
  void shouldUsePlainJavaInTheLedger() {
    noClasses()
        .that()
        .resideInAPackage("dev.godwit.validator.ledger..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..", "io.quarkus..", "jakarta..", "java.sql..", "org.postgresql..")
        .because("the same receipts give the same ledger, wherever that is computed")
        .check(classes);
  }

  @Test
  void shouldMakeEventsOnlyInTheOrchestrator() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.godwit.extractor..",
            "dev.godwit.webhooks..",
            "dev.godwit.transformer..",
            "dev.godwit.loader..",
            "dev.godwit.validator..",
            "dev.godwit.worker..")
        .should()
        .callConstructorWhere(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "makes an event",
                call ->
                    call.getTargetOwner().getPackageName().equals("dev.godwit.event.v1")
                        && !call.getOriginOwner().getPackageName().startsWith("dev.godwit.event")))
        .because("migration.events.v1 is the only truth, and has one writer")
        .check(classes);
  }

  @Test
  void shouldKeepDatabasesAndPacksOutOfTheWebhooks() {
    noClasses()
        .that()
        .resideInAPackage("dev.godwit.webhooks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "dev.godwit.pack..", "dev.godwit.worker..")
        .because("a process that faces the internet must not hold credentials of a database")
        .check(classes);
  }
}
