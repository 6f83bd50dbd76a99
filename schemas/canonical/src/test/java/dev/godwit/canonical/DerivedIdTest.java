package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class DerivedIdTest {
  @Test
  void shouldDeriveUuidVersion5OfCustomerEntityAndLegacyId() {
    // Computed with another implementation of RFC 9562.
    assertThat(DerivedId.of("acme", "CONTACTS", "17"))
        .isEqualTo(UUID.fromString("81bb167d-acc8-518b-94b9-d2e824315984"));
  }

  @Test
  void shouldDeriveTheSameByInstanceAndStaticMethod() {
    DerivedId ids = new DerivedId("k\u00fcste", "emails");
    for (String legacyId : new String[] {"1", "", "\ud83d\udc26", "1"}) {
      assertThat(ids.bytes(legacyId))
          .isEqualTo(DerivedId.bytes(DerivedId.of("k\u00fcste", "Emails", legacyId)));
    }
  }
}
