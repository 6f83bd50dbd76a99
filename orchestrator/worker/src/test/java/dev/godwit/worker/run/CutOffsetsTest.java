package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutOffsetsTest {
  private final CutOffsets cuts = new CutOffsets();

  @Test
  void shouldSayOfAMarkerWhatTheEventsSay() {
    assertThat(place(0, 0, 5)).isEqualTo(MarkerPlace.UNORDERED);
    cuts.order("c/2", Entity.LIVE, 0);
    assertThat(place(0, 0, 5)).isEqualTo(MarkerPlace.NOT_KNOWN_YET);
    cuts.write("c/2", Entity.LIVE, 0, List.of(5L, 9L));
    assertThat(place(0, 0, 5)).isEqualTo(MarkerPlace.HERE);
    assertThat(place(0, 1, 9)).isEqualTo(MarkerPlace.HERE);
    assertThat(place(0, 1, 5)).as("another partition").isEqualTo(MarkerPlace.ELSEWHERE);
    assertThat(place(0, 2, 5)).as("a partition without one").isEqualTo(MarkerPlace.ELSEWHERE);
    assertThat(place(-1, 0, 5)).isEqualTo(MarkerPlace.UNORDERED);
    assertThat(cuts.place("c/2", Entity.EMAILS, 0, 0, 5)).isEqualTo(MarkerPlace.UNORDERED);
    assertThat(cuts.place("d/2", Entity.LIVE, 0, 0, 5)).isEqualTo(MarkerPlace.UNORDERED);
  }

  @Test
  void shouldKeepWhatWasSaidFirst() {
    cuts.write("c/2", Entity.LIVE, 1, List.of(5L));
    cuts.write("c/2", Entity.LIVE, 1, List.of(50L));
    assertThat(place(1, 0, 5)).isEqualTo(MarkerPlace.HERE);
    assertThat(place(1, 0, 50)).isEqualTo(MarkerPlace.ELSEWHERE);
  }

  @Test
  void shouldRefuseAMarkerOfACutThatWasNeverWritten() {
    cuts.write("c/2", Entity.LIVE, 0, List.of(5L));
    cuts.write("c/2", Entity.LIVE, 2, List.of(9L));
    assertThat(place(1, 0, 7)).isEqualTo(MarkerPlace.ELSEWHERE);
  }

  @Test
  void shouldTakeAForgottenCutOnlyBeforeThoseThatAreKept() {
    for (int cut = 0; cut <= CutOffsets.KEPT; cut++) {
      cuts.write("c/2", Entity.LIVE, cut, List.of(10L * cut));
    }
    assertThat(place(1, 0, 10)).isEqualTo(MarkerPlace.HERE);
    assertThat(place(0, 0, 0)).as("forgotten").isEqualTo(MarkerPlace.HERE);
    assertThat(place(0, 0, 10L * CutOffsets.KEPT + 1))
        .as("written again since")
        .isEqualTo(MarkerPlace.ELSEWHERE);
  }

  private MarkerPlace place(int cut, int partition, long offset) {
    return cuts.place("c/2", Entity.LIVE, cut, partition, offset);
  }
}
