package dev.godwit.pack;

import dev.godwit.pack.session.PoolerProbe;
import dev.godwit.pack.session.SessionSettings;
import dev.godwit.pack.session.TransactionPoolerException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * How to reach the database of a pack. Every session states its settings ({@link SessionSettings}),
 * and one that a transaction pooler would change is refused. Thread-safe.
 *
 * @param url JDBC URL, environment placeholders already replaced
 * @param user user name, environment placeholders already replaced
 * @param passwordVariable name of the environment variable that holds the password, or, with {@code
 *     _FILE} behind it, the path of a file that does; where neither is set, the connection is made
 *     without a password
 * @param environment value of a variable by its name; null where it is not set
 */
public record DatabaseSettings(
    String url, String user, String passwordVariable, UnaryOperator<String> environment) {
  @Override
  public String toString() {
    return "%s as %s, password in %s".formatted(JdbcAddress.shown(url), user, passwordVariable);
  }

  /** For the network, and for the database to end the statement. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** Greatest result of a page's query; K is 1,000 bytes, M 1,000,000. */
  public static final String RESULT_BYTES = "64M";

  private static final int DIGEST_BYTES = 4;

  private static final Pattern NAMES_SEARCH_PATH = Pattern.compile("[?&]currentSchema=.");

  /**
   * Opens a connection; the caller closes it. Text parameters take the type that the statement
   * needs, so a customer id given as text also finds a number. Errors leave out the rows and values
   * that they are about.
   *
   * @throws SQLException retriable where its state is of class 08 or 57, else fatal
   * @throws TransactionPoolerException where a transaction pooler lies between; fatal
   */
  public Connection open() throws SQLException {
    return open(new Properties(), settings(false, Duration.ZERO));
  }

  /** As {@link #open()}, for a session that writes nothing. */
  public Connection openForReading() throws SQLException {
    return open(new Properties(), settings(true, Duration.ZERO));
  }

  /**
   * As {@link #open()}, for short statements: the database ends one that takes longer, as behind a
   * lock, and the connection breaks when the database is silent for longer still. Both are
   * retriable. Not for reading much in one statement.
   *
   * @param longest longest time of a statement, in whole milliseconds
   */
  public Connection openForShortStatements(Duration longest) throws SQLException {
    return open(silentFor(longest), settings(false, longest));
  }

  /** As {@link #openForShortStatements}, for a session that writes nothing. */
  public Connection openForShortReads(Duration longest) throws SQLException {
    return open(silentFor(longest), settings(true, longest));
  }

  /**
   * As {@link #openForShortReads}, for queries whose whole result is read at once, as a page of an
   * application does: the driver refuses a result of more than {@value #RESULT_BYTES}, so that the
   * memory of the process is bounded.
   */
  public Connection openForPages(Duration longest) throws SQLException {
    Properties properties = silentFor(longest);
    properties.setProperty("maxResultBuffer", RESULT_BYTES);
    return open(properties, settings(true, longest));
  }

  /** True where the URL names the search path, which otherwise is PostgreSQL's default. */
  public boolean namesSearchPath() {
    return NAMES_SEARCH_PATH.matcher(url).find();
  }

  /** The URL without its parameters, which names host, port and database. */
  public String address() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /**
   * Database and a digest of the address, for names of what belongs to the database: the same in
   * every process, and another one for each address.
   */
  public String key() {
    String address = address();
    String database = address.substring(address.lastIndexOf('/') + 1);
    return database.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + digest(address);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 in every JDK.", e);
    }
  }

  private SessionSettings settings(boolean reads, Duration longest) {
    return new SessionSettings(reads, longest, !namesSearchPath());
  }

  private static Properties silentFor(Duration longest) {
    Properties properties = new Properties();
    properties.setProperty("socketTimeout", Long.toString(longest.plus(SILENCE).toSeconds()));
    return properties;
  }

  private Connection open(Properties more, SessionSettings settings) throws SQLException {
    Connection connection = connect(more);
    try {
      if (changesSessions(connection)) {
        throw new TransactionPoolerException(url);
      }
      settings.apply(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private boolean changesSessions(Connection connection) throws SQLException {
    long announced = connection.unwrap(PGConnection.class).getBackendPID();
    return PoolerProbe.changesSessions(
        announced, () -> backend(connection), () -> new Second(connect(new Properties())));
  }

  private record Second(Connection connection) implements PoolerProbe.SecondSession {
    @Override
    public long backend() throws SQLException {
      return DatabaseSettings.backend(connection);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static long backend(Connection connection) throws SQLException {
    return SessionSettings.repeating(
        () -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private Connection connect(Properties more) throws SQLException {
    if (JdbcAddress.hasPassword(url)) {
      throw new SQLException(
          "Expected an address without a password, found one in that of %s. Put it into the variable %s."
              .formatted(JdbcAddress.shown(url), passwordVariable),
          "F0000");
    }
    Properties properties = new Properties();
    properties.setProperty("user", user);
    String password = PasswordVariable.read(passwordVariable, environment);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("ApplicationName", "godwit");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    properties.putAll(DatabaseTls.of(environment).properties(url));
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
