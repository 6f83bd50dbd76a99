package dev.godwit.linkage;

/**
 * A field by which rows are compared.
 *
 * @param name as in the pack; not empty
 * @param meaning what it holds
 */
public record LinkageField(String name, Meaning meaning) {
  public LinkageField {
    if (name == null || name.isBlank() || meaning == null) {
      throw new IllegalArgumentException(
          "Expected a field with a name and a meaning, but found name %s and meaning %s; state both"
              .formatted(name, meaning));
    }
  }
}
