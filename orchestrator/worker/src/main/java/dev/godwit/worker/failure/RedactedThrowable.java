package dev.godwit.worker.failure;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Copy of an error, with its stack, causes and suppressed errors, that quotes no row: a database's
 * error keeps what {@link SqlFailure#describe} leaves of it; an error that wraps or caused one
 * keeps its class, because a wrapper often repeats the message. Input and output errors keep their
 * message.
 */
final class RedactedThrowable extends Throwable {
  private static final long serialVersionUID = 1L;
  private static final String LEFT_OUT = " (its message may quote a row and is left out)";

  private RedactedThrowable(String text, StackTraceElement[] stack) {
    super(text);
    setStackTrace(stack);
  }

  /** The same error where no database's error is in it, else a copy that quotes no row. */
  static Throwable redact(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return holdsSql(error, seen) ? copy(error, false, new IdentityHashMap<>()) : error;
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

  private static RedactedThrowable copy(
      Throwable error, boolean belowSql, Map<Throwable, RedactedThrowable> copies) {
    RedactedThrowable known = copies.get(error);
    if (known != null) {
      return known;
    }
    RedactedThrowable copy = new RedactedThrowable(text(error, belowSql), error.getStackTrace());
    copies.put(error, copy);
    Throwable cause = error.getCause();
    if (cause != null && cause != error) {
      copy.initCause(copy(cause, belowSql || error instanceof SQLException, copies));
    }
    for (Throwable suppressed : error.getSuppressed()) {
      copy.addSuppressed(copy(suppressed, belowSql, copies));
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

  /** The stack is the original error's. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // The message begins with the original's class.
  public String toString() {
    return getMessage();
  }
}
