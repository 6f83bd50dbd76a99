package dev.godwit.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** Reads the password of a database: a variable's value, or the file that another one names. */
final class PasswordVariable {
  private static final String IN_FILE = "_FILE";

  private PasswordVariable() {}

  /**
   * The password; null where neither {@code variable} nor {@code variable_FILE} is set.
   *
   * @throws SQLException where both are set, or the file cannot be read; fatal; the message names
   *     the variable
   */
  static String read(String variable, UnaryOperator<String> environment) throws SQLException {
    String itself = environment.apply(variable);
    String file = environment.apply(variable + IN_FILE);
    if (file == null || file.isBlank()) {
      return itself;
    }
    if (itself != null && !itself.isEmpty()) {
      throw new SQLException(
          "Expected either %s or %s, found both. Unset one."
              .formatted(variable, variable + IN_FILE),
          DatabaseTls.WRONG_SETTING);
    }
    try {
      return Files.readString(Path.of(file.strip())).strip();
    } catch (IOException e) {
      throw new SQLException(
          "Expected %s to name a file that this process can read, found %s. Correct the path or the file's rights."
              .formatted(variable + IN_FILE, file),
          DatabaseTls.WRONG_SETTING,
          e);
    }
  }
}
