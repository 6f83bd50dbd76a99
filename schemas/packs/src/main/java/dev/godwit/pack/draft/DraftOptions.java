package dev.godwit.pack.draft;

import java.nio.file.Path;
import java.util.List;

/**
 * The system and the names for a draft.
 *
 * @param url JDBC URL of the database, without user and password
 * @param user user
 * @param passwordVariable name of the environment variable with the password
 * @param schemas schemas to read; empty for the one that has tables
 * @param target whether to draft a target pack, not a source pack
 * @param name name of the pack; null to make one of the database's name
 * @param out folder in which the folder of the pack is made
 * @param customer table, or table and column, of the customer; null to guess it
 * @param force whether a pack that is there already is replaced
 */
public record DraftOptions(
    String url,
    String user,
    String passwordVariable,
    List<String> schemas,
    boolean target,
    String name,
    Path out,
    String customer,
    boolean force) {
  public DraftOptions {
    schemas = List.copyOf(schemas);
  }
}
