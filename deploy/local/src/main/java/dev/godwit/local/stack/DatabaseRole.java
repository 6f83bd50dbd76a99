package dev.godwit.local.stack;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A role of the stack's PostgreSQL: one for each service that opens a database. */
public enum DatabaseRole {
  ORCHESTRATOR(Part.ORCHESTRATOR),
  EXTRACTOR(Part.EXTRACTOR),
  TRANSFORMER(Part.TRANSFORMER),
  LOADER(Part.LOADER),
  VALIDATOR(Part.VALIDATOR);

  /** The roles that open a target. */
  static final Set<DatabaseRole> OF_TARGETS = Set.of(TRANSFORMER, LOADER, VALIDATOR);

  private final Part part;

  DatabaseRole(Part part) {
    this.part = part;
  }

  /** The role of a service; empty for one that opens no database. */
  static Optional<DatabaseRole> of(Part part) {
    return Arrays.stream(values()).filter(role -> role.part == part).findFirst();
  }

  /** Name in the database. */
  public String user() {
    return "godwit_" + name().toLowerCase(Locale.ROOT);
  }

  /** Name of the file with its password in the folder of secrets. */
  String secret() {
    return "database-" + name().toLowerCase(Locale.ROOT);
  }
}
