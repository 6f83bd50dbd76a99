package dev.godwit.linkage.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.linkage.Meaning;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NormalFormTest {
  @Test
  void shouldHaveOneFormForTheSpellingsOfAnOrganisation() {
    assertThat(
            Arrays.asList(
                form(Meaning.ORGANISATION, "CNN"),
                form(Meaning.ORGANISATION, "cnn.com"),
                form(Meaning.ORGANISATION, "CNN, Inc."),
                form(Meaning.ORGANISATION, " C.N.N. "),
                form(Meaning.ORGANISATION, "https://www.cnn.com/about")))
        .containsOnly("cnn");
    assertThat(form(Meaning.ORGANISATION, "The Süd-Verlag GmbH & Co. KG")).isEqualTo("sud verlag");
    assertThat(form(Meaning.ORGANISATION, "news.bbc.co.uk")).isEqualTo("bbc");
    assertThat(form(Meaning.ORGANISATION, "Co")).isEqualTo("co");
    assertThat(form(Meaning.ORGANISATION, " - ")).isNull();
  }

  @Test
  void shouldIgnoreTagsAndDotsOfAnAddressWhereTheProviderDoes() {
    assertThat(form(Meaning.EMAIL, "Ann.Lee+news@GoogleMail.com")).isEqualTo("annlee@gmail.com");
    assertThat(form(Meaning.EMAIL, "ann.lee+news@outlook.com")).isEqualTo("ann.lee@outlook.com");
    assertThat(form(Meaning.EMAIL, "Ann.Lee+news@gazette.example"))
        .isEqualTo("ann.lee+news@gazette.example");
    assertThat(form(Meaning.EMAIL, "ann@Bücher.example")).isEqualTo("ann@xn--bcher-kva.example");
    assertThat(form(Meaning.EMAIL, "ann")).isNull();
  }

  @Test
  void shouldWriteNamesOfOtherScriptsInLatinLetters() {
    assertThat(form(Meaning.FAMILY_NAME, "Łukasiewicz-Þór")).isEqualTo("lukasiewicz thor");
    assertThat(form(Meaning.GIVEN_NAME, "Сергей")).isEqualTo("sergey");
    assertThat(form(Meaning.FAMILY_NAME, "O’Brien")).isEqualTo("obrien");
    assertThat(SoundKey.of("mueller")).isEqualTo(SoundKey.of("muller"));
    assertThat(SoundKey.of("sergey")).isEqualTo(SoundKey.of("sergej"));
  }

  @Test
  void shouldTakeANameApart() {
    PersonName name = new PersonName("ann maria", "lee", "jr");
    assertThat(PersonName.of("Dr. Ann Maria", "Lee, Jr.")).isEqualTo(name);
    assertThat(PersonName.ofFull("Ann Maria Lee Jr")).isEqualTo(name);
    assertThat(PersonName.ofFull("Lee, Ann Maria"))
        .isEqualTo(new PersonName("ann maria", "lee", null));
    assertThat(PersonName.ofFull("Lee, Jr.")).isEqualTo(new PersonName(null, "lee", "jr"));
    assertThat(PersonName.ofFull(null)).isEqualTo(new PersonName(null, null, null));
  }

  @Test
  void shouldKeepTheDigitsOfPhoneNumbersAndDates() {
    assertThat(form(Meaning.PHONE, "+49 (0)30 123-456 ext. 7")).isEqualTo("+4930123456");
    assertThat(form(Meaning.PHONE, "0049 30 123456")).isEqualTo("+4930123456");
    assertThat(form(Meaning.PHONE, "030/123456")).isEqualTo("30123456");
    assertThat(form(Meaning.PHONE, "0000000")).isNull();
    assertThat(form(Meaning.PHONE, "ask the reception")).isNull();
    assertThat(form(Meaning.BIRTH_DATE, "3.11.1980")).isEqualTo("19801103");
    assertThat(form(Meaning.BIRTH_DATE, "11/23/1980")).isEqualTo("19801123");
    assertThat(form(Meaning.BIRTH_DATE, "1980-11-03T00:00:00Z")).isEqualTo("19801103");
    assertThat(form(Meaning.BIRTH_DATE, "1970-01-01")).isNull();
  }

  @Test
  void shouldShortenWordsOfStreets() {
    assertThat(form(Meaning.STREET, "Berliner Straße")).isEqualTo("berliner str");
    assertThat(form(Meaning.STREET, "Goethestraße")).isEqualTo("goethestr");
    assertThat(form(Meaning.STREET, "Main Street N")).isEqualTo("main st n");
    assertThat(form(Meaning.HOUSE_NUMBER, "007 b")).isEqualTo("7B");
  }

  private static String form(Meaning meaning, String raw) {
    return NormalForm.of(meaning, raw);
  }
}
