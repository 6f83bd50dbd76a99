package dev.godwit.local.trace;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the record that a person means: by its id in the source, by the address of a contact, by
 * the message id of an email, or by its id in the target. Not thread-safe.
 */
final class RecordResolver {
  private final SourceSearch source;
  private final TargetSearch target;
  private final EntityPlan plan;

  /**
   * @param source null where the source is not reached
   * @param target null where the target is not reached
   * @param plan the run's plan of the entity; null for none
   */
  RecordResolver(SourceSearch source, TargetSearch target, EntityPlan plan) {
    this.source = source;
    this.target = target;
    this.plan = plan;
  }

  /**
   * The record that was found.
   *
   * @param id its id in the source; null where several records fit
   * @param by the kind of the id that was given
   * @param rows rows of the source; several where queries of the pack both give it
   * @param candidates ids of the records that fit, where there are several
   * @param looked places that were looked in
   */
  record Resolved(
      String id,
      String by,
      List<SourceSearch.Row> rows,
      List<String> candidates,
      List<String> looked) {

    /** An id of its row; empty where the row is not there, or has none. */
    Optional<String> field(String name) {
      return rows.stream().map(row -> row.ids().get(name)).filter(id -> id != null).findFirst();
    }
  }

  Resolved resolve(Entity entity, String id) throws SQLException, StageFailedException {
    List<String> looked = new ArrayList<>();
    if (source != null) {
      looked.add("ids of the source");
      List<SourceSearch.Row> rows = source.byId(id, plan);
      if (!rows.isEmpty()) {
        return new Resolved(id, "id of the source", rows, List.of(), looked);
      }
      Resolved byOther = byOther(entity, id, looked);
      if (byOther != null) {
        return byOther;
      }
    }
    if (target != null) {
      looked.add("ids of the target");
      Optional<String> sourceId = target.sourceId(entity, id);
      if (sourceId.isPresent()) {
        return resolved(sourceId.get(), "id of the target", looked);
      }
    }
    return new Resolved(id, "taken as an id of the source", List.of(), List.of(), looked);
  }

  private Resolved byOther(Entity entity, String id, List<String> looked)
      throws SQLException, StageFailedException {
    Set<String> found = Set.of();
    String by = "";
    if (entity.equals(Entity.CONTACTS) && id.contains("@")) {
      by = "address";
      looked.add("addresses of contacts in the source");
      found = source.byAddress(id);
    } else if (entity.equals(Entity.EMAILS)) {
      by = "message id";
      looked.add("message ids in the source");
      found = source.byMessageId(id);
    }
    if (found.isEmpty()) {
      return null;
    }
    return found.size() == 1
        ? resolved(found.iterator().next(), by, looked)
        : new Resolved(null, by, List.of(), List.copyOf(found), looked);
  }

  private Resolved resolved(String id, String by, List<String> looked)
      throws SQLException, StageFailedException {
    return new Resolved(
        id, by, source == null ? List.of() : source.byId(id, plan), List.of(), looked);
  }
}
