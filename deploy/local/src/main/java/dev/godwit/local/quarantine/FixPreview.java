package dev.godwit.local.quarantine;

import dev.godwit.pack.RowSchema;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violation;
import dev.godwit.worker.decision.RunDecisions;
import dev.godwit.worker.decision.StoredDecision;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Transforms records in quarantine as a redrive would: once with the fixes that are decided, and
 * once with a further one, and counts what that one changes. Not thread-safe.
 */
final class FixPreview {
  /** Names of findings, as {@code --accept} takes them. */
  static final String CHANGES_NOTHING = "CHANGES_NOTHING";

  static final String STILL_VIOLATES = "STILL_VIOLATES";
  static final String NEW_VIOLATION = "NEW_VIOLATION";

  private final Entity entity;
  private final RunTransform before;
  private final RunTransform after;
  private final int mostSamples;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Long> still = new TreeMap<>();
  private final Map<String, Long> fresh = new TreeMap<>();
  private long held;
  private long anyway;
  private long changed;
  private long released;

  /**
   * A record that the fix changes.
   *
   * @param id its id in the source
   * @param field the changed field
   * @param before its value; personal data
   * @param after the value instead; personal data
   * @param outcome what the record violates then; empty where the target can take it
   */
  record Sample(String id, String field, String before, String after, String outcome) {}

  /**
   * The effect of the fix.
   *
   * @param held records of the entity that the transformer has in quarantine
   * @param anyway how many of them a redrive would release without the fix
   * @param changed how many of them the fix changes
   * @param released how many of those the target can take then
   * @param still those of the changed ones that stay in quarantine, by reason and field
   * @param fresh what changed records violate with the fix alone, by reason and field
   * @param samples some of the changed ones
   */
  record Result(
      long held,
      long anyway,
      long changed,
      long released,
      Map<String, Long> still,
      Map<String, Long> fresh,
      List<Sample> samples) {
    /** Names of findings that a person has to accept before such a fix is decided. */
    Set<String> findings() {
      Set<String> findings = new TreeSet<>();
      if (changed == 0) {
        findings.add(CHANGES_NOTHING);
      }
      if (!still.isEmpty()) {
        findings.add(STILL_VIOLATES);
      }
      if (!fresh.isEmpty()) {
        findings.add(NEW_VIOLATION);
      }
      return findings;
    }
  }

  /**
   * A preview of records of one entity.
   *
   * @param pack the run's target pack, checked against the catalogue
   * @param decided the decisions that hold, in their order
   * @param fix the further fix
   */
  FixPreview(
      RunSpec run,
      TargetPack pack,
      Entity entity,
      RunDecisions decided,
      StoredDecision.Fixes fix,
      int mostSamples) {
    List<StoredDecision> all = new ArrayList<>(decided.all());
    all.add(fix);
    PlausibleTimes times = PlausibleTimes.standard();
    this.entity = entity;
    this.before = new RunTransform(run, pack, times, RecordFixes.of(decided));
    this.after = new RunTransform(run, pack, times, RecordFixes.of(new RunDecisions(all)));
    this.mostSamples = mostSamples;
  }

  /** Adds a record that the transformer has in quarantine. */
  void add(String id, IndexedRecord record) {
    held++;
    QuarantinedException without = why(before, record);
    IndexedRecord decided = before.fixedRecord() == null ? record : before.fixedRecord();
    if (without == null) {
      anyway++;
    }
    QuarantinedException with = why(after, record);
    IndexedRecord fixed = after.fixedRecord() == null ? record : after.fixedRecord();
    List<Sample> changes = changes(id, decided, fixed, with == null ? "" : text(with));
    if (changes.isEmpty()) {
      return;
    }
    changed++;
    for (Sample change : changes) {
      if (samples.size() < mostSamples) {
        samples.add(change);
      }
    }
    if (with == null) {
      released++;
      return;
    }
    still.merge(text(with), 1L, Long::sum);
    Set<String> known = without == null ? Set.of() : violations(without);
    for (String violation : violations(with)) {
      if (!known.contains(violation)) {
        fresh.merge(violation, 1L, Long::sum);
      }
    }
  }

  private QuarantinedException why(RunTransform transform, IndexedRecord record) {
    try {
      byte[] unused = transform.transform(entity, record);
      return null;
    } catch (QuarantinedException e) {
      return e;
    }
  }

  private static String text(QuarantinedException why) {
    return named(why.reason().name(), why.field());
  }

  private static Set<String> violations(QuarantinedException why) {
    Set<String> all = new TreeSet<>(Set.of(text(why)));
    for (Violation other : why.others()) {
      all.add(named(other.reason().name(), other.field()));
    }
    return all;
  }

  private static String named(String reason, String field) {
    return field == null ? reason : reason + " " + field;
  }

  private static List<Sample> changes(
      String id, IndexedRecord from, IndexedRecord to, String outcome) {
    List<Sample> changes = new ArrayList<>();
    List<IndexedRecord> rowsBefore = rows(from);
    List<IndexedRecord> rowsAfter = rows(to);
    for (int row = 0; row < rowsBefore.size(); row++) {
      for (Schema.Field field : rowsBefore.get(row).getSchema().getFields()) {
        Object was = rowsBefore.get(row).get(field.pos());
        Object is = rowsAfter.get(row).get(field.pos());
        if (!text(was).equals(text(is))) {
          changes.add(new Sample(id, field.name(), text(was), text(is), outcome));
        }
      }
    }
    return changes;
  }

  /** The members of a merge group; else the record itself. */
  private static List<IndexedRecord> rows(IndexedRecord record) {
    Schema.Field members = record.getSchema().getField(RowSchema.MEMBERS);
    if (members == null) {
      return List.of(record);
    }
    List<IndexedRecord> rows = new ArrayList<>();
    ((List<?>) record.get(members.pos())).forEach(member -> rows.add((IndexedRecord) member));
    return rows;
  }

  private static String text(Object value) {
    return value == null ? "(none)" : value.toString();
  }

  /** The effect on the records so far. */
  Result result() {
    return new Result(
        held,
        anyway,
        changed,
        released,
        Map.copyOf(still),
        Map.copyOf(fresh),
        List.copyOf(samples));
  }
}
