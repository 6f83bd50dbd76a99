package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class DerivedIdTest {
  @Test
  void ids_are_uuid_version_5_of_customer_entity_and_legacy_id() {
    // Computed with another implementation of RFC 9562.
    assertThat(DerivedId.of("acme", "CONTACTS", "17"))
        .isEqualTo(UUID.fromString("81bb167d-acc8-518b-94b9-d2e824315984"));
  }

  @Test
  void an_instance_and_the_static_method_agree() {
    DerivedId ids = new DerivedId("k\u00fcste", "emails");
    for (String legacyId : new String[] {"1", "", "\ud83d\udc26", "1"}) {
      assertThat(ids.bytes(legacyId))
          .isEqualTo(DerivedId.bytes(DerivedId.of("k\u00fcste", "Emails", legacyId)));
    }
  }
}
