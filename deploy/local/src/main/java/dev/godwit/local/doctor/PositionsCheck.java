package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Counted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the loader's positions, which are in the target's database with the rows, lie within
 * their topics.
 */
final class PositionsCheck implements Check {
  @Override
  public String name() {
    return "positions";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws Exception {
    Admin admin = installation.admin();
    Set<String> topics = admin.listTopics().names().get();
    List<Diagnosis> all = new ArrayList<>();
    for (TargetPack pack : installation.packs().targets().values()) {
      String subject = "target " + pack.name();
      try (Connection connection = pack.database().open()) {
        Map<TopicPartition, Long> positions = positions(connection);
        positions.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        int before = all.size();
        compare(subject, admin, positions, all);
        if (all.size() == before) {
          all.add(
              Diagnosis.fine(
                  this,
                  subject,
                  "Within their topics: " + Counted.of(positions.size(), "position") + "."));
        }
      } catch (SQLException e) {
        all.add(Diagnosis.unchecked(this, subject, Doctor.reason(e)));
      }
    }
    return all;
  }

  /** Next offsets by partition; none before the loader's first start. */
  private static Map<TopicPartition, Long> positions(Connection connection) throws SQLException {
    Map<TopicPartition, Long> positions = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet exists =
          statement.executeQuery("select to_regclass('godwit.progress') is not null")) {
        exists.next();
        if (!exists.getBoolean(1)) {
          return positions;
        }
      }
      try (ResultSet found =
          statement.executeQuery("select topic, partition, next_offset from godwit.progress")) {
        while (found.next()) {
          positions.put(new TopicPartition(found.getString(1), found.getInt(2)), found.getLong(3));
        }
      }
    }
    return positions;
  }

  private void compare(
      String subject, Admin admin, Map<TopicPartition, Long> positions, List<Diagnosis> all)
      throws Exception {
    Map<TopicPartition, Long> begins = OffsetsCheck.at(admin, positions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = OffsetsCheck.at(admin, positions, OffsetSpec.latest());
    positions.forEach(
        (partition, next) -> {
          if (next > ends.get(partition)) {
            all.add(
                bad(
                        subject,
                        "Position %d of %s is beyond the end, %d."
                            .formatted(next, partition, ends.get(partition)))
                    .because(
                        "The topic was made anew: the loader waits for records that never come.",
                        "godwit down --only loader and godwit up --only loader; it begins at the first record of a topic that was made anew",
                        Runbook.LOST_OFFSETS));
          } else if (next < begins.get(partition)) {
            all.add(
                bad(
                        subject,
                        "Position %d of %s is before the first record, %d."
                            .formatted(next, partition, begins.get(partition)))
                    .because(
                        "Records were deleted before they were loaded; a run that needs them cannot reconcile.",
                        "Lengthen the retention (godwit doctor --correct-topics); then end the run with godwit rollback, and start another.",
                        Runbook.LOST_OFFSETS));
          }
        });
  }

  private Diagnosis.Builder bad(String subject, String found) {
    return Diagnosis.bad(this, Severity.ERROR, subject, found);
  }
}
