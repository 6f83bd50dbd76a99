package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.sampledata.newsroom.BrokenNewsroomRows.Flaw;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BrokenNewsroomRowsTest {
  private static final long PERSONS = 10_000;

  @Test
  void shouldBreakAsManyPersonsAsItSays() {
    Map<Flaw, Long> found = new EnumMap<>(Flaw.class);
    LongStream.range(0, PERSONS)
        .mapToObj(person -> BrokenNewsroomRows.person(person, PERSONS))
        .filter(flaw -> flaw != null)
        .forEach(flaw -> found.merge(flaw, 1L, Long::sum));
    assertThat(found)
        .containsEntry(Flaw.BAD_ADDRESS, 10L)
        .containsEntry(Flaw.LANGUAGE, 5L)
        .containsEntry(Flaw.MANY_TAGS, 1L)
        .containsEntry(Flaw.PLACEHOLDER, 25L)
        .containsEntry(Flaw.FAMILY_ADDRESS, 2L);
    for (Flaw flaw :
        new Flaw[] {
          Flaw.NO_ADDRESS,
          Flaw.CONSENT,
          Flaw.BIRTHDAY,
          Flaw.PHONE,
          Flaw.COMPANY_GONE,
          Flaw.CUSTOM_LIST,
          Flaw.CHANGED_AT_INFINITY
        }) {
      assertThat(found).containsEntry(flaw, 4L);
    }
  }

  @Test
  void shouldBreakNoPersonOfAMergeGroup() {
    for (long person = 0; person < PERSONS; person++) {
      long same = BrokenNewsroomRows.sameAddressAs(person);
      if (same >= 0) {
        assertThat(BrokenNewsroomRows.inMergeGroup(person)).isTrue();
        assertThat(BrokenNewsroomRows.inMergeGroup(same)).isTrue();
        assertThat(BrokenNewsroomRows.sameAddressAs(same)).isEqualTo(-1);
        assertThat(BrokenNewsroomRows.person(person, PERSONS)).isNull();
        assertThat(BrokenNewsroomRows.person(same, PERSONS)).isNull();
      }
    }
  }

  @Test
  void shouldHaveNoLargeGroupsWhereTheyWouldBeMostOfTheNewsroom() {
    assertThat(
            LongStream.range(0, 1_499).mapToObj(person -> BrokenNewsroomRows.person(person, 1_499)))
        .doesNotContain(Flaw.PLACEHOLDER, Flaw.FAMILY_ADDRESS);
  }
}
