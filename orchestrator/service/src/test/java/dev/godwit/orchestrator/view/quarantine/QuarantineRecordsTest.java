package dev.godwit.orchestrator.view.quarantine;

import static dev.godwit.orchestrator.view.quarantine.QuarantineExportTest.broken;
import static dev.godwit.orchestrator.view.quarantine.QuarantineExportTest.contact;
import static dev.godwit.orchestrator.view.quarantine.QuarantineExportTest.derived;
import static dev.godwit.orchestrator.view.quarantine.QuarantineExportTest.released;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.HeldRecordAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.canonical.DerivedId;
import dev.godwit.orchestrator.view.quarantine.QuarantineExportTest.JsonOrNothing;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Single records of the quarantine, and what a redrive of some would read. */
class QuarantineRecordsTest {
  private static final QuarantineExport.Run RUN =
      new QuarantineExport.Run("acme", 2, Instant.EPOCH, DerivedId.ORDERED);

  private final List<SpecificRecord> topic = new ArrayList<>();

  @Test
  void shouldCountWhatARedriveReadsByStageAndEntity() throws IOException {
    topic.add(broken(Entity.ENGAGEMENTS, "300", 1, Entity.EMAILS, derived("emails", "30")));
    topic.add(broken(Entity.EMAILS, "30", 2, Entity.CONTACTS, derived("contacts", "17")));
    topic.add(broken(Entity.EMAILS, "32", 4, Entity.CONTACTS, "18"));
    topic.add(broken(Entity.EMAILS, "33", 5, Entity.CONTACTS, "19"));
    topic.add(contact("17", 3, "BAD_ADDRESS"));
    topic.add(contact("18", 4, "LIMIT_EXCEEDED"));
    topic.add(contact("19", 6, "BAD_ADDRESS"));
    topic.add(released(6));
    QuarantineRecords records =
        new QuarantineRecords(this::read, new QuarantineExport(this::read, JsonOrNothing::new));

    assertThat(records.parts(RUN, new RedriveRequest(List.of(), Set.of(), "BAD_ADDRESS")))
        .as("contact 19 left the quarantine, and its email waits still")
        .containsExactly(
            new RedrivePlanAnswer.Part("TRANSFORM", "CONTACTS", 1, 0),
            new RedrivePlanAnswer.Part("LOAD", "EMAILS", 0, 2),
            new RedrivePlanAnswer.Part("LOAD", "ENGAGEMENTS", 0, 1));
    assertThat(records.parts(RUN, new RedriveRequest(List.of(Entity.CONTACTS), Set.of("18"), null)))
        .containsExactly(
            new RedrivePlanAnswer.Part("TRANSFORM", "CONTACTS", 1, 0),
            new RedrivePlanAnswer.Part("LOAD", "EMAILS", 0, 1));

    HeldRecordAnswer.Page page =
        records.page(RUN, new RedriveRequest(List.of(), Set.of(), "BAD_ADDRESS"), false, 5);
    assertThat(page.total()).isEqualTo(1);
    assertThat(page.records().getFirst().record().key()).isEqualTo("17");
    assertThat(page.records().getFirst().waiting())
        .containsExactly(
            new QuarantineAnswer.HeldBack("EMAILS", 1),
            new QuarantineAnswer.HeldBack("ENGAGEMENTS", 1));
  }

  private long read(Instant from, QuarantineTopic.Visitor visitor) throws IOException {
    for (int i = 0; i < topic.size(); i++) {
      switch (topic.get(i)) {
        case QuarantinedRecord record -> visitor.quarantined(record, 0, i);
        case ReleasedRecord record -> visitor.released(record);
        default -> throw new AssertionError();
      }
    }
    return 0;
  }
}
