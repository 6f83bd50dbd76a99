package dev.godwit.orchestrator.view.merges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.api.MergeGroupDetailAnswer.Kept;
import dev.godwit.api.MergeGroupDetailAnswer.Member;
import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.canonical.NormalisedAddress.Dots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows the values that the target's row would have, were the rows of a group one: field by field,
 * with the {@link KeepRule} that chooses. A preview of the source's texts: limits, words and types
 * of the packs are applied by the transformer. Stateless.
 */
final class KeptFields {
  private static final List<String> FIRST_FIELDS =
      List.of(
          "address", "givenName", "familyName", "language", "consent", "team", "outlet", "tags");
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeptFields() {}

  /** The fields of the members, {@link #ordered}. */
  private static List<String> fields(List<Member> members) {
    return ordered(
        members.stream()
            .flatMap(member -> member.fields().keySet().stream())
            .collect(Collectors.toSet()));
  }

  /** Fields in the order in which a person reads them: those of contacts first, then by name. */
  static List<String> ordered(Set<String> fields) {
    return fields.stream()
        .sorted(Comparator.comparingInt(KeptFields::rank).thenComparing(field -> field))
        .toList();
  }

  private static int rank(String field) {
    int place = FIRST_FIELDS.indexOf(field);
    return place < 0 ? FIRST_FIELDS.size() : place;
  }

  /**
   * The row that would be made.
   *
   * @param members the rows, the survivor first
   * @param stated the rules that the source pack has, by field
   */
  static List<Kept> of(String entity, List<Member> members, Map<String, StatedRule> stated) {
    List<Kept> kept = new ArrayList<>();
    kept.add(new Kept("legacyId", members.getFirst().legacyId(), "the survivor's"));
    for (String field : fields(members)) {
      KeepRule rule = KeepRule.of(entity, field);
      StatedRule own = stated.get(field);
      if (own != null && own.constant() != null) {
        kept.add(new Kept(field, own.constant(), own.text()));
        continue;
      }
      List<String> values =
          (own == null ? members : own.ordered(members, field))
              .stream()
                  .map(member -> member.fields().get(field))
                  .filter(value -> value != null && !value.isBlank())
                  .map(String::strip)
                  .toList();
      kept.add(new Kept(field, values.isEmpty() ? null : value(rule, values), text(rule, own)));
    }
    return kept;
  }

  /** A withdrawn consent wins over the pack's rule. */
  private static String text(KeepRule rule, StatedRule own) {
    return own == null
        ? rule.text()
        : rule == KeepRule.CONSENT
            ? "a withdrawal where any row has one; else " + own.text()
            : own.text();
  }

  private static String value(KeepRule rule, List<String> values) {
    return switch (rule) {
      case FIRST -> values.getFirst();
      case ADDRESS ->
          NormalisedAddress.of(values.getFirst(), Dots.REGULAR).orElse(values.getFirst());
      case CONSENT -> values.stream().distinct().count() == 1 ? values.getFirst() : null;
      case UNION -> union(values);
      case UNION_BY_KEY -> unionByKey(values);
      case EARLIEST -> values.stream().min(Comparator.naturalOrder()).orElseThrow();
      case LATEST -> values.stream().max(Comparator.naturalOrder()).orElseThrow();
    };
  }

  /** Items of lists as JSON, or of texts with commas; each once without regard to case. */
  private static String union(List<String> values) {
    Map<String, String> items = new LinkedHashMap<>();
    for (String value : values) {
      for (String item : items(value)) {
        String text = item.strip();
        if (!text.isEmpty()) {
          items.putIfAbsent(text.toLowerCase(Locale.ROOT), text);
        }
      }
    }
    return String.join(", ", items.values());
  }

  private static List<String> items(String value) {
    if (value.startsWith("[") && parsed(value) instanceof ArrayNode array) {
      List<String> items = new ArrayList<>();
      array.forEach(item -> items.add(item.isTextual() ? item.textValue() : item.toString()));
      return items;
    }
    return List.of(value.split(",", -1));
  }

  /** The union of objects; texts that are no object are listed as they are. */
  private static String unionByKey(List<String> values) {
    ObjectNode union = JSON.createObjectNode();
    Set<String> others = new LinkedHashSet<>();
    for (String value : values) {
      if (parsed(value) instanceof ObjectNode object) {
        object
            .properties()
            .forEach(
                one -> {
                  if (!union.has(one.getKey())) {
                    union.set(one.getKey(), one.getValue());
                  }
                });
      } else {
        others.add(value);
      }
    }
    if (!union.isEmpty()) {
      others.add(union.toString());
    }
    return String.join(", ", others);
  }

  private static JsonNode parsed(String value) {
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
