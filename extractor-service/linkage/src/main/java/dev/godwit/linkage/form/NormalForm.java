package dev.godwit.linkage.form;

import dev.godwit.linkage.Meaning;

/** The normalised form of a value by its meaning. Idempotent, stateless, thread-safe. */
public final class NormalForm {
  private NormalForm() {}

  /**
   * Normalised value; names of persons are taken apart by {@link PersonName}.
   *
   * @param raw as the source has it; null counts as missing
   * @return null where the row has no usable value
   */
  public static String of(Meaning meaning, String raw) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    return switch (meaning) {
      case EMAIL -> EmailForm.of(raw);
      case GIVEN_NAME -> PersonName.of(raw, null).given();
      case FAMILY_NAME -> PersonName.of(null, raw).family();
      case FULL_NAME, TEXT -> folded(raw);
      case ORGANISATION -> OrganisationForm.of(raw);
      case PHONE -> PhoneForm.of(raw);
      case EXTERNAL_ID, HOUSE_NUMBER -> PlaceForm.number(raw);
      case BIRTH_DATE -> DateForm.of(raw);
      case STREET, CITY -> PlaceForm.of(raw);
      case POSTCODE, REGION -> PlaceForm.code(raw);
    };
  }

  private static String folded(String raw) {
    String folded = LatinText.of(raw);
    return folded.isEmpty() ? null : folded;
  }
}
