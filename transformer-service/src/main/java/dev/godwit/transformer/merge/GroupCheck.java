package dev.godwit.transformer.merge;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.InvalidJsonException;
import dev.godwit.pack.ContactRules;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violations;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.generic.IndexedRecord;

/**
 * Lets a merge group pass that is one person as far as anybody can tell. A placeholder such as
 * {@code none@none.example} and the address of a family are had by several people: a group that is
 * too large, or whose names or birthdays disagree, is quarantined as a whole, so that a person
 * decides. Stateless but for the rules, thread-safe.
 *
 * <p>Two names agree where the letters of one begin with those of the other, without regard to case
 * and accents: {@code Ann} and {@code Anna} do, {@code Ann} and {@code Ben} do not. Digits do not
 * count, and a missing name agrees with every other. Two birthdays agree where the text of one
 * begins with that of the other.
 */
final class GroupCheck {
  private static final Set<String> PACK_RULES = Set.of("SAME_ADDRESS", "SAME_KEY");

  private final ContactRules rules;

  GroupCheck(ContactRules rules) {
    this.rules = rules;
  }

  /**
   * Checks the members of one group.
   *
   * @param of where their fields stand
   * @param rule rule by which they are one; null in records of before. Only a rule of the pack is
   *     checked: evidence was weighed, and a person's decision counts
   * @param violations receives each reason why a person has to decide
   */
  void check(List<IndexedRecord> members, MemberFields of, String rule, Violations violations) {
    if (members.size() == 1 || !(rule == null || PACK_RULES.contains(rule))) {
      return;
    }
    if (members.size() > rules.largestGroup()) {
      violations.add(
          new QuarantinedException(
              QuarantineReason.LARGE_GROUP,
              "address",
              (long) rules.largestGroup(),
              (long) members.size(),
              "Expected a merge group of at most %d contacts, but found %d."
                  .formatted(rules.largestGroup(), members.size())));
    }
    if (!rules.mergesDisagreeing()) {
      agree(texts(members, m -> letters(of.givenName(m))), "givenName", "given names", violations);
      agree(
          texts(members, m -> letters(of.familyName(m))), "familyName", "family names", violations);
      agree(
          texts(members, m -> birthday(of.customFields(m))),
          "customFields",
          "birthdays",
          violations);
    }
  }

  private static List<String> texts(
      List<IndexedRecord> members, Function<IndexedRecord, String> text) {
    return members.stream().map(text).toList();
  }

  /**
   * @param ofMembers the text of each member; empty for none
   */
  private static void agree(
      List<String> ofMembers, String field, String what, Violations violations) {
    List<String> texts = new ArrayList<>(ofMembers);
    texts.removeIf(String::isEmpty);
    // All agree with each other exactly where each begins with the next shorter one.
    texts.sort(Comparator.comparingInt(String::length));
    for (int i = 1; i < texts.size(); i++) {
      if (!texts.get(i).startsWith(texts.get(i - 1))) {
        violations.add(
            new QuarantinedException(
                QuarantineReason.DISAGREEING_GROUP,
                field,
                "Expected the %d contacts of a merge group to agree in their %s, but found different ones."
                    .formatted(ofMembers.size(), what)));
        return;
      }
    }
  }

  private static String letters(String name) {
    if (name == null) {
      return "";
    }
    StringBuilder letters = new StringBuilder(name.length());
    Normalizer.normalize(TextForm.fold(name), Normalizer.Form.NFD)
        .codePoints()
        .filter(Character::isLetter)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }

  private String birthday(String text) {
    if (text == null || TextForm.strip(text).isEmpty()) {
      return "";
    }
    try {
      Object birthday =
          CanonicalJson.read(text) instanceof Map<?, ?> fields
              ? fields.get(rules.birthday())
              : null;
      return birthday == null ? "" : TextForm.strip(birthday.toString());
    } catch (InvalidJsonException e) {
      // The custom fields are checked where they are united.
      return "";
    }
  }
}
