package dev.godwit.sampledata.newsroom;

import dev.godwit.pack.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A draft of a pack, as its YAML says it, with the SQL of its files. Immutable. */
record DraftPack(Path folder, Map<String, Object> keys) {
  private static final Path DRAFTS = Path.of("src/test/resources/newsroom-drafts");

  /**
   * One query of an entity of a source pack.
   *
   * @param fields field to column, or to a mapping with {@code column}
   */
  record Query(String name, String sql, List<String> key, Map<String, Object> fields) {
    /** The keys of a field; a plain column is the key {@code column}. */
    Map<String, Object> field(String name) {
      Object field = fields.get(name);
      return field instanceof Map<?, ?> ? map(field) : Map.of("column", field);
    }
  }

  static DraftPack read(String name) throws IOException {
    Path folder = DRAFTS.resolve(name);
    return new DraftPack(
        folder, map(new Yaml().load(Files.readString(folder.resolve("pack.yaml")))));
  }

  Map<String, Object> entities() {
    return map(keys.get("entities"));
  }

  Map<String, Object> entity(String name) {
    return map(entities().get(name));
  }

  /** The queries of an entity of a source pack. */
  List<Query> queries(String entity) throws IOException {
    Map<String, Object> keysOfEntity = entity(entity);
    List<Query> queries = new ArrayList<>();
    if (keysOfEntity.containsKey("queries")) {
      for (Object query : list(keysOfEntity.get("queries"))) {
        queries.add(query(map(query)));
      }
    } else {
      queries.add(query(keysOfEntity));
    }
    return queries;
  }

  /** The tables of an entity of a target pack. */
  List<Map<String, Object>> tables(String entity) {
    return list(entity(entity).get("tables")).stream().map(DraftPack::map).toList();
  }

  /** The SQL of a key: a text, a file, or a list of these. */
  List<String> sql(String key) throws IOException {
    return sql(keys.get(key));
  }

  List<String> sql(Object value) throws IOException {
    if (value instanceof List<?> several) {
      List<String> all = new ArrayList<>();
      for (Object one : several) {
        all.addAll(sql(one));
      }
      return all;
    }
    if (value instanceof Map<?, ?>) {
      return List.of(Files.readString(folder.resolve((String) map(value).get("file"))));
    }
    String text = (String) value;
    return List.of(text.endsWith(".sql") ? Files.readString(folder.resolve(text)) : text);
  }

  /** A query with literals for its parameters, to be used as a part of another. */
  static String inline(String sql, Map<String, String> parameters) {
    return new Sql(sql, "draft", 1).bind().inline(parameters);
  }

  private Query query(Map<String, Object> query) throws IOException {
    return new Query(
        (String) query.getOrDefault("name", ""),
        sql(query.get("query")).getFirst(),
        list(query.get("key")).stream().map(String.class::cast).toList(),
        map(query.get("fields")));
  }

  static List<Object> list(Object value) {
    return List.copyOf((List<?>) value);
  }

  static Map<String, Object> map(Object value) {
    Map<String, Object> keys = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, of) -> keys.put((String) key, of));
    return keys;
  }
}
