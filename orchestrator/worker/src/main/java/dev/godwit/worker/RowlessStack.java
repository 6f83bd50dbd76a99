package dev.godwit.worker;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An error with its stack, causes and suppressed errors, as it may be logged: of a database's error
 * {@link SqlFailure#describe} is told; of what wraps one or caused one only the class, since who
 * wraps an error tends to repeat its message. Input and output errors say what they say. Made for
 * one error, by one thread.
 */
final class RowlessStack {
  private static final String LEFT_OUT = " (its message may quote a row and is left out)";

  private final Map<Throwable, Told> told = new IdentityHashMap<>();

  private RowlessStack() {}

  /** The same error where no database's error is in it, else a copy that quotes no row. */
  static Throwable of(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return holdsSql(error, seen) ? new RowlessStack().copy(error, false) : error;
  }

  private static boolean holdsSql(Throwable error, Set<Throwable> seen) {
    if (error == null || !seen.add(error)) {
      return false;
    }
    if (error instanceof SQLException || holdsSql(error.getCause(), seen)) {
      return true;
    }
    for (Throwable suppressed : error.getSuppressed()) {
      if (holdsSql(suppressed, seen)) {
        return true;
      }
    }
    return false;
  }

  private Told copy(Throwable error, boolean belowSql) {
    Told known = told.get(error);
    if (known != null) {
      return known;
    }
    Told copy = new Told(text(error, belowSql), error.getStackTrace());
    told.put(error, copy);
    Throwable cause = error.getCause();
    if (cause != null && cause != error) {
      copy.initCause(copy(cause, belowSql || error instanceof SQLException));
    }
    for (Throwable suppressed : error.getSuppressed()) {
      copy.addSuppressed(copy(suppressed, belowSql));
    }
    return copy;
  }

  private static String text(Throwable error, boolean belowSql) {
    String type = error.getClass().getName();
    if (error instanceof SQLException sql) {
      return type + ": " + SqlFailure.describe(sql);
    }
    if (error instanceof IOException || (!belowSql && SqlFailure.among(error) == null)) {
      return error.toString();
    }
    return type + LEFT_OUT;
  }

  /** Stands for an error, with its stack. */
  private static final class Told extends Throwable {
    private static final long serialVersionUID = 1L;

    private Told(String text, StackTraceElement[] stack) {
      super(text);
      setStackTrace(stack);
    }

    /** Where this was made is of no interest. */
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}
