package dev.godwit.pack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TLS of the connections to every database of a process: {@code GODWIT_DATABASES_TLS} is {@code
 * verify-full} or left out, which leaves it to each URL; {@code GODWIT_DATABASES_CA} is a file in
 * the PEM format with the authorities that sign the servers' certificates. Immutable.
 *
 * @param verified whether the certificate and the host name of each server are verified
 * @param ca path of the authorities' file; null for those of the driver's default
 */
record DatabaseTls(boolean verified, String ca) {
  static final String TLS = "GODWIT_DATABASES_TLS";
  static final String CA = "GODWIT_DATABASES_CA";

  /** Fatal: the settings contradict each other. */
  static final String WRONG_SETTING = "F0000";

  private static final String VERIFY_FULL = "verify-full";
  private static final Pattern MODE = Pattern.compile("[?&]sslmode=([^&]*)");

  /**
   * The settings of an environment.
   *
   * @throws SQLException where a setting is wrong; fatal; the message names it
   */
  static DatabaseTls of(UnaryOperator<String> environment) throws SQLException {
    String mode = environment.apply(TLS);
    String ca = environment.apply(CA);
    boolean none = mode == null || mode.isBlank();
    if (!none && !mode.strip().equals(VERIFY_FULL)) {
      throw new SQLException(
          "Expected %s to be %s or unset, found \"%s\". Correct it."
              .formatted(TLS, VERIFY_FULL, mode),
          WRONG_SETTING);
    }
    if (ca == null || ca.isBlank()) {
      return new DatabaseTls(!none, null);
    }
    if (none) {
      throw new SQLException(
          "Expected %s=%s beside %s, found none. Set it, or unset %s."
              .formatted(TLS, VERIFY_FULL, CA, CA),
          WRONG_SETTING);
    }
    if (!Files.isReadable(Path.of(ca.strip()))) {
      throw new SQLException(
          "Expected %s to name a file that this process can read, found %s. Correct the path or the file's rights."
              .formatted(CA, ca),
          WRONG_SETTING);
    }
    return new DatabaseTls(true, ca.strip());
  }

  /**
   * Properties of the driver for one address.
   *
   * @throws SQLException where the URL asks for less; fatal
   */
  Properties properties(String url) throws SQLException {
    Properties properties = new Properties();
    if (!verified) {
      return properties;
    }
    Matcher mode = MODE.matcher(url);
    if (mode.find() && !mode.group(1).equals(VERIFY_FULL)) {
      throw new SQLException(
          "Expected sslmode=%s or none in the URL, since %s is %s, found sslmode=%s. Take it out of the URL."
              .formatted(VERIFY_FULL, TLS, VERIFY_FULL, mode.group(1)),
          WRONG_SETTING);
    }
    properties.setProperty("sslmode", VERIFY_FULL);
    if (ca != null) {
      properties.setProperty("sslrootcert", ca);
    }
    return properties;
  }
}
