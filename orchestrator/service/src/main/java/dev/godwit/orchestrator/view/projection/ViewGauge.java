package dev.godwit.orchestrator.view.projection;

import java.util.List;

/**
 * The gauges of the read model. Names and labels are released: they stay. Each is a row of the
 * table in {@code deploy/docs/reference/topics-and-metrics.md}, which a test holds.
 */
enum ViewGauge {
  STAGE_LAG_RECORDS(
      "godwit.stage.lag.records",
      "Records that a stage has still to process; exactly 0 when drained",
      "customer",
      "run",
      "stage",
      "entity"),
  STAGE_LAG_SECONDS(
      "godwit.stage.lag.seconds",
      "Age of the oldest record that a stage has still to process; 0 when drained",
      "customer",
      "run",
      "stage",
      "entity"),
  STAGE_VERDICT(
      "godwit.stage.verdict",
      "1 for the verdict that holds now on a stage's progress",
      "customer",
      "run",
      "stage",
      "entity",
      "verdict"),
  STAGE_MEMBERS(
      "godwit.stage.members", "Members of the consumer group of a stage; 0 when stopped", "stage"),
  QUARANTINE_RECORDS(
      "godwit.quarantine.records",
      "Records in quarantine",
      "customer",
      "run",
      "stage",
      "entity",
      "reason"),
  RUN_PHASE(
      "godwit.run.phase", "1 for the phase of the latest run", "customer", "run", "kind", "phase"),
  RUN_HELD(
      "godwit.run.held", "1 while a run is held and waits for a person, else 0", "customer", "run"),
  RUN_FROZEN_SECONDS(
      "godwit.run.frozen.seconds",
      "How long a customer has been frozen for an open live run",
      "customer",
      "run"),
  RUN_ESTIMATED_SECONDS(
      "godwit.run.estimated.seconds",
      "Estimate of the time from freeze to verdict",
      "customer",
      "run"),
  RUN_BUDGET_RATIO(
      "godwit.run.freeze.budget.used.ratio",
      "Share of the freeze budget that is used, 0 to 1 and more",
      "customer",
      "run"),
  RUN_WAITING_SECONDS(
      "godwit.run.waiting.seconds",
      "How long a stage has waited for a part that is away; it continues by itself",
      "customer",
      "run",
      "stage"),
  VERDICT_DIFFERENCES(
      "godwit.verdict.differences",
      "Checks that failed in the last verdict of a run; 0 where it is reconciled",
      "customer",
      "run"),
  LIVE_BEHIND_CUT(
      "godwit.live.behind.cut",
      "Live events that arrived after the last cut with a verdict",
      "customer"),
  LIVE_CUT_AGE_SECONDS(
      "godwit.live.cut.age.seconds",
      "Time since the last cut of live engagement with a verdict",
      "customer"),
  LIVE_CUT_INTERVAL_SECONDS(
      "godwit.live.cut.interval.seconds", "Interval at which cuts are due now", "customer"),
  LIVE_ALARM(
      "godwit.live.alarm",
      "1 while an alarm of live engagement is not yet followed by a reconciled cut, else 0",
      "customer"),
  LIVE_LOST_RECORDS(
      "godwit.live.lost.records",
      "Records of the live topic that were deleted before the transformer read them"),
  VIEW_READY("godwit.view.ready", "1 while the read model shows all that is in the topics, else 0");

  private final String meter;
  private final String description;

  /** Names of the labels, separated by commas; empty for none. */
  private final String labels;

  ViewGauge(String meter, String description, String... labels) {
    this.meter = meter;
    this.description = description;
    this.labels = String.join(",", labels);
  }

  /** Name of the meter; Prometheus shows it with underscores. */
  String meter() {
    return meter;
  }

  String description() {
    return description;
  }

  List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }
}
