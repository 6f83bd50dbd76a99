package dev.godwit.pack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * How to reach the database of a pack. Thread-safe.
 *
 * @param url JDBC URL, environment placeholders already replaced
 * @param user user name, environment placeholders already replaced
 * @param passwordVariable name of the environment variable that holds the password; where the
 *     variable is not set, the connection is made without a password
 */
public record DatabaseSettings(String url, String user, String passwordVariable) {

  /**
   * Opens a connection; the caller closes it. Text parameters take the type that the statement
   * needs, so a customer id given as text also finds a number.
   *
   * @throws SQLException retriable where its state is of class 08 or 57, else fatal
   */
  public Connection open() throws SQLException {
    return open(System::getenv);
  }

  /** As {@link #open()}, with the environment given. */
  public Connection open(UnaryOperator<String> environment) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    String password = environment.apply(passwordVariable);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("ApplicationName", "godwit");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    try {
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("28") || password == null) {
        String state = password == null ? "not set" : "set, but was not accepted";
        throw new SQLException(
            e.getMessage()
                + " (the password comes from the variable "
                + passwordVariable
                + ", which is "
                + state
                + ")",
            e.getSQLState(),
            e);
      }
      throw e;
    }
  }
}
