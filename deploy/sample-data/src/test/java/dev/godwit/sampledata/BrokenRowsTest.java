package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BrokenRowsTest {
  private static final long CONTACTS = 100_000;

  @Test
  void shouldBreakNoContactTwice() {
    for (long i = 0; i < CONTACTS; i++) {
      long contact = i;
      long defects =
          Stream.<LongPredicate>of(
                  BrokenRows::badAddress,
                  BrokenRows::missingAddress,
                  BrokenRows::unknownLanguage,
                  BrokenRows::unknownConsent,
                  BrokenRows::brokenCustomFields,
                  BrokenRows::nulInCustomFields,
                  BrokenRows::infiniteDate,
                  BrokenRows::manyTags)
              .filter(defect -> defect.test(contact))
              .count();
      assertThat(defects).as("defects of contact %d", contact).isLessThanOrEqualTo(1);
      assertThat(BrokenRows.contact(contact)).isEqualTo(defects == 1);
    }
  }

  @Test
  void shouldBreakNoContactThatSharesAnAddress() {
    for (long i = 0; i < CONTACTS; i++) {
      long same = BrokenRows.sameAddressAs(i);
      if (same >= 0) {
        assertThat(same).isLessThan(i);
        assertThat(BrokenRows.sameAddressAs(same))
            .as("contact %d has its own address", same)
            .isEqualTo(-1);
        assertThat(BrokenRows.contact(i) || BrokenRows.contact(same)).isFalse();
      }
    }
  }

  @Test
  void shouldHaveTheStatedShares() {
    assertThat(contacts(BrokenRows::badAddress)).isEqualTo(100);
    assertThat(contacts(BrokenRows::missingAddress)).isEqualTo(20);
    assertThat(contacts(BrokenRows::unknownLanguage)).isEqualTo(50);
    assertThat(contacts(BrokenRows::unknownConsent)).isEqualTo(20);
    assertThat(contacts(BrokenRows::brokenCustomFields)).isEqualTo(20);
    assertThat(contacts(BrokenRows::nulInCustomFields)).isEqualTo(20);
    assertThat(contacts(BrokenRows::infiniteDate)).isEqualTo(20);
    assertThat(contacts(BrokenRows::manyTags)).isEqualTo(1);
    assertThat(contacts(i -> BrokenRows.sameAddressAs(i) >= 0)).isEqualTo(2_200);
  }

  private static long contacts(LongPredicate broken) {
    return LongStream.range(0, CONTACTS).filter(broken).count();
  }
}
