package dev.godwit.pack.session;

import dev.godwit.pack.JdbcAddress;
import java.sql.SQLException;

/**
 * A pooler that gives each transaction another session lies between Godwit and the database. Not
 * retriable: settings would leak to strangers' sessions and snapshots would vanish.
 */
public final class TransactionPoolerException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** SQLSTATE of Godwit's own, with a line in the table of database errors. */
  public static final String STATE = "GW001";

  /** With the address of the pooler, without a user or password that it may hold. */
  public TransactionPoolerException(String url) {
    super(
        "Expected one database session for each connection to %s, found a pooler that changes the session between transactions: connect to the database itself, or set the pooler to session mode."
            .formatted(JdbcAddress.shown(url)),
        STATE);
  }
}
