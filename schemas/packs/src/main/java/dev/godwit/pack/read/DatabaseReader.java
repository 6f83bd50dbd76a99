package dev.godwit.pack.read;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.JdbcAddress;
import dev.godwit.pack.Position;
import java.util.List;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.Node;

/** Reads how the database of a pack is reached. */
final class DatabaseReader {
  private static final List<String> KEYS = List.of("url", "user", "password-variable");

  private final YamlFile file;
  private final UnaryOperator<String> environment;
  private final EnvironmentText placeholders;

  DatabaseReader(YamlFile file, UnaryOperator<String> environment) {
    this.file = file;
    this.environment = environment;
    this.placeholders = new EnvironmentText(environment, file.findings());
  }

  DatabaseSettings read(YamlMapping pack) {
    Node node = pack.required("database");
    if (node == null) {
      return null;
    }
    YamlMapping database = YamlMapping.closed(file, node, "database", KEYS);
    String url = database.requiredText("url");
    String user = database.requiredText("user");
    String variable = database.requiredText("password-variable");
    if (url != null) {
      url = url(url, database.at("url"));
    }
    if (user != null) {
      user = placeholders.replace(user, database.at("user"));
    }
    if (variable != null && !variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      file.findings()
          .add(
              database.at("password-variable"),
              "the name of an environment variable (letters, digits, _)",
              "something else",
              "name the variable, such as GODWIT_SOURCE_PASSWORD; never write the password itself");
    }
    return new DatabaseSettings(url, user, variable, environment);
  }

  private String url(String written, Position at) {
    // Also where a variable brings it: the text of the file alone does not say.
    String url = placeholders.replace(written, at);
    if (JdbcAddress.hasCredentials(url)) {
      file.findings()
          .add(
              at,
              "a URL without user and password",
              "a password or user in the URL",
              "use 'user' and 'password-variable'");
    }
    if (!url.startsWith("jdbc:postgresql:") && !url.startsWith("${")) {
      int scheme = url.indexOf("//");
      file.findings()
          .add(
              at,
              "a URL that begins with jdbc:postgresql:",
              "'" + (scheme < 0 ? "a text without //" : url.substring(0, scheme)) + "'",
              "write jdbc:postgresql://host:port/database");
    }
    return url;
  }
}
