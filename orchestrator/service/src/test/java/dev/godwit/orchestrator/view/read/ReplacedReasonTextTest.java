package dev.godwit.orchestrator.view.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.records.QuarantineReason;
import dev.godwit.records.ReplacedReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The domain depends on no record, so it reads the text of a reason by its own constants. */
class ReplacedReasonTextTest {
  static Stream<String> reasons() {
    return Stream.concat(
        Stream.of(QuarantineReason.values()).map(QuarantineReason::name),
        Stream.of(
            ReplacedReason.REPEATED_ITEM,
            ReplacedReason.FIXED + "TRUNCATE",
            ReplacedReason.FIXED + "MAP"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void shouldReadInTheDomainTheTextThatRecordsHave(String reason) {
    ReplacedReason replaced = new ReplacedReason("companyIds", reason);
    QuarantineCount count = count(replaced.text());
    assertThat(count.isOfReplaced()).isTrue();
    assertThat(count.isNote()).isEqualTo(replaced.isHarmless());
    assertThat(ReplacedReason.parse(replaced.text())).contains(replaced);
  }

  @Test
  void shouldReadOtherFindingsAsNone() {
    assertThat(count(QuarantineCount.LOW_SHARE).isOfReplaced()).isFalse();
    assertThat(ReplacedReason.parse(QuarantineCount.LOW_SHARE)).isEmpty();
    assertThat(ReplacedReason.parse(QuarantineCount.REPLACED)).isEmpty();
  }

  private static QuarantineCount count(String reason) {
    return new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, reason, 1);
  }
}
