package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Database;
import java.util.List;

/**
 * Makes the gap of a case of replays, by plain SQL in source and target, and mends its cause. Used
 * by one thread.
 */
final class GapMaker {
  private static final int EMAILS = 5;
  private static final int WIDER = 40;
  private static final String SOME_EMAILS =
      """
      select id::text from email e where customer_id = ? and exists
        (select 1 from engagement g where g.email_id = e.id) order by id limit %d\
      """
          .formatted(EMAILS);
  private static final String WIDTH =
      """
      select character_maximum_length from information_schema.columns
      where table_schema = 'crm' and table_name = 'email' and column_name = 'campaign'\
      """;

  private final Database source;
  private final Database target;
  private final String customer;
  private final ReplayPlan.Gap gap;
  private boolean mended;

  GapMaker(Database source, Database target, String customer, ReplayPlan.Gap gap) {
    this.source = source;
    this.target = target;
    this.customer = customer;
    this.gap = gap;
  }

  /** Before the live run: sees to it that some of its records are refused. */
  void beforeTheRun() {
    switch (gap) {
      case TRANSFORMER -> {
        String tooLong = "c".repeat((int) target.count(WIDTH) + 1);
        for (String email : emails()) {
          source.execute("update email set campaign = ? where id = ?::bigint", tooLong, email);
        }
      }
      case LOADER -> {
        dropConstraint();
        target.execute(
            """
            alter table crm.email add constraint refuse_some
              check (customer_id <> '%s' or legacy_id not in ('%s')) not valid\
            """
                .formatted(customer, String.join("', '", emails())));
      }
      case DELETED -> {
        // The run finds nothing wrong.
      }
    }
  }

  /** Mends the cause once, so that a replay finds a target that takes the records. */
  void mend() {
    if (mended) {
      return;
    }
    mended = true;
    switch (gap) {
      case TRANSFORMER -> {
        long wide = target.count(WIDTH) + WIDER;
        for (String schema : List.of("crm", "crm_staging")) {
          target.execute(
              "alter table %s.email alter column campaign type varchar(%d)"
                  .formatted(schema, wide));
        }
      }
      case LOADER -> dropConstraint();
      case DELETED -> {
        // A person has deleted the rows, and does not again.
      }
    }
  }

  /**
   * Deletes rows of the committed customer in the target, children before parents. While live
   * events arrive, engagement and its emails stay: a repetition of a deleted event, which cannot be
   * told from a new one, would be loaded and counted again.
   *
   * @param live whether live events arrive
   * @return number of rows
   */
  int delete(boolean live) {
    int rows =
        target.execute(
            """
            delete from crm.contact_team where (contact_id, team) in
              (select contact_id, team from crm.contact_team
              where customer_id = ? order by contact_id, team limit 4)\
            """,
            customer);
    if (!live) {
      rows +=
          target.execute(
              """
              delete from crm.engagement where id in (select id from crm.engagement
                where customer_id = ? order by id limit 60)\
              """,
              customer);
      rows +=
          target.execute(
              """
              delete from crm.email e where customer_id = ? and not exists
                (select 1 from crm.engagement g where g.email_id = e.id)\
              """,
              customer);
    }
    return rows;
  }

  private List<String> emails() {
    return source.rows(SOME_EMAILS, customer).stream().map(List::getFirst).toList();
  }

  private void dropConstraint() {
    target.execute("alter table crm.email drop constraint if exists refuse_some");
  }
}
