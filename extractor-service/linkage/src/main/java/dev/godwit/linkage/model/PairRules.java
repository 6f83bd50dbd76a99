package dev.godwit.linkage.model;

import dev.godwit.linkage.Conflict;
import dev.godwit.linkage.Kind;
import dev.godwit.linkage.Level;
import dev.godwit.linkage.LinkageSettings;
import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.PairState;
import dev.godwit.linkage.Rule;
import dev.godwit.linkage.form.EmailForm;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Decides about a pair by its levels and weight. An automatic merge needs the automatic weight, no
 * conflict, and two independent kinds of evidence, one of them the name; or one that is unique: an
 * own e-mail address, or an external id. Thread-safe.
 */
final class PairRules {
  /** An address of more rows than these is a shared one. */
  private static final int MOST_HOLDERS = 9;

  /** Least weight in bits by which the parts of an address are one kind of evidence. */
  private static final double PLACE_BITS = 5;

  /** The conflicts that two people of one name at one outlet can have: their addresses differ. */
  private static final Set<Kind> NAMESAKES = EnumSet.of(Kind.NAME, Kind.ORGANISATION);

  private final List<Column> columns;
  private final LinkageSettings settings;
  private final int given;
  private final int family;
  private final boolean persons;

  PairRules(List<Column> columns, LinkageSettings settings) {
    this.columns = columns;
    this.settings = settings;
    this.given = Column.index(columns, Meaning.GIVEN_NAME);
    this.family = Column.index(columns, Meaning.FAMILY_NAME);
    this.persons = given >= 0 || family >= 0;
  }

  PairScore decide(
      NormalRow left,
      NormalRow right,
      Level[] levels,
      double[] weights,
      double weight,
      int holders) {
    Set<Kind> kinds = kinds(levels, weights);
    Set<Conflict> conflicts = conflicts(left, right, levels, holders);
    boolean unique =
        has(levels, Meaning.EMAIL, Level.EXACT) || has(levels, Meaning.EXTERNAL_ID, Level.EXACT);
    if (unique || kinds.contains(Kind.BIRTH_DATE)) {
      // Colleagues have two mailboxes of a domain and one phone, but not one date of birth.
      conflicts.remove(Conflict.MAILBOX);
    }
    if (kinds.equals(NAMESAKES) && has(levels, Meaning.EMAIL, Level.DIFFERENT)) {
      conflicts.add(Conflict.ADDRESS);
    }
    if (!unique && !kinds.contains(Kind.BIRTH_DATE) && (isInitial(left) || isInitial(right))) {
      conflicts.add(Conflict.INITIAL);
    }
    Rule rule = rule(levels, kinds);
    PairState state = PairState.REJECTED;
    if (weight >= settings.automaticWeight()
        && conflicts.isEmpty()
        && (unique || isCertain(kinds))) {
      state = PairState.AUTOMATIC;
    } else if (weight >= settings.reviewWeight() && (unique || !isRefuted(conflicts))) {
      state = PairState.REVIEW;
    }
    return new PairScore(levels, weights, weight, rule, conflicts, state);
  }

  private boolean isInitial(NormalRow row) {
    return given >= 0 && row.values()[given] != null && row.values()[given].length() == 1;
  }

  private boolean isCertain(Set<Kind> kinds) {
    return kinds.size() >= 2 && kinds.contains(persons ? Kind.NAME : Kind.ORGANISATION);
  }

  /**
   * Name and birth date speak against it: another member of the family, where nothing is unique.
   */
  private static boolean isRefuted(Set<Conflict> conflicts) {
    return conflicts.contains(Conflict.BIRTH_DATE)
        && (conflicts.contains(Conflict.GIVEN_NAME) || conflicts.contains(Conflict.GENERATION));
  }

  private Set<Kind> kinds(Level[] levels, double[] weights) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    double place = 0;
    for (int c = 0; c < levels.length; c++) {
      Kind kind = columns.get(c).meaning().kind();
      switch (kind) {
        case NAME -> {}
        case PLACE -> place += Math.max(0, weights[c]);
        case TEXT -> {
          if (levels[c] == Level.EXACT && weights[c] >= PLACE_BITS) {
            kinds.add(kind);
          }
        }
        case ADDRESS -> {
          // A local part that is alike says no more than the name that it is made of.
          if (levels[c] == Level.EXACT || levels[c] == Level.VARIANT) {
            kinds.add(kind);
          }
        }
        case PHONE, ORGANISATION, EXTERNAL_ID, BIRTH_DATE -> {
          if (levels[c].agrees() && weights[c] > 0) {
            kinds.add(kind);
          }
        }
      }
    }
    if (place >= PLACE_BITS) {
      kinds.add(Kind.PLACE);
    }
    if (namesAgree(levels)) {
      kinds.add(Kind.NAME);
    }
    return kinds;
  }

  private boolean namesAgree(Level[] levels) {
    return (given < 0 || levels[given].agrees())
        && (family < 0 || levels[family].agrees())
        && persons;
  }

  private Set<Conflict> conflicts(NormalRow left, NormalRow right, Level[] levels, int holders) {
    Set<Conflict> conflicts = EnumSet.noneOf(Conflict.class);
    if (given >= 0 && isOpposed(levels[given])) {
      conflicts.add(Conflict.GIVEN_NAME);
    }
    if (family >= 0 && isOpposed(levels[family])) {
      conflicts.add(Conflict.FAMILY_NAME);
    }
    // Father and son: one of them is often entered without.
    if (!Objects.equals(left.generation(), right.generation())) {
      conflicts.add(Conflict.GENERATION);
    }
    for (int c = 0; c < levels.length; c++) {
      Meaning meaning = columns.get(c).meaning();
      if (meaning == Meaning.BIRTH_DATE && isOpposed(levels[c])) {
        conflicts.add(Conflict.BIRTH_DATE);
      }
      if (meaning == Meaning.EMAIL) {
        addAddress(conflicts, levels[c], left.values()[c], right.values()[c], holders);
      }
    }
    return conflicts;
  }

  private static boolean isOpposed(Level level) {
    return level == Level.DIFFERENT || level == Level.SIMILAR;
  }

  private static void addAddress(
      Set<Conflict> conflicts, Level level, String left, String right, int holders) {
    if (level == Level.EXACT && (holders > MOST_HOLDERS || EmailForm.isShared(left))) {
      conflicts.add(Conflict.SHARED);
    }
    if ((level == Level.DIFFERENT || level == Level.ALIKE)
        && EmailForm.domain(left).equals(EmailForm.domain(right))
        && !EmailForm.isShared(left)
        && !EmailForm.isShared(right)) {
      conflicts.add(Conflict.MAILBOX);
    }
  }

  private Rule rule(Level[] levels, Set<Kind> kinds) {
    boolean name = kinds.contains(Kind.NAME);
    if (has(levels, Meaning.EMAIL, Level.EXACT)) {
      return Rule.SAME_EMAIL;
    }
    if (has(levels, Meaning.EXTERNAL_ID, Level.EXACT)) {
      return Rule.SAME_EXTERNAL_ID;
    }
    if (name && kinds.contains(Kind.PHONE)) {
      return Rule.SAME_PHONE;
    }
    if (name && kinds.contains(Kind.BIRTH_DATE)) {
      return Rule.SAME_NAME_AND_BIRTH_DATE;
    }
    if (name && kinds.contains(Kind.ORGANISATION)) {
      return Rule.SAME_NAME_AT_OUTLET;
    }
    if (name && kinds.contains(Kind.PLACE)) {
      return Rule.SAME_NAME_AT_PLACE;
    }
    if (!persons && kinds.contains(Kind.ORGANISATION)) {
      return Rule.SAME_ORGANISATION;
    }
    return name ? Rule.SAME_NAME : Rule.SIMILAR_ROWS;
  }

  private boolean has(Level[] levels, Meaning meaning, Level level) {
    for (int c = 0; c < levels.length; c++) {
      if (columns.get(c).meaning() == meaning && levels[c] == level) {
        return true;
      }
    }
    return false;
  }
}
