package dev.godwit.local.chaos.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunResumed;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.StatementsFinished;
import dev.godwit.event.v1.StatementsStarted;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks that the SQL of each point of a customer's runs was run as often as the events say: the
 * packs of the kill matrix write a row each time. A run that is resumed may repeat a point, and one
 * that is rolled back may have run it without a report that counts.
 */
public final class PointCheck {
  private static final int INVARIANT = 4;

  private final Database target;
  private final KafkaSettings kafka;

  /**
   * @param target past a proxy that may be disturbed
   */
  public PointCheck(Database target, KafkaSettings kafka) {
    this.target = target;
    this.kafka = kafka;
  }

  /** The findings of a customer whose runs are over. */
  public List<Finding> findings(String customer) {
    Map<Place, Long> rows = new HashMap<>();
    for (List<String> row :
        target.rows(
            "select schema_name, point, count(*)::text from godwit_chaos.statement_run where customer = ? group by 1, 2",
            customer)) {
      rows.put(new Place(row.get(0), row.get(1)), Long.parseLong(row.get(2)));
    }
    List<SpecificRecord> history =
        new TopicRecords(kafka)
            .all(
                Topics.EVENTS,
                event ->
                    event.get(0) instanceof Envelope envelope
                        && envelope.getMigrationId().equals(customer));
    return of(history, rows);
  }

  /** A point of the runs in a schema of the target. */
  record Place(String schema, String point) {}

  /** The range of how often the SQL of a point may have been run. */
  private static final class Expected {
    long least;
    long most;
  }

  /**
   * The findings of a history.
   *
   * @param rows how often the SQL of a point was run
   */
  static List<Finding> of(List<? extends SpecificRecord> history, Map<Place, Long> rows) {
    Map<Place, Expected> expected = new HashMap<>();
    String schema = "";
    for (SpecificRecord event : history) {
      switch (event) {
        case RunStarted started ->
            schema = started.getKind() == RunKind.LIVE ? "crm" : "crm_staging";
        case StatementsStarted started -> at(expected, schema, started.getPoint()).most++;
        case StatementsFinished finished -> at(expected, schema, finished.getPoint()).least++;
        case RunResumed resumed -> {
          for (SqlPoint point : SqlPoint.values()) {
            at(expected, schema, point).most++;
          }
        }
        default -> {
          // Says nothing about SQL of a pack.
        }
      }
    }
    rows.keySet().forEach(place -> expected.computeIfAbsent(place, p -> new Expected()));
    List<Finding> findings = new ArrayList<>();
    expected.forEach(
        (place, times) -> {
          long found = rows.getOrDefault(place, 0L);
          if (found < times.least || found > times.most) {
            findings.add(
                Finding.other(
                    INVARIANT,
                    "expected the SQL %s in %s to be run %d to %d times, found %d"
                        .formatted(place.point(), place.schema(), times.least, times.most, found)));
          }
        });
    return findings;
  }

  private static Expected at(Map<Place, Expected> expected, String schema, SqlPoint point) {
    String key = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return expected.computeIfAbsent(new Place(schema, key), place -> new Expected());
  }
}
