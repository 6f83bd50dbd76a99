package dev.godwit.orchestrator.view.rehearsal;

import static dev.godwit.orchestrator.view.rehearsal.RehearsedRun.example;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.QuarantineExampleRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
  @Test
  void shouldProposeAFixForEachFieldWithItsLimit() {
    String key = "TRANSFORM/CONTACTS/LIMIT_EXCEEDED";
    Finding finding =
        only(
            Map.of(key, 12L),
            example(key, "41", "outlet", 40L),
            example(key, "42", "outlet", 40L),
            example(key, "43", "fax", 20L));

    assertThat(finding.fixes())
        .containsExactly(
            "./godwit fixes add acme TRUNCATE contacts.outlet --limit 40 --reason LIMIT_EXCEEDED --by NAME --why TEXT",
            "./godwit fixes add acme TRUNCATE contacts.fax --limit 20 --reason LIMIT_EXCEEDED --by NAME --why TEXT");
    assertThat(finding.keys()).containsExactly("41", "42", "43");
    assertThat(finding.count()).isEqualTo(12);
    assertThat(finding.rows()).isEqualTo(1_000);
    assertThat(finding.waiver()).isEqualTo("contacts:LIMIT_EXCEEDED:12");
  }

  @Test
  void shouldProposeTheActionThatFitsTheReason() {
    assertThat(fixes("REQUIRED_MISSING"))
        .containsExactly(
            "./godwit fixes add acme DEFAULT contacts.fax --to VALUE --reason REQUIRED_MISSING --by NAME --why TEXT");
    assertThat(fixes("UNKNOWN_LANGUAGE"))
        .containsExactly(
            "./godwit fixes add acme MAP contacts.fax --from VALUE --to VALUE --reason UNKNOWN_LANGUAGE --by NAME --why TEXT");
    assertThat(fixes("BAD_DATE"))
        .containsExactly(
            "./godwit fixes add acme DROP contacts.fax --reason BAD_DATE --by NAME --why TEXT");
    assertThat(fixes("BROKEN_REFERENCE")).isEmpty();
    assertThat(fixes("A_LATER_REASON")).isEmpty();
  }

  @Test
  void shouldProposeAnEditOfEachRecordOnlyWhenAllAreKnown() {
    String key = "TRANSFORM/CONTACTS/BAD_ADDRESS";
    assertThat(only(Map.of(key, 1L), example(key, "it's 7", "address", null)).fixes())
        .containsExactly(
            "./godwit fixes add acme EDIT contacts.address --id 'it'\\''s 7' --to VALUE --by NAME --why TEXT");
    assertThat(only(Map.of(key, 2L), example(key, "7", "address", null)).fixes()).isEmpty();
  }

  @Test
  void shouldProposeNoFixWhenTheFieldIsNotKnown() {
    String key = "LOAD/CONTACTS/TARGET_REFUSED";
    Finding finding = only(Map.of(key, 3L), example(key, "7", null, null));
    assertThat(finding.fixes()).isEmpty();
    assertThat(finding.remedy()).contains("Read the constraint");
  }

  @Test
  void shouldCountStagesTogetherAsAWaiverDoes() {
    Finding finding =
        only(
            Map.of("EXTRACT/EMAILS/BROKEN_REFERENCE", 2L, "LOAD/EMAILS/BROKEN_REFERENCE", 3L),
            example("LOAD/EMAILS/BROKEN_REFERENCE", "9", null, null));
    assertThat(finding.count()).isEqualTo(5);
    assertThat(finding.stage()).isEqualTo("EXTRACT,LOAD");
    assertThat(finding.keys()).containsExactly("9");
    assertThat(finding.waiver()).isEqualTo("emails:BROKEN_REFERENCE:5");
  }

  @Test
  void shouldLeaveOutNotesAndLiveEvents() {
    assertThat(
            Findings.of(
                RehearsedRun.of(
                    1,
                    Map.of(
                        "VALIDATE/CONTACTS/REPLACED.fax.FIXED_DROP", 4L,
                        "VALIDATE/CONTACTS/REPLACED.tags.REPEATED_ITEM", 4L,
                        "TRANSFORM/LIVE/UNKNOWN_KIND", 1L)),
                List.of()))
        .isEmpty();
  }

  @Test
  void shouldSayWhatIsAboutTheEntityAsAWhole() {
    Finding merges = only(Map.of("VALIDATE/CONTACTS/UNDECIDED_MERGE", 14L));
    assertThat(merges.rows()).isNull();
    assertThat(merges.fixes())
        .containsExactly(
            "./godwit merges export acme --csv groups.csv",
            "./godwit merges decide acme --csv groups.csv --by NAME --why TEXT");
    assertThat(only(Map.of("VALIDATE/ENGAGEMENTS/LIVE_ROUTE_TAIL", 2L)).meaning())
        .isEqualTo("Synthetic live events did not all arrive by the route tail.");
    Finding replaced = only(Map.of("VALIDATE/CONTACTS/REPLACED.fax.BAD_DATE", 2L));
    assertThat(replaced.meaning()).startsWith("Values of the field fax were replaced");
    assertThat(replaced.rows()).isEqualTo(1_000);
    assertThat(only(Map.of("VALIDATE/CONTACTS/SOMETHING_LATER", 1L)).remedy())
        .isEqualTo("See ./godwit report acme, or accept it by name.");
  }

  @Test
  void shouldTakeTheVerdictsCountsWhenTheRehearsalDidNotPass() {
    RunDocument run = RehearsedRun.of(1, Map.of());
    run.findings = null;
    run.quarantine.put("TRANSFORM/CONTACTS/BAD_DATE", 2L);
    assertThat(Findings.of(run, List.of()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.count()).isEqualTo(2));
  }

  private static List<String> fixes(String reason) {
    String key = "TRANSFORM/CONTACTS/" + reason;
    return only(Map.of(key, 12L), example(key, "41", "fax", null)).fixes();
  }

  private static Finding only(Map<String, Long> findings, QuarantineExampleRow... examples) {
    List<Finding> found = Findings.of(RehearsedRun.of(1, findings), List.of(examples));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
