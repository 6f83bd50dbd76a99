package dev.godwit.linkage.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.linkage.Level;
import dev.godwit.linkage.Meaning;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  /** Values that are edits of each other, as duplicates are. */
  @Test
  void shouldGradeBothWaysAlike() {
    Random random = new Random(7);
    Map<Meaning, List<String>> stems =
        Map.of(
            Meaning.EMAIL, List.of("ann.lee@x.example", "annlee2@x.example", "leea@x.example"),
            Meaning.PHONE, List.of("+4930123456", "30123456", "123456", "+14155550100"),
            Meaning.GIVEN_NAME, List.of("anna maria", "j", "guillermo"),
            Meaning.FAMILY_NAME, List.of("meier schmidt", "muller", "oconnor"),
            Meaning.ORGANISATION, List.of("cable news network", "daily news"),
            Meaning.EXTERNAL_ID, List.of("ab1234", "99"),
            Meaning.STREET, List.of("main street north", "high road"));
    stems.forEach(
        (meaning, texts) -> {
          for (int i = 0; i < 2_000; i++) {
            String left = edited(texts.get(random.nextInt(texts.size())), random);
            String right = edited(texts.get(random.nextInt(texts.size())), random);
            assertThat(level(meaning, left, right))
                .as("%s of %s and %s", meaning, left, right)
                .isEqualTo(level(meaning, right, left));
          }
        });
  }

  /** One character left out, doubled or exchanged, or none; never one of an address' domain. */
  private static String edited(String text, Random random) {
    int end = text.indexOf('@') < 0 ? text.length() : text.indexOf('@');
    int at = random.nextInt(end);
    String edited =
        switch (random.nextInt(4)) {
          case 0 -> text;
          case 1 -> text.substring(0, at) + text.substring(at + 1);
          case 2 -> text.substring(0, at) + text.charAt(at) + text.substring(at);
          default ->
              text.substring(0, at) + (char) ('a' + random.nextInt(26)) + text.substring(at + 1);
        };
    String tidy = edited.strip().replaceAll(" +", " ");
    return tidy.isEmpty() || tidy.startsWith("@") ? text : tidy;
  }

  private static Level level(Meaning meaning, String left, String right) {
    Level level = ValueComparison.level(meaning, left, right);
    assertThat(ValueComparison.level(meaning, right, left)).isEqualTo(level);
    return level;
  }
}
