package dev.godwit.local.chaos.fault;

import java.time.Duration;

/** The target takes no writes: the database is read-only for new sessions, and the old ones end. */
public final class ReadOnlyFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String SESSIONS =
      """
      select count(pg_terminate_backend(pid)) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()\
      """;

  public ReadOnlyFault(Trigger trigger) {
    super(trigger);
  }

  @Override
  void disturb(Disturbed disturbed) {
    disturbed.target().execute("alter database crm set default_transaction_read_only = on");
    disturbed.target().rows(SESSIONS);
    disturbed.await(LONGEST, new Standstill(disturbed));
  }

  @Override
  void mend(Disturbed disturbed) {
    disturbed.target().execute("alter database crm reset default_transaction_read_only");
    disturbed.target().rows(SESSIONS);
  }

  @Override
  public String toString() {
    return "target read-only " + when();
  }
}
