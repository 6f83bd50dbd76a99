package dev.godwit.local.stack;

import dev.godwit.sampledata.SampleData;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Makes the empty tables of the reference source and target, where they are missing. Stateless. */
public final class ReferenceSystems {
  private static final List<String> OF_THE_EXTRACTOR =
      List.of(
          "grant update (status) on customer to godwit_extractor",
          "grant insert on engagement to godwit_extractor",
          "grant usage on sequence engagement_id to godwit_extractor");

  /** The purge of a rehearsal; the live schema is never truncated. */
  private static final List<String> OF_THE_LOADER =
      List.of(
          "grant truncate on crm_staging.contact, crm_staging.contact_team, crm_staging.contact_outlet, crm_staging.contact_tag, crm_staging.email, crm_staging.engagement to godwit_loader");

  private ReferenceSystems() {}

  /**
   * Makes them in the databases that {@code GODWIT_SOURCE_URL} and {@code GODWIT_TARGET_URL} name,
   * as the superuser, with the rights of the extractor to freeze and to return, and of the loader
   * to truncate staging.
   *
   * @throws StackException where a database does not answer, or refuses a statement
   */
  public static void make(StackSettings settings) {
    Map<String, String> owner = settings.serviceEnvironment();
    try (Connection atSource = open(owner, "SOURCE");
        Connection atTarget = open(owner, "TARGET")) {
      SampleData.createSource(atSource);
      DatabaseRoles.grant(atSource, OF_THE_EXTRACTOR);
      SampleData.createTarget(atTarget);
      DatabaseRoles.grant(atTarget, OF_THE_LOADER);
    } catch (SQLException e) {
      throw new StackException("Making the tables of source and target: " + e.getMessage(), e);
    }
  }

  private static Connection open(Map<String, String> owner, String system) throws SQLException {
    return DriverManager.getConnection(
        owner.get("GODWIT_" + system + "_URL"),
        owner.get("GODWIT_" + system + "_USER"),
        owner.get("GODWIT_" + system + "_PASSWORD"));
  }
}
