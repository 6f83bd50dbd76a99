package dev.godwit.orchestrator.view.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
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
}
