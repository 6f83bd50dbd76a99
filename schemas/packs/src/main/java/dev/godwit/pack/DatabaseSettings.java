package dev.godwit.pack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * How to reach the database of a pack. Thread-safe.
 *
 * @param url JDBC URL, environment placeholders already replaced
 * @param user user name, environment placeholders already replaced
 * @param passwordVariable name of the environment variable that holds the password; where the
 *     variable is not set, the connection is made without a password
 * @param environment value of a variable by its name; null where it is not set
 */
public record DatabaseSettings(
    String url, String user, String passwordVariable, UnaryOperator<String> environment) {
  /** For the network, and for the database to end the statement. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /**
   * Opens a connection; the caller closes it. Text parameters take the type that the statement
   * needs, so a customer id given as text also finds a number. Errors leave out the rows and values
   * that they are about.
   *
   * @throws SQLException retriable where its state is of class 08 or 57, else fatal
   */
  public Connection open() throws SQLException {
    return open(new Properties());
  }

  /**
   * As {@link #open()}, for short statements: the database ends one that takes longer, as behind a
   * lock, and the connection breaks when the database is silent for longer still. Both are
   * retriable. Not for reading much in one statement.
   *
   * @param longest longest time of a statement, in whole milliseconds
   */
  public Connection openForShortStatements(Duration longest) throws SQLException {
    Properties properties = new Properties();
    long silent = longest.plus(SILENCE).toSeconds();
    properties.setProperty("socketTimeout", Long.toString(silent));
    Connection connection = open(properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = " + longest.toMillis());
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection open(Properties more) throws SQLException {
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
    properties.setProperty("logServerErrorDetail", "false");
    properties.putAll(more);
    try {
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      if ((e.getSQLState() != null && e.getSQLState().startsWith("28")) || password == null) {
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
