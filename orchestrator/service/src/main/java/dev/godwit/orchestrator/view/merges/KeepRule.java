package dev.godwit.orchestrator.view.merges;

import java.util.Map;

/**
 * The rules by which a field of a merged row gets its value, and the fields of contacts that have
 * one of their own. The transformer applies them; see its documentation of merge groups.
 */
enum KeepRule {
  /** Address of the first row that has one, normalised. */
  ADDRESS("the first row's that has one, normalised"),
  /** Consent: what withdraws it wins. */
  CONSENT("a withdrawal where any row has one; else one that cannot be read; else the first row's"),
  /** Lists, and single values that a list takes. */
  UNION("all rows', each once"),
  /** Objects of JSON. */
  UNION_BY_KEY("all rows' keys; the first row that has a key says its value"),
  EARLIEST("the earliest"),
  LATEST("the latest"),
  /** Every other field. */
  FIRST("the first row's that has one");

  private static final Map<String, KeepRule> OF_CONTACTS =
      Map.of(
          "address", ADDRESS,
          "consent", CONSENT,
          "team", UNION,
          "outlet", UNION,
          "tags", UNION,
          "customFields", UNION_BY_KEY,
          "createdAt", EARLIEST,
          "updatedAt", LATEST);

  private final String text;

  KeepRule(String text) {
    this.text = text;
  }

  /** The rule of a field; the others of contacts and all of declared entities have the last one. */
  static KeepRule of(String entity, String field) {
    return entity.equals("contacts") ? OF_CONTACTS.getOrDefault(field, FIRST) : FIRST;
  }

  /** The rule in words. */
  String text() {
    return text;
  }
}
