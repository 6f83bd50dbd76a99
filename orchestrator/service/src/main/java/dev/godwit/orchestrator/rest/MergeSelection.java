package dev.godwit.orchestrator.rest;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;

/** The parameters that select merge groups, as a request has them. */
public final class MergeSelection {
  static final int DEFAULT_LIMIT = 100;

  @QueryParam("state")
  String state;

  @QueryParam("rule")
  String rule;

  @QueryParam("above")
  String above;

  @QueryParam("at-most")
  String atMost;

  @QueryParam("after")
  String after;

  @QueryParam("limit")
  String limit;

  /**
   * The selection; empty parameters select everything.
   *
   * @throws Problems.ProblemException with status 400 where a parameter is at fault
   */
  MergeQuery query(Problems problems) {
    return new MergeQuery(
        state(problems),
        text(rule) == null ? null : text(rule).toUpperCase(Locale.ROOT),
        weight(problems),
        number(problems, "at-most", atMost, 2, Integer.MAX_VALUE, null),
        text(after),
        number(problems, "limit", limit, 1, MergeQuery.MOST, DEFAULT_LIMIT));
  }

  private String state(Problems problems) {
    String wanted = text(state);
    if (wanted == null || MergeGroupAnswer.STATES.contains(wanted.toUpperCase(Locale.ROOT))) {
      return wanted == null ? null : wanted.toUpperCase(Locale.ROOT);
    }
    throw problems.badRequest(
        "a state of merge groups: " + String.join(", ", MergeGroupAnswer.STATES),
        "'" + wanted + "'",
        "Name one of these, or leave the state out.");
  }

  private Double weight(Problems problems) {
    String wanted = text(above);
    try {
      Double weight = wanted == null ? null : Double.valueOf(wanted);
      if (weight == null || Double.isFinite(weight)) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number that is not finite is.
    }
    throw problems.badRequest(
        "a match weight in bits, such as 7.5, for 'above'",
        "'" + wanted + "'",
        "Write a number, or leave it out.");
  }

  private static Integer number(
      Problems problems, String name, String value, int least, int most, Integer otherwise) {
    String wanted = text(value);
    if (wanted == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(wanted);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw problems.badRequest(
        "a whole number from %d%s for '%s'"
            .formatted(least, most == Integer.MAX_VALUE ? "" : " to " + most, name),
        "'" + wanted + "'",
        "Write such a number, or leave it out.");
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
