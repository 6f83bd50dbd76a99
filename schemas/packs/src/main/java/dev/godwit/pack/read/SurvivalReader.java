package dev.godwit.pack.read;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Survival;
import dev.godwit.pack.Survival.Rule;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads which member's value a field keeps where rows are one: {@code survives}. */
final class SurvivalReader {
  static final String SURVIVES = "survives";

  private static final List<Rule> PLAIN =
      List.of(Rule.FIRST, Rule.MOST_RECENT, Rule.MOST_COMPLETE, Rule.LONGEST, Rule.UNION);
  private static final List<String> WITH_ARGUMENTS =
      List.of(Rule.BY_TEAM.text(), Rule.CONSTANT.text());

  /** Fields of contacts that mean more than their text. */
  private static final Set<String> NEVER_CONSTANT = Set.of("address", "consent", "team", "outlet");

  private final YamlFile file;

  SurvivalReader(YamlFile file) {
    this.file = file;
  }

  /** The rule; null where the field has none, or where it is a finding. */
  Survival read(Entity entity, String name, YamlMapping field, FieldType type) {
    if (!field.has(SURVIVES)) {
      return null;
    }
    if (name.equals(CanonicalFields.LEGACY_ID)) {
      file.findings()
          .add(
              field.at(SURVIVES),
              "'survives' with a field other than legacyId",
              "it with legacyId",
              "remove it: the id is the survivor's");
      return null;
    }
    Survival survival =
        field.node(SURVIVES) instanceof ScalarNode ? plain(field) : withArguments(field);
    return survival != null && fits(entity, name, field, type, survival) ? survival : null;
  }

  private Survival plain(YamlMapping field) {
    String word = field.text(SURVIVES);
    Rule rule = Rule.of(word);
    if (rule != null && PLAIN.contains(rule)) {
      return new Survival(rule, List.of());
    }
    List<String> words = new ArrayList<>(PLAIN.stream().map(Rule::text).toList());
    words.add("{by-team: [TEAM, …]}");
    words.add("{constant: VALUE}");
    file.findings().unknown(field.at(SURVIVES), "a rule of survival", words, word);
    return null;
  }

  private Survival withArguments(YamlMapping field) {
    YamlMapping rule =
        YamlMapping.closed(file, field.node(SURVIVES), "'" + SURVIVES + "'", WITH_ARGUMENTS);
    if (rule.entries().size() != 1) {
      file.findings()
          .add(
              field.at(SURVIVES),
              "one of " + String.join(", ", WITH_ARGUMENTS),
              rule.entries().size() + " keys",
              "keep one");
      return null;
    }
    if (rule.has(Rule.CONSTANT.text())) {
      String value = rule.text(Rule.CONSTANT.text());
      return value == null ? null : new Survival(Rule.CONSTANT, List.of(value));
    }
    List<String> teams =
        rule.requiredTexts(Rule.BY_TEAM.text()).stream().map(YamlMapping.Entry::key).toList();
    return teams.isEmpty() ? null : new Survival(Rule.BY_TEAM, teams);
  }

  private boolean fits(
      Entity entity, String name, YamlMapping field, FieldType type, Survival survival) {
    boolean isList = type == FieldType.LIST || name.equals("team") || name.equals("outlet");
    boolean needsContact = survival.rule() == Rule.BY_TEAM || survival.rule() == Rule.MOST_RECENT;
    if (survival.rule() == Rule.UNION && !isList && !name.equals("customFields")) {
      return refused(field, "'union' with a list", "it with '" + name + "', which is one value");
    }
    if (type == FieldType.LIST && survival.rule() != Rule.UNION) {
      return refused(
          field, "'union' with a list", "'" + survival.rule().text() + "' with '" + name + "'");
    }
    if (needsContact && !entity.equals(Entity.CONTACTS)) {
      return refused(
          field,
          "'" + survival.rule().text() + "' of contacts, which have a team and a time",
          "it with " + entity.text());
    }
    if (survival.rule() == Rule.CONSTANT && type != FieldType.TEXT) {
      return refused(
          field, "'constant' with a text", "it with '" + name + "' of type " + type.text());
    }
    if (survival.rule() == Rule.CONSTANT && NEVER_CONSTANT.contains(name)) {
      return refused(
          field,
          "'constant' with a field that only describes a contact",
          "it with '" + name + "', by which contacts are recognised, linked or asked for consent");
    }
    return true;
  }

  private boolean refused(YamlMapping field, String expected, String found) {
    file.findings()
        .add(field.at(SURVIVES), expected, found, "name another rule, or remove 'survives'");
    return false;
  }
}
