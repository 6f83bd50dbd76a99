package dev.godwit.transformer.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.transformer.quarantine.QuarantinedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cnn.com", "CNN.com", " www.cnn.com ", "http://cnn.com", "https://WWW.CNN.com/politics?x#y",
        "//cnn.com/", "cnn.com.", "http://user:pw@cnn.com:8080/", "www.www.cnn.com", "cnn.com/us"
      })
  void shouldNameSpellingsOfOneWebAddressAlike(String raw) {
    assertThat(OutletName.of(raw)).isEqualTo("cnn.com");
  }

  @ParameterizedTest
  @CsvSource({
    "'  The   New\u00a0York Times ',The New York Times",
    "CNN,CNN",
    "K\u00fcste.de,xn--kste-0ra.de",
    "ann@cnn.com,ann@cnn.com",
    "1.5,1.5",
    "e.g.,e.g.",
    "www.com,www.com",
    "-x.com,-x.com",
    "Cafe\u0301 News,Caf\u00e9 News",
    "'\u200b \u00a0',''",
  })
  void shouldKeepTheCaseWhenAnOutletIsNoWebAddress(String raw, String name) {
    assertThat(OutletName.of(raw)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "en,en",
    "EN,en",
    "' en ',en",
    "en_US,en",
    "en-GB,en",
    "eng,en",
    "English,en",
    "ENGLISH,en",
    "English (US),en",
    "de_DE.UTF-8,de",
    "pt_BR@euro,pt",
    "zh-Hans-CN,zh",
    "ger,de",
    "deu,de",
    "Deutsch,de",
    "fran\u00e7ais,fr",
    "francais,fr",
    "Espa\u00f1ol,es",
    "\u65e5\u672c\u8a9e,ja",
    "iw,he",
    "in,id",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629,ar",
    "T\u00fcrk\u00e7e,tr",
    "\u05e2\u05d1\u05e8\u05d9\u05ea,he",
    "Ukrainian,uk"
  })
  void shouldReadLanguagesAsCodes(String raw, String code) {
    assertThat(LanguageCode.of(raw)).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "klingon", "xx", "en-", "e", "en US", "??", "english german", "-en"})
  void shouldHaveNoCodeWhenNoLanguageHasTheName(String raw) {
    assertThat(LanguageCode.of(raw)).isNull();
  }

  @Test
  void shouldTrimTagsAndKeepEachOnceInOrder() {
    assertThat(
            TagList.of(List.of(" b ", "A", "", "B", "a\u00a0 x", "  ", "stra\u00dfe", "STRASSE")))
        .containsExactly("b", "A", "a x", "stra\u00dfe");
  }

  @ParameterizedTest
  @CsvSource({
    "\u200fwine\u200e,wine",
    "'\ufeff \u00adwine\u200b ',wine",
    "\u2764\ufe0f,\u2764",
    "a \u200b b,a b",
    "\u0d28\u0d4d\u200d,\u0d28\u0d4d\u200d",
  })
  void shouldRemoveInvisibleCharactersAtTheEnds(String raw, String text) {
    assertThat(TagList.of(List.of(raw))).containsExactly(text);
    assertThat(TagList.names(List.of(raw))).containsExactly(text);
    assertThat(OutletName.of(raw)).isEqualTo(text);
  }

  @Test
  void shouldTakeTextsAsOneWhenTheyDifferInInvisibleCharacters() {
    List<String> twins = List.of("wi\u00adne", "WINE", "wine\u200f", "wi\u200bne");
    assertThat(TagList.of(twins)).containsExactly("wi\u00adne");
    assertThat(TagList.names(twins)).containsExactly("wi\u00adne", "WINE");
    assertThat(OutletName.of("c\u00adnn.com")).isEqualTo("cnn.com");
    assertThat(ConsentWord.of("opt-\u200bout")).isEqualTo("withdrawn");
    assertThat(LanguageCode.of("\u200eGer\u00adman")).isEqualTo("de");
  }

  /** The flags of England and Scotland differ in tag characters only. */
  @Test
  void shouldKeepFlagsApart() {
    String flag = "\ud83c\udff4\udb40\udc67\udb40\udc62";
    String england = flag + "\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f";
    String scotland = flag + "\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f";
    assertThat(TagList.of(List.of(england, scotland))).containsExactly(england, scotland);
  }

  @Test
  void shouldKeepNamesApartWhenTheyDifferInCase() {
    assertThat(TagList.names(List.of("News", "news", " News"))).containsExactly("News", "news");
  }

  @ParameterizedTest
  @CsvSource({"Yes,granted", "OPT-OUT,withdrawn", "0,withdrawn", "n/a,unknown", "perhaps,"})
  void shouldReadConsentsAsThreeWords(String raw, String word) {
    assertThat(ConsentWord.of(raw)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"Opened,open", "CLICK,click", "bounce,"})
  void shouldReadEngagementsAsTwoKinds(String raw, String kind) {
    assertThat(EngagementKind.of(raw)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "true,true",
        "T,true",
        "' Yes ',true",
        "1,true",
        "false,false",
        "0,false",
        "apple,null"
      })
  void shouldReadWhetherAMachineCausedIt(String raw, String word) {
    assertThat(MachineWord.of(raw)).isEqualTo(word);
    assertThat(MachineWord.isMachine(raw)).isEqualTo("true".equals(word));
  }

  @Test
  void shouldRenameAndAddWordsAsAPackSays() {
    Vocabulary words =
        new Vocabulary(
            List.of("IN", "OUT"),
            Map.of("granted", "IN", "withdrawn", "OUT", "never again", "OUT"),
            ConsentWord::of);
    assertThat(words.of("yes")).isEqualTo("IN");
    assertThat(words.of(" Never Again")).isEqualTo("OUT");
    assertThat(words.of("out")).isEqualTo("OUT");
    assertThat(words.of("unknown")).isNull();
    assertThat(words.of("perhaps")).isNull();
  }

  @Test
  void shouldTakeThePacksWordsWhenAFieldHasNoneOfItsOwn() {
    Vocabulary closed = new Vocabulary(List.of("a", "b"), Map.of("x", "b"), null);
    assertThat(closed.of("A ")).isEqualTo("a");
    assertThat(closed.of("X")).isEqualTo("b");
    assertThat(closed.of("c")).isNull();
    Vocabulary open = new Vocabulary(List.of(), Map.of("x", "b"), null);
    assertThat(open.of("As it is")).isEqualTo("As it is");
  }

  @Test
  void shouldKeepDatesOf1970And2099() throws Exception {
    assertThat(Micros.of(Instant.EPOCH, "sentAt")).isZero();
    assertThat(Micros.of(Instant.parse("2099-12-31T23:59:59.999999Z"), "sentAt"))
        .isEqualTo(4_102_444_799_999_999L);
    assertThat(Micros.of(Instant.parse("1969-12-31T23:59:59.999999Z"), "sentAt")).isEqualTo(-1);
    assertThat(Micros.of(null, "sentAt")).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 9_150_000_000_000_000_000L})
  void shouldQuarantineInfinity(long micros) {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    assertThatThrownBy(() -> Micros.of(instant, "sentAt")).isInstanceOf(QuarantinedException.class);
    assertThatThrownBy(() -> Micros.of(Instant.MAX, "sentAt"))
        .isInstanceOf(QuarantinedException.class);
  }
}
