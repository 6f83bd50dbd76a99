package dev.godwit.transformer.entity;

import static dev.godwit.transformer.entity.SourceRecords.contact;
import static dev.godwit.transformer.entity.SourceRecords.contacts;
import static dev.godwit.transformer.entity.SourceRecords.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.common.v1.Fix;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.worker.decision.RunDecisions;
import dev.godwit.worker.decision.StoredDecision;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FixedRecordsTest {
  private static final int ADDRESS = 3;
  private static final int GIVEN_NAME = 4;
  private static final int LANGUAGE = 6;

  private final Schema schema = contacts(Map.of());

  @Test
  void shouldShortenAValueThatIsTooLongWithAMark() throws Exception {
    RunTransform run = run(fix("TRUNCATE", "givenName").setLimit(10).setMark("…").build());
    assertThat(cell(run, GIVEN_NAME, Map.of("givenName", "x".repeat(2_000))))
        .isEqualTo("xxxxxxxxx…");
    assertThat(run.replaced()).containsExactly(new ReplacedValue("givenName", "FIXED_TRUNCATE"));
  }

  @Test
  void shouldLeaveARecordThatTheTargetTakesAsItIs() throws Exception {
    RunTransform run =
        run(
            fix("TRUNCATE", "givenName").setLimit(2).build(),
            fix("MAP", "language").setFrom("de").setTo("en").build());
    Map<String, Object> values = Map.of("givenName", "Annabel", "language", "de");
    assertThat(cell(run, GIVEN_NAME, values)).isEqualTo("Annabel");
    assertThat(cell(run, LANGUAGE, values)).isEqualTo("de");
    assertThat(run.replaced()).isEmpty();
  }

  @Test
  void shouldMapOneValueOfOneReason() throws Exception {
    RunTransform run =
        run(
            fix("MAP", "language")
                .setReason("UNKNOWN_LANGUAGE")
                .setFrom("Klingon")
                .setTo("de")
                .build());
    assertThat(cell(run, LANGUAGE, Map.of("language", " Klingon"))).isEqualTo("de");
    assertThat(why(run, Map.of("language", "Elvish")).reason())
        .isEqualTo(QuarantineReason.UNKNOWN_LANGUAGE);
  }

  @Test
  void shouldEditTheOneRecordThatAPersonLookedAt() throws Exception {
    Fix edit = fix("EDIT", "address").setLegacyId("7").setTo("ann.lee@example.org").build();
    assertThat(cell(run(edit), ADDRESS, Map.of("address", "nobody at home")))
        .isEqualTo("ann.lee@example.org");
    edit.setLegacyId("8");
    assertThat(why(run(edit), Map.of("address", "nobody at home")).reason())
        .isEqualTo(QuarantineReason.BAD_ADDRESS);
  }

  @Test
  void shouldSplitTwoAddressesInOneField() throws Exception {
    RunTransform run = run(fix("SPLIT", "address").setSeparator(";").setInto("tags").build());
    assertThat(cell(run, ADDRESS, Map.of("address", "ann@cnn.com; lee@cnn.de")))
        .isEqualTo("ann@cnn.com");
    assertThat(run.replaced()).containsExactly(new ReplacedValue("address", "FIXED_SPLIT"));
  }

  @Test
  void shouldShortenAListThatHasMoreItemsThanItsTableTakes() throws Exception {
    Map<String, Object> values = Map.of("tags", List.of("a", "b", "c", "d", "e"));
    assertThat(why(run(), values).source()).isEqualTo("tags");
    RunTransform run = run(fix("TRUNCATE", "tags").setLimit(4).build());
    assertThat(run.transform(Entity.CONTACTS, contact(schema, values))).isNotEmpty();
    assertThat(run.replaced()).containsExactly(new ReplacedValue("tags", "FIXED_TRUNCATE"));
  }

  @Test
  void shouldFixEveryMemberOfAMerge() throws Exception {
    RunTransform run = run(fix("DROP", "language").build());
    byte[] value =
        run.transform(
            Entity.CONTACTS,
            contact(schema, Map.of("language", "Klingon"), Map.of("language", "Elvish")));
    assertThat(value).isNotEmpty();
    assertThat(run.replaced()).containsExactly(new ReplacedValue("language", "FIXED_DROP"));
  }

  @Test
  void shouldSayWhatARecordViolatesWithItsFix() {
    RunTransform run = run(fix("MAP", "address").setFrom("nobody").setTo("no body").build());
    QuarantinedException why = why(run, Map.of("address", "nobody"));
    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_ADDRESS);
    assertThat(run.replaced()).isEmpty();
  }

  @Test
  void shouldApplyTheFixesOfAllThatARecordViolates() throws Exception {
    RunTransform run =
        run(
            fix("MAP", "language").setFrom("Klingon").setTo("de").build(),
            fix("MAP", "consent").setFrom("perhaps").setTo("unknown").build());
    assertThat(cell(run, LANGUAGE, Map.of("language", "Klingon", "consent", "perhaps")))
        .isEqualTo("de");
    assertThat(run.replaced())
        .containsExactlyInAnyOrder(
            new ReplacedValue("language", "FIXED_MAP"), new ReplacedValue("consent", "FIXED_MAP"));
  }

  @Test
  @Timeout(30)
  void shouldStopWhenTwoFixesUndoEachOther() {
    RunTransform run =
        run(
            fix("DROP", "address").setReason("BAD_ADDRESS").build(),
            fix("DEFAULT", "address").setReason("REQUIRED_MISSING").setTo("nobody").build());
    assertThat(why(run, Map.of("address", "no one")).reason())
        .isEqualTo(QuarantineReason.BAD_ADDRESS);
    assertThat(run.fixedRecord()).isNotNull();
    assertThat(run.replaced()).isEmpty();
  }

  /** The address is bad, and a name too long: no violation of the name has the fix's reason. */
  @Test
  void shouldNotApplyAFixWhoseReasonAndFieldAreThoseOfTwoViolations() {
    RunTransform run =
        run(
            fix("TRUNCATE", "givenName").setReason("BAD_ADDRESS").setLimit(10).build(),
            fix("MAP", "address")
                .setReason("BAD_ADDRESS")
                .setFrom("nobody")
                .setTo("a@b.org")
                .build());
    QuarantinedException left =
        why(run, Map.of("address", "nobody", "givenName", "x".repeat(2_000)));
    assertThat(left.reason()).isEqualTo(QuarantineReason.LIMIT_EXCEEDED);
    assertThat(left.others()).isEmpty();
  }

  private Object cell(RunTransform run, int column, Map<String, Object> values) throws Exception {
    Object cell =
        transform(run, Entity.CONTACTS, contact(schema, values))
            .getRows()
            .getFirst()
            .getCells()
            .get(column);
    return cell == null ? null : cell.toString();
  }

  private QuarantinedException why(RunTransform run, Map<String, Object> values) {
    return catchThrowableOfType(
        QuarantinedException.class, () -> run.transform(Entity.CONTACTS, contact(schema, values)));
  }

  private static Fix.Builder fix(String action, String field) {
    return Fix.newBuilder().setAction(action).setEntity("contacts").setField(field);
  }

  private static RunTransform run(Fix... fixes) {
    RunDecisions decisions = new RunDecisions(List.of(new StoredDecision.Fixes(5, List.of(fixes))));
    return new RunTransform(
        TestPack.RUN, TestPack.standard(), PlausibleTimes.ANY, RecordFixes.of(decisions));
  }
}
