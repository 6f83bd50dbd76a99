package dev.godwit.pack.draft;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.check.CheckedPack;
import dev.godwit.pack.check.PacksCheckCommand;
import dev.godwit.pack.session.TransactionPoolerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The work of {@code godwit packs init}: it reads the catalogue of a database, in a session that
 * writes nothing, writes the draft of a pack, and checks it. Thread-safe.
 */
public final class PacksInitCommand {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String FILE = "pack.yaml";

  private final UnaryOperator<String> environment;

  /** With the environment, which has the password. */
  public PacksInitCommand(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Makes the draft.
   *
   * @return what was written, and the findings of its check
   * @throws DraftException where there is no database, no table or no place for it; nothing is
   *     written then
   */
  public InitResult run(DraftOptions options) {
    checkUrl(options.url());
    String name = options.name() == null ? name(options) : options.name();
    Path folder = folder(options, name);
    PackDraft draft = draft(options, name);
    write(folder, draft);
    List<CheckedPack> checked = new PacksCheckCommand(environment).check(folder, true);
    return new InitResult(
        name, options.target(), folder, options.passwordVariable(), draft, checked);
  }

  private static void checkUrl(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw DraftException.wrongUsage(
          "a URL that begins with jdbc:postgresql: as --from",
          url.contains("//")
              ? "'" + url.substring(0, url.indexOf("//")) + "'"
              : "a text without //",
          "write jdbc:postgresql://host:port/database; other databases have no catalogue reader yet");
    }
    if (url.matches("(?i).*([?&;](password|user)=|//[^/@]*@).*")) {
      throw DraftException.wrongUsage(
          "a URL without user and password as --from",
          "a password or user in it",
          "use --user and --password-variable, which names the environment variable that has the password");
    }
  }

  private static String name(DraftOptions options) {
    String database = options.url().replaceFirst("\\?.*", "").replaceFirst(".*[/:]", "");
    String plain =
        database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return (plain.isEmpty() ? "crm" : plain) + (options.target() ? "-target" : "-source");
  }

  private static Path folder(DraftOptions options, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw DraftException.wrongUsage(
          "a pack's name of letters, digits, '-', '_' and '.'",
          "'" + name + "'",
          "choose another --name");
    }
    Path folder = options.out().resolve(name);
    if (Files.exists(folder) && !options.force()) {
      throw DraftException.wrongUsage(
          "no folder " + folder + " yet",
          "one",
          "choose another --name or --out, or replace its pack.yaml with --force");
    }
    return folder;
  }

  private PackDraft draft(DraftOptions options, String name) {
    DatabaseSettings database =
        new DatabaseSettings(
            options.url(), options.user(), options.passwordVariable(), environment);
    try (Connection connection = database.openForShortReads(LONGEST)) {
      DraftCatalogue catalogue = catalogue(options, new DraftCatalogueReader(connection));
      return draft(options, name, catalogue);
    } catch (TransactionPoolerException e) {
      throw DraftException.notReached(
          "one database session for each connection to " + options.url(),
          "a pooler that changes the session between transactions",
          "connect to the database itself, or set the pooler to session mode");
    } catch (SQLException e) {
      throw DraftException.notReached(
          "to read the catalogue of " + options.url() + " as user " + options.user(),
          String.valueOf(e.getMessage()),
          "start the database, or correct --from, --user and the variable "
              + options.passwordVariable());
    }
  }

  private static PackDraft draft(DraftOptions options, String name, DraftCatalogue read) {
    DraftCatalogue named = new LinkGuess(read).byName();
    CustomerChoice choice = new CustomerChoice(named);
    Customer customer =
        options.customer() == null ? choice.guess() : choice.named(options.customer());
    DraftCatalogue complete = new LinkGuess(named).toCustomer(customer);
    CustomerPaths paths = new CustomerPaths(complete, customer);
    DatabaseText text =
        new DatabaseText(
            DatabaseText.prefix(name),
            url(options, read),
            options.user(),
            options.passwordVariable());
    return options.target()
        ? new TargetPackText(paths, text).write(name)
        : new SourcePackText(paths, text).write(name);
  }

  /** Role or database may set a search path, which the URL of a pack then has to name. */
  private static String url(DraftOptions options, DraftCatalogue catalogue) {
    if (catalogue.searchPath() == null || options.url().matches(".*[?&]currentSchema=.*")) {
      return options.url();
    }
    return options.url()
        + (options.url().contains("?") ? "&" : "?")
        + "currentSchema="
        + String.join(",", catalogue.schemas());
  }

  private static DraftCatalogue catalogue(DraftOptions options, DraftCatalogueReader reader)
      throws SQLException {
    List<String> existing = reader.schemasWithTables();
    for (String schema : options.schemas()) {
      if (!reader.hasSchema(schema)) {
        throw DraftException.wrongUsage(
            "a schema of the database as --schema",
            "'" + schema + "', which does not exist",
            "name one of " + existing);
      }
      if (!existing.contains(schema)) {
        throw DraftException.wrongUsage(
            "a schema with tables as --schema",
            "'" + schema + "' without any",
            "name one of " + existing);
      }
    }
    if (options.target() && options.schemas().size() > 1) {
      throw DraftException.wrongUsage(
          "one schema for a target pack",
          options.schemas().toString(),
          "name the live schema alone");
    }
    List<String> schemas = options.schemas().isEmpty() ? usual(existing) : options.schemas();
    DraftCatalogue catalogue = reader.read(schemas);
    if (catalogue.tables().isEmpty()) {
      throw DraftException.notReached(
          "a table of the schemas %s that role %s may read".formatted(schemas, reader.role()),
          catalogue.leftOut().size() + " tables and views, but none that it may read",
          "grant usage on the schema and select on its tables to "
              + reader.role()
              + ", or use another --user");
    }
    return catalogue;
  }

  private static List<String> usual(List<String> existing) {
    if (existing.contains("public")) {
      return List.of("public");
    }
    if (existing.size() == 1) {
      return existing;
    }
    throw DraftException.wrongUsage(
        existing.isEmpty()
            ? "a database with tables"
            : "--schema, since no schema is called public",
        existing.isEmpty() ? "none in any schema" : "tables in the schemas " + existing,
        existing.isEmpty()
            ? "name another database in --from, or create the tables"
            : "name one or more of them");
  }

  private static void write(Path folder, PackDraft draft) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(FILE), draft.text());
    } catch (IOException e) {
      throw DraftException.wrongUsage(
          "a folder that can be written as --out",
          String.valueOf(e.getMessage()),
          "choose another one");
    }
  }
}
