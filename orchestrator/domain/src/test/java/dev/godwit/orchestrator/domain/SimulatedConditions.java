package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityDigest;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.common.RouteCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The conditions that the services meet; a test changes them. */
final class SimulatedConditions {
  String unknownCustomer = "";
  final Map<String, Long> leftovers = new HashMap<>();
  final Map<String, Long> notEmpty = new HashMap<>();
  String sourceFingerprint = "source-1";
  String targetFingerprint = "target-1";
  boolean differences;

  /** Rows of each entity that are quarantined, by the ledger. */
  long behind;

  List<QuarantineCount> quarantine = List.of();
  int snapshotsToLose;
  int purgesThatLeaveRows;

  /** Opens and clicks that the source wrote after the snapshot and that no tail follows. */
  long late;

  /** The synthetic live events that a rehearsal sends, and those that arrive. */
  List<RouteCount> routes = List.of(new RouteCount("topic", 3), new RouteCount("tail", 3));

  /** Why a rehearsal sends no synthetic live event; empty where it sends some. */
  String nothing = "";

  List<RouteArrival> arrivals =
      List.of(
          new RouteArrival("topic", 3, 3, 0, 0, 0, ""),
          new RouteArrival("tail", 3, 0, 3, 0, 0, ""));

  /** The last task that read the source again carried these digests of the extraction. */
  List<EntityDigest> rechecked = List.of();

  /** Points at which the target pack has SQL to run. */
  List<SqlPoint> points = List.of();

  /** Results of the target pack's probes; empty for a pack without any. */
  List<ProbeResult> probes = List.of();

  final Set<Class<? extends Task>> failing = new HashSet<>();

  /** Groups of contacts that may be one, of which nobody decided. */
  long review;

  List<EntityPlan> plan =
      List.of(
          new EntityPlan(Entity.CONTACTS, 100, 3, List.of("b"), true, List.of()),
          new EntityPlan(Entity.EMAILS, 500, 20, bounds(19), false, List.of()),
          new EntityPlan(Entity.ENGAGEMENTS, 0, 0, List.of(), false, List.of()));

  static List<String> bounds(int count) {
    List<String> bounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bounds.add("k" + i);
    }
    return bounds;
  }
}
