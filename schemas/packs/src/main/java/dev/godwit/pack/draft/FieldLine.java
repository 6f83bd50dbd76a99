package dev.godwit.pack.draft;

/**
 * A field of an entity of a source pack.
 *
 * @param name name
 * @param column column of the query
 * @param type type; null for a canonical field, whose type is known, and for a reference
 * @param references entity whose ids it holds; null for none
 * @param split separator of a list in a text; null for none
 * @param note comment; null for none
 */
record FieldLine(
    String name, String column, String type, String references, String split, String note) {

  static FieldLine canonical(String name, String column, String note) {
    return new FieldLine(name, column, null, null, null, note);
  }

  static FieldLine typed(String name, String column, String type, String note) {
    return new FieldLine(name, column, type, null, null, note);
  }

  static FieldLine reference(String name, String column, String entity, String note) {
    return new FieldLine(name, column, null, entity, null, note);
  }
}
