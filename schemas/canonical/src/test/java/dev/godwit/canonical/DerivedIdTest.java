package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DerivedIdTest {
  private static final String CUSTOMER = "k\u00fcste";

  private final DerivedId ids = DerivedId.of(DerivedId.ORDERED, CUSTOMER, "emails");

  @Test
  void shouldDeriveUuidVersion5OfCustomerEntityAndLegacyIdForTheFirstRelease() {
    // Computed with another implementation of RFC 9562.
    assertThat(DerivedId.of(DerivedId.HASHED, "acme", "CONTACTS", "17"))
        .isEqualTo(UUID.fromString("81bb167d-acc8-518b-94b9-d2e824315984"));
  }

  @Test
  void shouldDeriveTheSameByInstanceAndStaticMethod() {
    for (int version : new int[] {DerivedId.ORDERED, DerivedId.HASHED}) {
      DerivedId many = DerivedId.of(version, CUSTOMER, "emails");
      for (String legacyId : new String[] {"1", "", "\ud83d\udc26", "1", "007"}) {
        assertThat(many.bytes(legacyId))
            .isEqualTo(DerivedId.bytes(DerivedId.of(version, CUSTOMER, "Emails", legacyId)));
      }
    }
  }

  /** Computed with another implementation. They are in targets: another value is another row. */
  @Test
  void shouldNeverChange() {
    assertThat(DerivedId.of(DerivedId.ORDERED, "acme", "contacts", "17"))
        .isEqualTo(UUID.fromString("4c644742-5600-8000-8000-00000047f731"));
    assertThat(DerivedId.of(DerivedId.ORDERED, "acme", "contacts", "a17"))
        .isEqualTo(UUID.fromString("4c644742-5698-84c7-891f-8d0cd7813047"));
  }

  @Property
  void shouldBeAUuidOfVersion8InTheOrderOfTheNumbers(
      @ForAll @LongRange(max = 999_999_999_999_999_999L) long a,
      @ForAll @LongRange(max = 999_999_999_999_999_999L) long b) {
    byte[] first = ids.bytes(Long.toString(a));
    byte[] second = ids.bytes(Long.toString(b));

    assertThat(DerivedId.uuid(first).version()).isEqualTo(8);
    assertThat(DerivedId.uuid(first).variant()).isEqualTo(2);
    assertThat(Integer.signum(Arrays.compareUnsigned(first, second))).isEqualTo(Long.compare(a, b));
  }

  @Property
  void shouldDeriveAnotherIdOfAnotherText(@ForAll String a, @ForAll String b) {
    assertThat(Arrays.equals(ids.bytes(a), ids.bytes(b))).isEqualTo(a.equals(b));
  }

  @Test
  void shouldTellCustomersEntitiesAndFormsApart() {
    List<byte[]> all = new ArrayList<>();
    for (String customer : List.of("a", "b", "a/b")) {
      for (String entity : List.of("contacts", "emails", "lists")) {
        DerivedId of = DerivedId.of(DerivedId.ORDERED, customer, entity);
        for (String id : List.of("0", "1", "01", "-1", "+1", "1 ", "x", "1000000000000000000")) {
          all.add(of.bytes(id));
        }
      }
    }
    Set<UUID> different = new HashSet<>();
    all.forEach(id -> different.add(DerivedId.uuid(id)));

    assertThat(different).hasSize(9 * 8);
  }

  @Test
  void shouldRefuseAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> DerivedId.of(9, "a", "b"))
        .hasMessageContaining("version 8 or 5, found 9");
  }
}
