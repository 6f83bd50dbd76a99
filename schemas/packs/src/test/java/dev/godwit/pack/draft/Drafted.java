package dev.godwit.pack.draft;

import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Drafts of tables that a test writes down as {@code name:type}, with {@code !} for NOT NULL,
 * {@code ~} for an identity, {@code *} for a unique key and {@code >table} for a foreign key to the
 * table's key. The first column is the key.
 */
final class Drafted {
  private final Map<String, DraftTable> tables = new TreeMap<>();
  private final Path folder;

  Drafted(Path folder) {
    this.folder = folder;
  }

  Drafted table(String name, String... columns) {
    Map<String, DraftColumn> described = new LinkedHashMap<>();
    List<DraftLink> links = new ArrayList<>();
    List<List<String>> uniques = new ArrayList<>();
    for (String text : columns) {
      String column = text.substring(0, text.indexOf(':'));
      String type = text.substring(text.indexOf(':') + 1).replaceFirst("[!>~*].*", "");
      boolean notNull = text.contains("!");
      described.put(column, column(column, type, notNull, text.contains("~")));
      if (described.size() == 1 || text.contains("*")) {
        uniques.add(List.of(column));
      }
      if (text.contains(">")) {
        String to = "public." + text.substring(text.indexOf('>') + 1);
        String toKey = tables.containsKey(to) ? tables.get(to).key().getFirst() : "id";
        links.add(new DraftLink(List.of(column), to, List.of(toKey), notNull, false));
      }
    }
    DraftTable table = new DraftTable("public", name, -1, described, uniques, uniques, links);
    tables.put(table.id(), table);
    return this;
  }

  private static DraftColumn column(String name, String type, boolean notNull, boolean drawn) {
    boolean array = type.endsWith("[]");
    return new DraftColumn(
        name,
        type,
        type.replace("[]", ""),
        false,
        array,
        notNull,
        drawn ? "identity" : null,
        false,
        List.of(),
        List.of(),
        0,
        TriggerEffect.NONE,
        List.of());
  }

  /** The text of the target pack of a database that is one customer. */
  String targetOfOneCustomer() {
    Customer all = new Customer(null, null, true, null, "one customer", true);
    return new TargetPackText(new CustomerPaths(catalogue(), all), database()).write("crm").text();
  }

  private CustomerPaths paths() {
    DraftCatalogue catalogue = catalogue();
    Customer customer = new CustomerChoice(catalogue).named("tenant");
    return new CustomerPaths(catalogue, customer);
  }

  private DraftCatalogue catalogue() {
    return new DraftCatalogue(
        "crm", List.of("public"), null, List.of("public"), new TreeMap<>(tables), List.of());
  }

  private static DatabaseText database() {
    return new DatabaseText("CRM", "jdbc:postgresql://127.0.0.1/crm", "reader", "CRM_PASSWORD");
  }

  /** The text of the source pack. */
  String source() {
    return new SourcePackText(paths(), database()).write("crm").text();
  }

  /** The text of the target pack. */
  String target() {
    return new TargetPackText(paths(), database()).write("crm").text();
  }

  /** The source pack, which has no finding of its reader. */
  SourcePack readSource() throws IOException {
    return read(source()).source("crm");
  }

  /** The target pack, which has no finding of its reader. */
  TargetPack readTarget() throws IOException {
    return read(target()).target("crm");
  }

  Packs read(String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("crm")).resolve("pack.yaml"), text);
    return Packs.load(folder.resolve("crm"), variable -> null);
  }
}
