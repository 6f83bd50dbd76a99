package dev.godwit.orchestrator.view.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ProbesAnswer.Others;
import dev.godwit.orchestrator.view.read.MeasuredPages.Moved;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredPagesTest {
  private static final List<Moved> MOVED =
      List.of(
          new Moved("a", "languages", 3, 10),
          new Moved("b", "languages", 9, 50),
          new Moved("c", "languages", 10, 70),
          new Moved("d", "languages", 12, 30),
          new Moved("e", "languages", 40, 900),
          new Moved("f", "languages", -1, 20),
          new Moved("g", "teams", 10, 25));

  @Test
  void shouldTakeTheMedianOfThoseAtAboutTheSameNumberAndTheWorstOfAll() {
    assertThat(MeasuredPages.others("languages", 10, MOVED))
        .isEqualTo(new Others(7, 3, 50, "e", 900, 40));
  }

  @Test
  void shouldTakeTheMeanOfTheMiddleTwoWhenTheirNumberIsEven() {
    assertThat(MeasuredPages.others("languages", 8, MOVED))
        .isEqualTo(new Others(7, 2, 60, "e", 900, 40));
  }

  @Test
  void shouldTellASmallNumberApartByOneAlone() {
    assertThat(MeasuredPages.others("languages", 2, MOVED).alike()).isEqualTo(1);
    assertThat(MeasuredPages.others("languages", 1, MOVED).alike()).isZero();
  }

  @Test
  void shouldHaveNoMedianWhenNoneIsAlikeOrTheNumberIsNotKnown() {
    assertThat(MeasuredPages.others("languages", 100, MOVED))
        .isEqualTo(new Others(7, 0, -1, "e", 900, 40));
    assertThat(MeasuredPages.others("languages", -1, MOVED).alike()).isZero();
  }

  @Test
  void shouldCompareWithAllWhenThePackCountsNothing() {
    assertThat(MeasuredPages.others("", -1, MOVED)).isEqualTo(new Others(7, 7, 30, "e", 900, -1));
  }

  @Test
  void shouldSayNothingWhenNobodyMovedBefore() {
    assertThat(MeasuredPages.others("languages", 10, List.of())).isNull();
  }
}
