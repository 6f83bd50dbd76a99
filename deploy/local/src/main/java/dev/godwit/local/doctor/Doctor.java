package dev.godwit.local.doctor;

import java.util.ArrayList;
import java.util.List;

/** Makes all checks, one after another. A check that fails is reported as not made. */
final class Doctor {
  private static final List<Check> CHECKS =
      List.of(
          new ServicesCheck(),
          new TopicsCheck(),
          new SchemasCheck(),
          new OffsetsCheck(),
          new PositionsCheck(),
          new TransactionsCheck(),
          new GroupsCheck(),
          new DatabasesCheck(),
          new DiskCheck(),
          new ClocksCheck(),
          new VersionsCheck(),
          new PacksCheck(),
          new ReadModelCheck(),
          new MigrationsCheck());

  private Doctor() {}

  /** The diagnoses of all checks, in their order. */
  static List<Diagnosis> examine(Installation installation) throws InterruptedException {
    List<Diagnosis> all = new ArrayList<>();
    for (Check check : CHECKS) {
      all.addAll(examine(check, installation));
    }
    return all;
  }

  static List<Diagnosis> examine(Check check, Installation installation)
      throws InterruptedException {
    try {
      return check.examine(installation);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return List.of(Diagnosis.unchecked(check, check.name(), reason(e)));
    }
  }

  private static String stripped(String text) {
    return text.replaceAll("[.\\s]+$", "");
  }

  /** The outermost message that says something. */
  static String reason(Throwable failure) {
    String said = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && said == null) {
        said = cause.getMessage().lines().findFirst().orElse(null);
      }
    }
    return "It could not be examined: "
        + (said == null ? "nothing answers there" : stripped(said))
        + ".";
  }
}
