package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.records.QuarantineReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Proposes the fixes that the transformer can apply to the records of a finding, as command lines.
 * The read model has no values, so that words in capitals stand for those that a person fills in.
 * Stateless.
 */
final class ProposedFixes {
  private static final String WHO = " --by NAME --why TEXT";

  private ProposedFixes() {}

  /**
   * The commands; empty where no fix can be proposed that is meant for all of the records.
   *
   * @param customer the customer, as a word of a command line
   * @param fields fields that examples of the records name
   * @param keys ids of examples
   */
  static List<String> of(
      String customer, Found found, List<FaultyField> fields, List<String> keys) {
    Optional<QuarantineReason> known = QuarantineReason.of(found.reason());
    if (found.isOfEntity() || known.isEmpty()) {
      return List.of();
    }
    QuarantineReason reason = known.get();
    String entity = found.entity().toLowerCase(Locale.ROOT);
    return switch (reason) {
      case LIMIT_EXCEEDED ->
          fields.stream()
              .filter(field -> field.limit() != null)
              .map(
                  field ->
                      fix(customer, "TRUNCATE", entity, field)
                          + " --limit %d".formatted(field.limit())
                          + of(reason))
              .toList();
      case REQUIRED_MISSING ->
          each(fields, field -> fix(customer, "DEFAULT", entity, field) + " --to VALUE", reason);
      case UNKNOWN_LANGUAGE, UNKNOWN_CONSENT, UNKNOWN_KIND, UNKNOWN_VALUE ->
          each(
              fields,
              field -> fix(customer, "MAP", entity, field) + " --from VALUE --to VALUE",
              reason);
      case WRONG_TYPE, BAD_DATE, BAD_CUSTOM_FIELDS, BAD_CHARACTER ->
          each(fields, field -> fix(customer, "DROP", entity, field), reason);
      case BAD_ADDRESS ->
          found.count() == keys.size() && fields.size() == 1
              ? keys.stream()
                  .map(
                      key ->
                          fix(customer, "EDIT", entity, fields.getFirst())
                              + " --id %s --to VALUE".formatted(ShellWord.of(key))
                              + WHO)
                  .toList()
              : List.of();
      default -> List.of();
    };
  }

  private interface Command {
    String of(FaultyField field);
  }

  private static List<String> each(
      List<FaultyField> fields, Command command, QuarantineReason reason) {
    return fields.stream()
        .map(FaultyField::field)
        .distinct()
        .map(field -> command.of(new FaultyField(field, null)) + of(reason))
        .toList();
  }

  private static String fix(String customer, String action, String entity, FaultyField field) {
    return "./godwit fixes add %s %s %s.%s".formatted(customer, action, entity, field.field());
  }

  private static String of(QuarantineReason reason) {
    return " --reason " + reason.name() + WHO;
  }
}
