package dev.godwit.pack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.pack.Golden;
import dev.godwit.pack.Packs;
import dev.godwit.pack.Probe;
import dev.godwit.pack.Probes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProbesReaderTest {
  private static final Path REFERENCE = Path.of("reference");

  @Test
  void shouldReadProbesWithTheirDefaults() {
    Probes probes = Packs.load(REFERENCE, variable -> null).target("reference-crm").probes();
    assertThat(probes.measure()).isEqualTo("languages");
    assertThat(probes.amount().text()).contains("count(distinct language)");
    assertThat(probes.pages())
        .extracting(
            Probe::name,
            Probe::limitMillis,
            Probe::timeoutMillis,
            Probe::draws,
            Probe::runs,
            page -> page.draw() != null)
        .containsExactly(
            tuple("contacts-by-name", 2_000, 10_000, 5, 5, false),
            tuple("contacts-by-address", 2_000, 10_000, 5, 5, false),
            tuple("contacts-by-change", 2_000, 10_000, 5, 5, false),
            tuple("contact-with-emails", 1_000, 10_000, 10, 5, true),
            tuple("search-by-outlet", 2_000, 10_000, 10, 5, true),
            tuple("engagement-of-a-campaign", 5_000, 10_000, 5, 8, true));
    assertThat(
            Packs.load(Golden.folder("points-good"), variable -> null).target("new-shop").probes())
        .isEqualTo(Probes.NONE);
  }
}
