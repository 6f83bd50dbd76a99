package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ProbesAnswer.Node;
import dev.godwit.api.ProbesAnswer.Others;
import dev.godwit.api.ProbesAnswer.Outcome;
import dev.godwit.api.ProbesAnswer.Probe;
import dev.godwit.api.ProbesAnswer.Times;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbesPresenterTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:02:11Z");
  private static final Times NONE = new Times(0, 0, 0);

  @Test
  void shouldPrintMeasurementsBesideCustomersThatMovedBefore() {
    ProbesAnswer probes =
        new ProbesAnswer(
            AT,
            "languages",
            14,
            "",
            List.of(
                new Probe(
                    "contacts-by-name",
                    Outcome.MEASURED,
                    "",
                    300,
                    5_000,
                    5,
                    new Times(5, 900_000, 1_204_300),
                    new Times(25, 700_000, 811_600),
                    50,
                    new Node("Sort", "", "", 81, 650_000, 120_000, 4_100),
                    "SLOW_PROBE.CONTACTS_BY_NAME",
                    1_000,
                    new Others(12, 3, 240_000, "globex", 1_900_000, 15)),
                new Probe(
                    "contact-with-emails",
                    Outcome.MEASURED,
                    "",
                    300,
                    5_000,
                    20,
                    new Times(20, 4_200, 9_940),
                    new Times(100, 1_100, 2_300),
                    100,
                    new Node("Index Scan", "email", "email_by_contact", 64, 700, 17, 9),
                    null,
                    0,
                    new Others(12, 0, -1, "globex", 3_000, -1))));

    assertThat(ReportText.of(ProbesPresenter.section(probes)))
        .isEqualTo(
            """
              SLOW: 2 pages were measured of a customer with 14 languages; 1 of them not within the limit

              page                  limit     p50     p95  cold p50  cold p95  rows  result                                   costly part of the plan
              -------------------  ------  ------  ------  --------  --------  ----  ---------------------------------------  ------------------------------------------------------------------------
              contacts-by-name     300 ms  700 ms  812 ms    900 ms  1,204 ms    50  OVER THE LIMIT, accepted up to 1,000 ms  Sort: 650 ms (81%), 120,000 rows, 4,100 blocks
              contact-with-emails  300 ms  1.1 ms  2.3 ms    4.2 ms    9.9 ms   100  ok                                       Index Scan on email by email_by_contact: 0.7 ms (64%), 17 rows, 9 blocks

              page                 p95 here  moved before  of them with about as many languages  their median p95  worst p95  of
              -------------------  --------  ------------  ------------------------------------  ----------------  ---------  ---------------------
              contacts-by-name       812 ms            12                                     3            240 ms   1,900 ms  globex (15 languages)
              contact-with-emails    2.3 ms            12                                     0                 -     3.0 ms  globex
            """);
  }

  @Test
  void shouldSayWhyAPageWasNotMeasured() {
    ProbesAnswer probes =
        new ProbesAnswer(
            AT,
            "languages",
            -1,
            "Expected a number, found none.",
            List.of(
                ended("by-name", Outcome.TIMED_OUT, "Expected an end within 5,000 ms."),
                ended("by-change", Outcome.FAILED, "Expected a column, found none."),
                ended("search", Outcome.NOTHING_TO_DRAW, "Expected a row, found none.")));

    assertThat(ReportText.of(ProbesPresenter.section(probes)))
        .isEqualTo(
            """
              SLOW: 3 pages were measured; 2 of them not within the limit

              page        limit  p50  p95  cold p50  cold p95  rows  result                 costly part of the plan
              ---------  ------  ---  ---  --------  --------  ----  ---------------------  ------------------------------------------------------------------
              by-name    300 ms    -    -         -         -     -  TIMED OUT at 5,000 ms  Seq Scan on contact: 99% of the cost, about 1,000 rows (estimated)
              by-change  300 ms    -    -         -         -     -  FAILED
              search     300 ms    -    -         -         -     -  no such row

              by-name: Expected an end within 5,000 ms.
              by-change: Expected a column, found none.
              search: Expected a row, found none.
              languages: Expected a number, found none.
            """);
  }

  private static Probe ended(String name, Outcome outcome, String problem) {
    return new Probe(
        name,
        outcome,
        problem,
        300,
        5_000,
        0,
        NONE,
        NONE,
        0,
        outcome == Outcome.TIMED_OUT
            ? new Node("Seq Scan", "contact", "", 99, -1, 1_000, -1)
            : null,
        outcome == Outcome.NOTHING_TO_DRAW ? null : "FINDING",
        0,
        null);
  }
}
