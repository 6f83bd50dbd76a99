package dev.godwit.orchestrator.view.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.StoryLine;
import dev.godwit.api.text.ReportText;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationApproved;
import dev.godwit.orchestrator.domain.event.RunEvent.ExtractionPlanned;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveEventsSent;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveRehearsed;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StorytellerTest {

  @Test
  void shouldTellAWholeMigration() {
    List<String> lines =
        Story.rehearsed().approved().copyingLive().committed().events().stream()
            .map(Storyteller::entry)
            .map(Storyteller.Entry::line)
            .map(line -> ReportText.line(line, ZoneOffset.UTC))
            .toList();

    assertThat(lines)
        .contains(
            "10:00:01  ann              asked for acme to be moved from reference-legacy to reference-crm — “first look”",
            "10:00:06  extractor        took a snapshot and cut 100 rows into 2 chunks",
            "10:00:11  validator      + reconciled at cut 1: 1 check, none failed",
            "10:00:13  extractor        sent synthetic opens and clicks: 3 by topic and 3 by tail",
            "10:00:14  validator      + the synthetic opens and clicks arrived: topic 3 of 3 and tail 3 of 3",
            "10:00:16  loader         + purged the target and proved it empty: deleted 97 in contact, 0 rows left in every table",
            "10:00:17  loader         + the rehearsal passed: reconciled, purged and proved empty; quarantined 3 contacts with BAD_ADDRESS",
            "10:00:18  ben              approved the live run (waived 1 finding: up to 3 contacts with BAD_ADDRESS) — “they are known”");
    assertThat(lines.getLast())
        .endsWith("+ committed: the target is enabled. No rollback is possible any more");
  }

  @Test
  void shouldTellWhichRowsBecomeOneByEntity() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL);
    story.add(
        "extractor",
        new ExtractionPlanned(
            "0003-1",
            List.of(
                new EntityPlan(Entity.CONTACTS, 100, 1, List.of(), true, List.of(), 2, 5, 0, 0),
                new EntityPlan(
                    Entity.valueOf("lists"), 43, 1, List.of(), true, List.of(), 10, 42, 0, 0),
                new EntityPlan(Entity.valueOf("notes"), 7, 1, List.of(), false, List.of())),
            2,
            5,
            List.of(),
            List.of(),
            0));
    assertThat(ReportText.line(Storyteller.entry(story.events().getLast()).line(), ZoneOffset.UTC))
        .endsWith(
            "took a snapshot and cut 150 rows into 3 chunks; 5 source contacts become 2 merged contacts; 42 source rows of lists become 10 merged rows");
  }

  @Test
  void shouldTellDecisionsWithoutIdsAndValues() {
    Story story = Story.rehearsed();
    story.add("cleo", new DecisionEvent.MergesDecided(1, 40, 5, 1, 1, "looked at them"));
    story.add(
        "ben",
        new DecisionEvent.FixDecided(
            2,
            41,
            List.of("TRUNCATE contacts.outlet", "DROP contacts.fax", "c", "d", "e", "f", "g"),
            "too long"));
    story.add("cleo", new DecisionEvent.DecisionUndone(1, "wrong"));
    assertThat(
            story.events().stream()
                .skip(story.events().size() - 3)
                .map(Storyteller::entry)
                .filter(Storyteller.Entry::decision)
                .map(one -> ReportText.line(one.line(), ZoneOffset.UTC).substring(10)))
        .containsExactly(
            "cleo             decided merges (decision 1): 5 groups of rows are one each and 1 group"
                + " is kept apart; 1 of them is by rule — “looked at them”",
            "ben              decided fixes (decision 2): TRUNCATE contacts.outlet, DROP contacts.fax,"
                + " c, d, e and 2 more — “too long”",
            "cleo             took decision 1 back — “wrong”");
  }

  @Test
  void shouldSayWhatARehearsalProvedTooLittleOfAndWhatWasApprovedAnyway() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL);
    story.add(
        "loader",
        new RehearsalPassed(
            List.of(
                new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 388),
                new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, "LOW_SHARE", 388),
                new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, "EMPTY_CUSTOMER", 1)),
            "s",
            "t"));
    story.add("ben", new MigrationApproved(List.of(), "go", List.of("CONTACTS LOW_SHARE: 388.")));
    List<StoryLine> lines =
        story.events().stream().map(Storyteller::entry).map(Storyteller.Entry::line).toList();
    StoryLine passed = lines.get(lines.size() - 2);
    assertThat(passed.text())
        .isEqualTo(
            "the rehearsal is reconciled, purged and proved empty, but proved too little: 388 of the"
                + " contacts would stay behind (LOW_SHARE) and the source has no row of the"
                + " customer; quarantined 388 contacts with BAD_ADDRESS");
    assertThat(passed.tone()).isEqualTo(StoryLine.Tone.WARNING);
    assertThat(lines.getLast().text())
        .startsWith("approved the live run though these are not waived: CONTACTS LOW_SHARE: 388.");
  }

  @Test
  void shouldNameTheRouteOfLiveEngagementThatFailedAndWhatToDo() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL);
    story.add(
        "validator",
        new LiveRehearsed(
            List.of(
                new RouteArrival("topic", 3, 3, 0, 0, 0, ""),
                new RouteArrival("webhook:ses", 3, 1, 0, 2, 0, "Expected three; look."))));
    story.add(
        "loader",
        new RehearsalPassed(
            List.of(
                new QuarantineCount(
                    Entity.ENGAGEMENTS, Stage.VALIDATE, "LIVE_ROUTE_WEBHOOK_SES", 2)),
            "s",
            "t"));
    List<StoryLine> lines =
        story.events().stream().map(Storyteller::entry).map(Storyteller.Entry::line).toList();
    assertThat(lines.get(lines.size() - 2).text())
        .isEqualTo(
            "not all synthetic opens and clicks arrived: topic 3 of 3 and webhook:ses 1 of 3. Expected three; look.");
    assertThat(lines.getLast().text())
        .contains(
            "proved too little: 2 synthetic events did not arrive by a route of live engagement (LIVE_ROUTE_WEBHOOK_SES)");
  }

  @Test
  void shouldSayWhyLiveEngagementWasNotRehearsed() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL);
    story.add("extractor", new LiveEventsSent(List.of(), "The customer has no email."));
    StoryLine last = Storyteller.entry(story.events().getLast()).line();
    assertThat(last.text())
        .isEqualTo("live engagement was not rehearsed: The customer has no email.");
    assertThat(last.tone()).isEqualTo(StoryLine.Tone.WARNING);
  }

  @Test
  void shouldNameErrorAndActionWhenAStageFailed() {
    List<StoryLine> lines =
        Story.rehearsed().approved().copyingLive().failedAndRolledBack().events().stream()
            .map(Storyteller::entry)
            .map(Storyteller.Entry::line)
            .toList();
    assertThat(lines)
        .extracting(StoryLine::text)
        .contains(
            "the loader failed on table contact: column \"tag\" does not exist. Mend the pack.",
            "began to roll back: The loader failed. First failure: table contact: column \"tag\" does not exist");
    assertThat(lines.getLast().tone()).isEqualTo(StoryLine.Tone.BAD);
  }

  @ParameterizedTest
  @MethodSource("eventTypes")
  void shouldHaveASentenceForEveryEvent(String type) throws ReflectiveOperationException {
    SpecificRecord event = empty(Class.forName("dev.godwit.event.v1." + type));

    StoryLine line = Storyteller.entry(new ControlPlaneCodec().toEvent(event)).line();

    assertThat(line.event()).isEqualTo(type);
    assertThat(line.text()).isNotBlank().doesNotContain(type);
  }

  static List<String> eventTypes() {
    return TopicCatalogue.load().topic(Topics.EVENTS).types();
  }

  private static SpecificRecord empty(Class<?> type) throws ReflectiveOperationException {
    SpecificRecord record = (SpecificRecord) type.getDeclaredConstructor().newInstance();
    fill(record);
    return record;
  }

  private static void fill(SpecificRecord record) throws ReflectiveOperationException {
    for (Schema.Field field : record.getSchema().getFields()) {
      record.put(field.pos(), value(field.schema()));
    }
  }

  private static Object value(Schema schema) throws ReflectiveOperationException {
    return switch (schema.getType()) {
      case STRING -> "";
      case INT -> 0;
      case LONG -> schema.getLogicalType() == null ? (Object) 0L : Story.BEGIN;
      case BOOLEAN -> false;
      case ARRAY -> new GenericData.Array<>(0, schema);
      case RECORD -> {
        Class<?> type = SpecificData.get().getClass(schema);
        SpecificRecord nested = (SpecificRecord) type.getDeclaredConstructor().newInstance();
        fill(nested);
        yield nested;
      }
      case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().getFirst(), schema);
      default -> null;
    };
  }
}
