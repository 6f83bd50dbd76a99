package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition that a query's row has one of some ids, in the order of its key. The ids may be
 * those of another query, whose column has another type: only those that the column can hold are
 * compared with it, in its own type, so that its index answers. Stateless.
 */
final class MemberIds {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private MemberIds() {}

  /**
   * The condition.
   *
   * @param ids at least one
   * @param own whether all ids come from this query
   */
  static String condition(SourceLayout layout, Collection<String> ids, boolean own) {
    String id = layout.expression(RowSchema.LEGACY_ID);
    String order = " order by " + String.join(", ", layout.key());
    Stream<String> sorted = ids.stream().sorted();
    if (own) {
      return in(id, sorted) + order;
    }
    return switch (layout.type(RowSchema.LEGACY_ID)) {
      case "int2" -> in(id, sorted.filter(one -> isNumber(one, Short.MAX_VALUE))) + order;
      case "int4" -> in(id, sorted.filter(one -> isNumber(one, Integer.MAX_VALUE))) + order;
      case "int8" -> in(id, sorted.filter(one -> isNumber(one, Long.MAX_VALUE))) + order;
      case "uuid" -> in(id, sorted.filter(one -> UUID.matcher(one).matches())) + order;
      case "text", "varchar" -> in(id, sorted) + order;
      default -> in("cast(" + id + " as text)", sorted) + order;
    };
  }

  private static String in(String column, Stream<String> ids) {
    String list = ids.map(KeyRange::literal).collect(Collectors.joining(", "));
    return list.isEmpty() ? "false" : column + " in (" + list + ")";
  }

  private static boolean isNumber(String text, long most) {
    try {
      long number = Long.parseLong(text);
      return number <= most && number >= -most - 1 && Long.toString(number).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
