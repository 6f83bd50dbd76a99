package dev.godwit.records;

import java.util.Arrays;

/**
 * The one table that classifies a database's errors, by SQLSTATE (PostgreSQL, Appendix A,
 * "PostgreSQL Error Codes"; the classes are those of the SQL standard). Every service uses it. The
 * page {@code deploy/docs/reference/database-errors.md} shows it, and a test compares the two.
 *
 * <p>A state belongs to the constant with the longest code that it begins with; where there is
 * none, to {@link #OTHER}.
 */
public enum SqlStateClass {
  CONNECTION("08", Fault.RETRIABLE, "The connection failed", "the database to answer"),
  TRANSACTION_ROLLED_BACK(
      "40", Fault.RETRIABLE, "Deadlock or conflict", "the other transaction to end"),
  NO_RESOURCES(
      "53", Fault.RETRIABLE, "Memory or connections are short", "the database to have resources"),
  DISK_FULL("53100", Fault.RETRIABLE, "The disk is full", "space on the database's disk"),
  OWN_LIMIT(
      "53400",
      Fault.RUN,
      "A limit of the role or the database was reached, such as temp_file_limit",
      "Raise the limit for the pack's role, then continue."),
  IN_USE("55006", Fault.RETRIABLE, "An object is in use", "the object to be free"),
  LOCKED("55P03", Fault.RETRIABLE, "A lock was not free in time", "the lock to be free"),
  READ_ONLY(
      "25006",
      Fault.RETRIABLE,
      "The database takes no writes: it is a standby, or default_transaction_read_only is on",
      "the database to take writes"),
  IDLE_TIMEOUT(
      "25P03",
      Fault.RETRIABLE,
      "idle_in_transaction_session_timeout ended the session",
      "a new session"),
  TRANSACTION_TIMEOUT(
      "25P04", Fault.RETRIABLE, "transaction_timeout ended the session", "a new session"),
  ENDED_BY_OPERATOR(
      "57",
      Fault.RETRIABLE,
      "The database is starting or stopping, or somebody or a timeout ended the statement",
      "the database to let the statement end"),
  SYSTEM("58", Fault.RETRIABLE, "The operating system failed", "the server's system to recover"),
  MISSING_FILE(
      "58P", Fault.FATAL, "A file of the database is missing or twice there", Remedy.DAMAGED),
  FOREIGN_CONNECTION(
      "HV00N", Fault.RETRIABLE, "A foreign server does not answer", "the foreign server to answer"),
  CARDINALITY("21", Fault.ROW, "A sub-query gave more than one row", Remedy.QUARANTINE),
  DATA(
      "22",
      Fault.ROW,
      "A value is invalid: too long, no number, invalid bytes, division by zero",
      Remedy.QUARANTINE),
  INTEGRITY("23", Fault.ROW, "A constraint refuses the row", Remedy.QUARANTINE),
  VIEW_CHECK("44", Fault.ROW, "A view refuses the row", Remedy.QUARANTINE),
  PROGRAM_LIMIT(
      "54",
      Fault.ROW,
      "A limit of the program is exceeded, such as an index row's size",
      Remedy.QUARANTINE),
  RAISED("P0", Fault.ROW, "A trigger or function raised it", Remedy.QUARANTINE),
  NO_SUCH_PREPARED_STATEMENT("26", Fault.RUN, "A prepared statement is gone", Remedy.POOLER),
  POOLER("GW001", Fault.RUN, "Godwit found a pooler in transaction mode", Remedy.POOLER),
  PREPARED_TWICE("42P05", Fault.RUN, "A prepared statement is there already", Remedy.POOLER),
  LOGIN(
      "28", Fault.RUN, "The login was refused", "Correct the role or its password, then continue."),
  NO_DATABASE(
      "3D", Fault.RUN, "The database does not exist", "Correct the pack's url, then continue."),
  NO_SCHEMA("3F", Fault.RUN, "The schema does not exist", Remedy.STATEMENT),
  NO_RIGHT(
      "42501",
      Fault.RUN,
      "A right is lacking, or row-level security would hide rows",
      "Grant the right to the pack's role; for row-level security let it bypass the policy (alter role … bypassrls). Then continue."),
  STATEMENT("42", Fault.RUN, "The statement does not fit the database", Remedy.STATEMENT),
  SNAPSHOT_TOO_OLD(
      "72", Fault.RUN, "The snapshot is too old", "Roll the run back and start another."),
  DAMAGED("XX", Fault.FATAL, "An error inside the database, such as damaged data", Remedy.DAMAGED),
  OTHER("", Fault.RUN, "Any other state, and an error without one", Remedy.STATEMENT);

  /** The part that is at fault, and with it the consequence. */
  public enum Fault {
    /** Nobody: the same work is repeated until it succeeds. */
    RETRIABLE,
    /** The row: it is quarantined, and the others continue. */
    ROW,
    /** Statement, schema, rights or pack: the run stops until a person has corrected it. */
    RUN,
    /** The database itself: the run stops, and must not continue before the database is sound. */
    FATAL
  }

  /** Remedies that several classes share. */
  private static final class Remedy {
    static final String QUARANTINE = "The row is quarantined with its key.";
    static final String STATEMENT =
        "Correct the statement of the pack, or the database, then continue.";
    static final String DAMAGED =
        "Have the database's administrator examine it before anything continues.";
    static final String POOLER =
        "Connect to the database itself, or to a pooler in session mode, then continue.";
  }

  private final String code;
  private final Fault fault;
  private final String meaning;
  private final String response;

  SqlStateClass(String code, Fault fault, String meaning, String response) {
    this.code = code;
    this.fault = fault;
    this.meaning = meaning;
    this.response = response;
  }

  /**
   * The class of a state.
   *
   * @param state null where the error has none
   */
  public static SqlStateClass of(String state) {
    SqlStateClass best = OTHER;
    if (state != null) {
      for (SqlStateClass candidate : values()) {
        if (state.startsWith(candidate.code) && candidate.code.length() > best.code.length()) {
          best = candidate;
        }
      }
    }
    return best;
  }

  /** Begin of the states of this class; empty for {@link #OTHER}. */
  public String code() {
    return code;
  }

  /** The part that is at fault. */
  public Fault fault() {
    return fault;
  }

  /** The cause, as a phrase that begins with a capital and has no full stop. */
  public String meaning() {
    return meaning;
  }

  /**
   * For a retriable class the thing that is waited for, as a phrase; else the remedy, a sentence.
   */
  public String response() {
    return response;
  }

  /**
   * True where the wait has an end: only a person can mend it, so that the stage fails after {@code
   * GODWIT_FULL_DISK_WAIT}, and a live run is held. False for every class that is not retriable.
   */
  public boolean needsPerson() {
    return this == DISK_FULL || this == READ_ONLY;
  }

  /** The rows of the documented table, in the order of the constants. */
  public static String table() {
    return String.join(
        "\n", Arrays.stream(values()).map(SqlStateClass::row).toArray(String[]::new));
  }

  private String row() {
    String shown = code.isEmpty() ? "others" : "`" + code + "`" + (code.length() < 5 ? "…" : "");
    return "| %s | %s | %s | %s%s |"
        .formatted(
            shown,
            switch (fault) {
              case RETRIABLE -> "retriable";
              case ROW -> "row at fault";
              case RUN -> "run at fault";
              case FATAL -> "fatal";
            },
            meaning,
            fault == Fault.RETRIABLE ? "Waits for " + response : response,
            fault == Fault.RETRIABLE
                ? needsPerson() ? "; no longer than `GODWIT_FULL_DISK_WAIT`." : "."
                : "");
  }
}
