package dev.godwit.local.trace;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.local.trace.TraceStep.Outcome;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.wire.KafkaSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Follows one record through a run. A place that is not reached is a step that says so; the other
 * steps are made all the same. For one use by one thread.
 */
public final class Tracer {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final OrchestratorClient orchestrator;
  private final Packs packs;
  private final KafkaSettings kafka;
  private final Supplier<String> registryProblem;
  private final long mostRecords;
  private final List<TraceStep> steps = new ArrayList<>();
  private TraceRequest request;
  private TracedRun run;
  private String topicsProblem;

  /**
   * @param registryProblem null where the schema registry answers, else a sentence; decoding a
   *     record would wait for it
   * @param mostRecords most records that are read of each range of a topic
   */
  public Tracer(
      OrchestratorClient orchestrator,
      Packs packs,
      KafkaSettings kafka,
      Supplier<String> registryProblem,
      long mostRecords) {
    this.orchestrator = orchestrator;
    this.packs = packs;
    this.kafka = kafka;
    this.registryProblem = registryProblem;
    this.mostRecords = mostRecords;
  }

  /**
   * Makes the trace.
   *
   * @throws TraceRefusedException where the run, the entity or the source pack is not there
   * @throws dev.godwit.cli.client.UnreachableException where the orchestrator does not answer;
   *     retriable
   * @throws dev.godwit.cli.client.RefusedException where it knows no such migration
   */
  public Trace trace(TraceRequest asked) throws TraceRefusedException {
    request = asked;
    MigrationAnswer migration = orchestrator.migration(asked.customer());
    MigrationAnswer.Run chosen = chosen(migration);
    topicsProblem = registryProblem.get();
    TopicReader topics = topicsProblem == null ? opened() : null;
    try (topics) {
      run = topics == null ? null : events(topics, chosen);
      if (run == null) {
        run = TracedRun.withoutEvents(migration, chosen);
        steps.add(
            TraceStep.of(
                "run",
                Outcome.UNREACHABLE,
                "The events of run %d cannot be read: %s".formatted(chosen.run(), topicsProblem)));
      }
      return trace(topicsProblem == null ? topics : null);
    }
  }

  private MigrationAnswer.Run chosen(MigrationAnswer migration) throws TraceRefusedException {
    List<MigrationAnswer.Run> runs = migration.runs();
    String numbers =
        runs.isEmpty()
            ? "none"
            : String.join(", ", runs.stream().map(one -> String.valueOf(one.run())).toList());
    return runs.stream()
        .filter(one -> request.run() == 0 || one.run() == request.run())
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                TraceRefusedException.noRun(
                    request.run() == 0
                        ? "a run of customer " + request.customer()
                        : "run %d of customer %s".formatted(request.run(), request.customer()),
                    runs.isEmpty() ? "no run" : "the runs " + numbers,
                    runs.isEmpty()
                        ? "A record has no route before the first run: godwit rehearse begins one."
                        : "Name one of them with --run."));
  }

  private TopicReader opened() {
    try {
      return new TopicReader(kafka, mostRecords);
    } catch (KafkaException e) {
      topicsProblem = "Kafka is not reached: " + Reached.reason(e) + ".";
      return null;
    }
  }

  private TracedRun events(TopicReader topics, MigrationAnswer.Run chosen) {
    try {
      TracedRun read = RunEvents.read(topics, request.customer(), chosen.run(), chosen.startedAt());
      if (read.isKnown()) {
        return read;
      }
      topicsProblem = "the event that begins the run is not where the orchestrator says.";
    } catch (KafkaException e) {
      topicsProblem = "Kafka is not reached: " + Reached.reason(e) + ".";
    }
    return null;
  }

  private Trace trace(TopicReader topics) throws TraceRefusedException {
    SourcePack pack = packs.sources().get(run.sourcePack());
    if (pack == null) {
      throw TraceRefusedException.wrong(
          "the source pack %s of the run in %s".formatted(run.sourcePack(), packs.directory()),
          packs.sources().isEmpty() ? "no source pack" : "" + packs.sources().keySet(),
          "Set GODWIT_PACKS to the folder with the services' packs.");
    }
    SourceEntity entity = pack.entities().get(request.entity());
    if (entity == null) {
      throw TraceRefusedException.wrong(
          "an entity of the source pack " + pack.name(),
          "'" + request.entity().text() + "'",
          "Name one of: "
              + String.join(", ", pack.entities().keySet().stream().map(Entity::text).toList())
              + ".");
    }
    TargetPack target = packs.targets().get(run.targetPack());
    try (Reached<SourceSearch> from =
            Reached.open("The source", () -> new SourceSearch(pack, entity, request.customer()));
        Reached<TargetSearch> to =
            target == null
                ? Reached.not(
                    "The target is not reached: there is no pack %s in %s."
                        .formatted(run.targetPack(), packs.directory()))
                : Reached.open("The target", () -> new TargetSearch(target, run))) {
      return trace(topics, entity, described(target, to), from, to);
    } catch (SQLException e) {
      throw new IllegalStateException("Closing a session: " + Reached.reason(e), e);
    }
  }

  /** The pack with the types of its columns, by which values are shown. */
  private TargetPack described(TargetPack target, Reached<TargetSearch> to) {
    if (!request.withValues() || to.session() == null) {
      return target;
    }
    try (Connection connection = target.database().openForShortReads(LONGEST)) {
      return PackCheck.againstCatalogue(target, connection);
    } catch (SQLException | PackException e) {
      return target;
    }
  }

  private Trace trace(
      TopicReader topics,
      SourceEntity entity,
      TargetPack described,
      Reached<SourceSearch> from,
      Reached<TargetSearch> to) {
    SourceStep source = new SourceStep(request, run, from, to);
    RecordResolver.Resolved record = source.resolve();
    if (!record.candidates().isEmpty()) {
      return made(null, record.candidates(), List.of());
    }
    steps.add(source.step());
    String id = record.id();
    TopicSteps inTopics =
        topics == null
            ? null
            : new TopicSteps(topics, run, entity, described, request.withValues());
    if (inTopics != null) {
      topicSteps(inTopics, record);
    }
    if (topics == null) {
      steps.add(
          TraceStep.of("topics", Outcome.UNREACHABLE, "The topics are not read: " + topicsProblem));
    }
    String ofRecord = inTopics == null || inTopics.recordId() == null ? id : inTopics.recordId();
    String eventId =
        field(inTopics, record, "eventId").filter(event -> !event.isBlank()).orElse(null);
    steps.add(
        inDatabase(
            "target",
            to,
            target ->
                TargetSteps.rows(
                    target, run, request.entity(), ofRecord, eventId, request.withValues())));
    if (topics != null && request.entity().equals(Entity.EMAILS)) {
      steps.add(live(topics, id, field(inTopics, record, "messageId").orElse(null), to));
    }
    return made(id, List.of(), steps);
  }

  private Trace made(String id, List<String> candidates, List<TraceStep> all) {
    return new Trace(
        request.customer(),
        request.entity().text(),
        id,
        run.number(),
        run.kind().name(),
        run.startedAt(),
        candidates,
        all);
  }

  /** A field of the extracted record, else of the row as it is now. */
  private static Optional<String> field(
      TopicSteps inTopics, RecordResolver.Resolved record, String name) {
    Optional<String> extracted =
        inTopics == null ? Optional.empty() : inTopics.extractedField(name);
    return extracted.or(() -> record.field(name));
  }

  private void topicSteps(TopicSteps all, RecordResolver.Resolved record) {
    try {
      TraceStep merged = all.merged(record.id(), record.field("contactId").orElse(null));
      int keyRange = record.rows().isEmpty() ? -1 : record.rows().getFirst().chunk();
      steps.add(all.chunk(keyRange, merged.outcome() == Outcome.FOUND));
      steps.add(merged);
      steps.add(all.extracted());
      QuarantineSteps quarantine = all.quarantine();
      steps.add(all.transformed(quarantine.releasedByTransformer()));
      steps.add(all.loaded());
      steps.addAll(quarantine.steps());
    } catch (KafkaException e) {
      steps.add(
          TraceStep.of(
              "topics",
              Outcome.UNREACHABLE,
              "The other steps of the topics are missing: " + Reached.reason(e) + "."));
    }
  }

  private TraceStep live(
      TopicReader topics, String id, String messageId, Reached<TargetSearch> to) {
    try {
      return new LiveSteps(topics, run, to.session()).of(id, messageId);
    } catch (KafkaException | SQLException e) {
      return TraceStep.of(
          "live", Outcome.UNREACHABLE, "Live events are not shown: " + Reached.reason(e) + ".");
    }
  }

  /** A step that a database makes. */
  @FunctionalInterface
  private interface DatabaseStep<T> {
    TraceStep make(T session) throws SQLException;
  }

  private static <T extends Reached.Session> TraceStep inDatabase(
      String name, Reached<T> reached, DatabaseStep<T> step) {
    if (reached.session() == null) {
      return TraceStep.of(name, Outcome.UNREACHABLE, reached.problem());
    }
    try {
      return step.make(reached.session());
    } catch (SQLException e) {
      return TraceStep.of(
          name, Outcome.UNREACHABLE, "It could not be asked: " + Reached.reason(e) + ".");
    }
  }
}
