package dev.godwit.linkage.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.linkage.Level;
import dev.godwit.linkage.Meaning;
import org.junit.jupiter.api.Test;

class ValueComparisonTest {
  @Test
  void shouldGradeGivenNames() {
    assertThat(level(Meaning.GIVEN_NAME, "william", "bill")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.GIVEN_NAME, "guillermo", "wilhelm")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.GIVEN_NAME, "j", "jane")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.GIVEN_NAME, "anna maria", "anna")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.GIVEN_NAME, "kayla", "kalya")).isEqualTo(Level.ALIKE);
    assertThat(level(Meaning.GIVEN_NAME, "ann", "ben")).isEqualTo(Level.DIFFERENT);
  }

  @Test
  void shouldGradeFamilyNames() {
    assertThat(level(Meaning.FAMILY_NAME, "muller", "mueller")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.FAMILY_NAME, "meier schmidt", "schmidt")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.FAMILY_NAME, "harwood", "harwoos")).isEqualTo(Level.ALIKE);
    assertThat(level(Meaning.FAMILY_NAME, "smith", null)).isEqualTo(Level.MISSING);
  }

  @Test
  void shouldGradeAddresses() {
    assertThat(level(Meaning.EMAIL, "ann+a@x.example", "ann@x.example")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.EMAIL, "ann.lee@x.example", "ann.leee@x.example"))
        .isEqualTo(Level.ALIKE);
    assertThat(level(Meaning.EMAIL, "ann.lee@x.example", "ann.lee@y.test"))
        .isEqualTo(Level.SIMILAR);
    assertThat(level(Meaning.EMAIL, "info@x.example", "info@y.test")).isEqualTo(Level.DIFFERENT);
    assertThat(level(Meaning.EMAIL, "ann.1a@x.example", "ann.1b@x.example"))
        .isEqualTo(Level.DIFFERENT);
  }

  @Test
  void shouldGradeDatesPhonesAndOrganisations() {
    assertThat(level(Meaning.BIRTH_DATE, "19801103", "19800311")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.BIRTH_DATE, "19801103", "19801104")).isEqualTo(Level.ALIKE);
    assertThat(level(Meaning.BIRTH_DATE, "19801103", "19650720")).isEqualTo(Level.DIFFERENT);
    assertThat(level(Meaning.PHONE, "+4930123456", "30123456")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.PHONE, "+4930123456", "+4130123456")).isEqualTo(Level.ALIKE);
    assertThat(level(Meaning.ORGANISATION, "cable news network", "cnn")).isEqualTo(Level.VARIANT);
    assertThat(level(Meaning.ORGANISATION, "daily news", "dailynews")).isEqualTo(Level.VARIANT);
  }

  private static Level level(Meaning meaning, String left, String right) {
    Level level = ValueComparison.level(meaning, left, right);
    assertThat(ValueComparison.level(meaning, right, left)).isEqualTo(level);
    return level;
  }
}
