package dev.godwit.orchestrator.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.godwit.orchestrator.domain");

  @Test
  void shouldBePlainJava() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.godwit.orchestrator.domain..",
            "java.lang..",
            "java.util..",
            "java.time",
            "java.nio.charset")
        .because(
            "a decision must be the same on a rebuild, in a test and in ten years, whatever"
                + " broker, framework or format carries it then")
        .check(CLASSES);
  }

  @Test
  void shouldReadNoClock() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .because("time is data: a history that is folded again must give the same state")
        .check(CLASSES);
  }

  @Test
  void shouldUseNoRandomness() {
    noClasses()
        .should()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.random.RandomGenerator.class)
        .orShould()
        .callMethod(Math.class, "random")
        .because("a repeated decision must make the same ids, so that a repetition is recognised")
        .check(CLASSES);
  }

  @Test
  void shouldFoldEventsWithoutTheDeciders() {
    noClasses()
        .that()
        .resideInAPackage("..domain.state..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..domain.decide..", "..domain.command..", "..domain.report..")
        .because("the fold reads events alone, or a rebuild could differ from what was running")
        .check(CLASSES);
  }

  @Test
  void shouldKeepCommonTypesFreeOfDependencies() {
    classes()
        .that()
        .resideInAnyPackage("..domain.common..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("..domain.common..", "java..")
        .because("commands, events, tasks and reports share these words")
        .check(CLASSES);
  }
}
