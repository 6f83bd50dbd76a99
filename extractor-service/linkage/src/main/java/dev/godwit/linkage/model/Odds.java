package dev.godwit.linkage.model;

import dev.godwit.linkage.Kind;
import dev.godwit.linkage.Level;
import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.store.Column;
import java.util.List;

/**
 * The shares of each level among pairs that are one (m) and among other pairs (u), for one column.
 * Both sum to 1 over the graded levels.
 *
 * @param m by level
 * @param u by level
 */
record Odds(double[] m, double[] u) {
  /** Odds of each column where nothing is known of the rows. */
  static Odds[] of(List<Column> columns) {
    boolean persons = columns.stream().anyMatch(column -> column.meaning().kind() == Kind.NAME);
    boolean organisations = Column.index(columns, Meaning.ORGANISATION) >= 0;
    Odds[] odds = new Odds[columns.size()];
    for (int c = 0; c < odds.length; c++) {
      Meaning meaning = columns.get(c).meaning();
      boolean names =
          !persons
              && (meaning == Meaning.ORGANISATION || (meaning == Meaning.TEXT && !organisations));
      odds[c] = names ? ofOwnName() : of(meaning);
    }
    return odds;
  }

  /** Odds of the name of an outlet, company or tag among such: hardly two have the same. */
  private static Odds ofOwnName() {
    return odds(.75, .08, .08, .04, .05, 2e-5, 2e-5, 2e-4, 5e-3);
  }

  /** Odds of a meaning where nothing is known of the rows. */
  private static Odds of(Meaning meaning) {
    return switch (meaning) {
      case EMAIL -> odds(.55, .03, .05, .07, .30, 1e-6, 1e-6, 1e-5, 1e-4);
      case GIVEN_NAME -> odds(.78, .08, .08, .03, .03, 5e-3, 4e-3, 4e-3, 2e-2);
      case FAMILY_NAME -> odds(.82, .04, .08, .03, .03, 1e-3, 4e-4, 2e-3, 1e-2);
      case ORGANISATION -> odds(.65, .06, .08, .04, .17, 2e-3, 4e-4, 2e-3, 1e-2);
      case PHONE -> odds(.60, .15, .05, .01, .19, 1e-6, 1e-6, 1e-5, 1e-5);
      case EXTERNAL_ID -> odds(.80, .01, .10, .01, .08, 1e-6, 1e-6, 1e-5, 1e-4);
      case BIRTH_DATE -> odds(.84, .02, .08, .03, .03, 4e-5, 2e-5, 1e-3, 2e-2);
      case STREET -> odds(.75, .03, .10, .04, .08, 5e-4, 1e-4, 2e-3, 1e-2);
      case HOUSE_NUMBER -> odds(.80, .01, .08, .01, .10, 1e-2, 1e-3, 5e-2, 1e-3);
      case CITY -> odds(.78, .02, .10, .03, .07, 1e-2, 1e-3, 3e-3, 2e-2);
      case POSTCODE -> odds(.80, .01, .09, .01, .09, 3e-3, 1e-3, 1e-2, 1e-3);
      case REGION -> odds(.88, .01, .01, .01, .09, .15, 1e-3, 1e-3, 1e-3);
      case FULL_NAME, TEXT -> odds(.65, .02, .08, .05, .20, 1e-2, 1e-3, 3e-3, 2e-2);
    };
  }

  private static Odds odds(
      double m0,
      double m1,
      double m2,
      double m3,
      double m4,
      double u0,
      double u1,
      double u2,
      double u3) {
    return new Odds(
        new double[] {m0, m1, m2, m3, m4}, new double[] {u0, u1, u2, u3, 1 - u0 - u1 - u2 - u3});
  }

  /** Weight of a level in bits; 0 for those that are not graded. */
  double weight(Level level) {
    int l = level.rank();
    return l < Level.GRADED ? log2(m[l] / u[l]) : 0;
  }

  static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
