package dev.godwit.orchestrator.view.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  @Test
  void shouldCountAReasonOnceWhenTwoStagesGiveIt() {
    assertThat(
            Phrases.findings(
                List.of(
                    new QuarantineCount(Entity.CONTACTS, Stage.EXTRACT, "LIMIT_EXCEEDED", 1),
                    new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "LIMIT_EXCEEDED", 2),
                    new QuarantineCount(Entity.EMAILS, Stage.TRANSFORM, "LIMIT_EXCEEDED", 3),
                    new QuarantineCount(Entity.EMAILS, Stage.LOAD, "BROKEN_REFERENCE", 4))))
        .isEqualTo("10 records for 3 reasons");
  }

  @Test
  void shouldWriteOneRecordOfAnEntityInTheSingular() {
    assertThat(
            Phrases.rows(
                List.of(
                    new EntityCount(Entity.CONTACTS, 1),
                    new EntityCount(Entity.EMAILS, 2_000),
                    new EntityCount(Entity.valueOf("CHANNELS"), 1),
                    new EntityCount(Entity.valueOf("NOTES"), 0))))
        .isEqualTo("1 contact, 2,000 emails, 1 row of channels and 0 notes");
    assertThat(Phrases.waivers(List.of(new Waiver(Entity.CONTACTS, "BAD_ADDRESS", 1, ""))))
        .isEqualTo("up to 1 contact with BAD_ADDRESS");
  }
}
