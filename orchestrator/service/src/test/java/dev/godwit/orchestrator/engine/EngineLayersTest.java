package dev.godwit.orchestrator.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class EngineLayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.godwit.orchestrator");

  @Test
  void shouldReachNoDatabaseAndNoHttpFromTheEngine() {
    noClasses()
        .that()
        .resideInAPackage("..engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "java.net.http..",
            "jakarta.persistence..",
            "jakarta.ws.rs..")
        .because("nothing outside happens inside a processor: services do that, as tasks")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheEngineFreeOfTheReadModel() {
    noClasses()
        .that()
        .resideInAPackage("..engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..orchestrator.view..", "..orchestrator.rest..")
        .because("the read model is a projection of the events and can be dropped")
        .check(CLASSES);
  }

  @Test
  void shouldDecideInTheEngineOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("..orchestrator.view..", "..orchestrator.rest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..orchestrator.engine..", "..orchestrator.domain.decide..")
        .because("there is one writer of migration.events.v1, and no second way in")
        .check(CLASSES);
  }
}
