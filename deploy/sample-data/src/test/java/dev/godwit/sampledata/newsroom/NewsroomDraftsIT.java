package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.sampledata.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The drafts of both packs fit the databases that they are written for. */
class NewsroomDraftsIT {
  private static final Pattern REFERENCE = Pattern.compile("ref\\((\\w+), (\\w+)\\)");
  private static final Set<String> VALUES = Set.of("id", "account", "item", "position", "customer");

  private static Server server;
  private static String sourceUrl;
  private static String targetUrl;
  private static DraftPack source;
  private static DraftPack target;
  private static NewsroomSummary made;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = new Server();
    sourceUrl = server.database("newsroom");
    targetUrl = server.database("desk");
    source = DraftPack.read("newsroom-mailing");
    target = DraftPack.read("newsroom-desk");
    try (Connection mailing = Server.open(sourceUrl);
        Connection desk = Server.open(targetUrl)) {
      MailingSource.create(mailing);
      MailingSource.createNewsroom(mailing, NewsroomSpec.of("weekly", 100, 2));
      made = MailingSource.createNewsroom(mailing, NewsroomSpec.of("daily", 1_700, 1));
      Server.run(mailing, "analyze");
      DeskTarget.create(desk);
      DeskTarget.createOtherAccounts(desk, DeskTarget.LIVE, 100);
      DeskTarget.createOtherAccounts(desk, DeskTarget.STAGING, 100);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void shouldReadAsManyRowsAsTheGeneratorMade() throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl)) {
      for (String entity : source.entities().keySet()) {
        long rows = 0;
        Set<String> legacyIds = new LinkedHashSet<>();
        for (DraftPack.Query query : source.queries(entity)) {
          String columns = String.join(", ", query.key());
          String sql = rows(query);
          rows += Server.number(mailing, "select count(*) from " + sql);
          assertThat(Server.number(mailing, "select count(distinct (" + columns + ")) from " + sql))
              .as("%s %s: key", entity, query.name())
              .isEqualTo(Server.number(mailing, "select count(*) from " + sql));
          assertThat(
                  Server.number(
                      mailing,
                      "select count(*) from " + sql + " where (" + columns + ") is not null"))
              .as("%s %s: key without NULL", entity, query.name())
              .isEqualTo(Server.number(mailing, "select count(*) from " + sql));
          String id = (String) query.field("legacyId").get("column");
          legacyIds.addAll(DraftSql.column(mailing, "select " + id + " from " + sql));
        }
        assertThat(rows).as(entity).isPositive().isEqualTo(made.rows(entity));
        assertThat(legacyIds).as(entity).hasSize((int) rows).doesNotContainNull();
      }
    }
  }

  @Test
  void shouldReadAnIndexWhenAKeyRangeIsExtracted() throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl)) {
      Map<String, String> large =
          Map.of(
              "contacts", "person",
              "emails", "delivery",
              "engagements", "(view|click)_event",
              "visits", "(view|click)_event");
      for (Map.Entry<String, String> entity : large.entrySet()) {
        for (DraftPack.Query query : source.queries(entity.getKey())) {
          String plan =
              String.join(
                  "\n",
                  DraftSql.column(
                      mailing,
                      "explain select * from "
                          + rows(query)
                          + " where q.id > 1000 and q.id <= 1100 order by q.id"));
          assertThat(plan)
              .as("%s %s", entity.getKey(), query.name())
              .containsPattern("Index Scan using " + entity.getValue() + "_pkey")
              .doesNotContainPattern("Seq Scan on " + entity.getValue());
        }
      }
    }
  }

  @Test
  void shouldKnowTheHorizonOfTheTails() throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl)) {
      for (Object query : DraftPack.list(source.entity("engagements").get("queries"))) {
        Object tail = DraftPack.map(query).get("tail");
        String horizon = source.sql(DraftPack.map(tail).get("horizon")).getFirst();
        assertThat(DraftSql.cell(mailing, horizon, Map.of())).isNotNull();
      }
    }
  }

  @Test
  void shouldTakeEveryFieldFromAColumnOfItsQuery() throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl)) {
      for (String entity : source.entities().keySet()) {
        for (DraftPack.Query query : source.queries(entity)) {
          List<String> columns = new ArrayList<>();
          try (PreparedStatement statement =
                  mailing.prepareStatement("select * from " + rows(query) + " limit 0");
              ResultSet empty = statement.executeQuery()) {
            for (int c = 1; c <= empty.getMetaData().getColumnCount(); c++) {
              columns.add(empty.getMetaData().getColumnName(c));
            }
          }
          assertThat(columns).as(entity).doesNotHaveDuplicates().containsAll(query.key());
          assertThat(query.fields()).containsKey("legacyId");
          for (String field : query.fields().keySet()) {
            assertThat(columns).contains((String) query.field(field).get("column"));
            Object references = query.field(field).get("references");
            assertThat(references == null || source.entities().containsKey(references))
                .as("%s.%s refers to %s", entity, field, references)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void shouldMoveEveryTableOfTheSourceOrSayWhyNot() throws SQLException, IOException {
    StringBuilder queries = new StringBuilder(source.sql("customers").getFirst());
    for (String entity : source.entities().keySet()) {
      source.queries(entity).forEach(query -> queries.append(query.sql()).append('\n'));
    }
    String comments =
        Files.readAllLines(source.folder().resolve("pack.yaml")).stream()
            .filter(line -> line.startsWith("#   "))
            .reduce("", (all, line) -> all + line + '\n');
    try (Connection mailing = Server.open(sourceUrl)) {
      for (String table : MailingSourceIT.tables(mailing)) {
        boolean moved = Pattern.compile("mailing\\." + table + "\\b").matcher(queries).find();
        boolean leftOut = comments.contains("#   " + table + " ");
        assertThat(moved || leftOut).as(table).isTrue();
      }
    }
  }

  @Test
  void shouldDecideOnEveryColumnOfTheTarget() throws SQLException {
    Set<String> filled = new TreeSet<>();
    try (Connection desk = Server.open(targetUrl)) {
      for (String entity : target.entities().keySet()) {
        for (Map<String, Object> table : target.tables(entity)) {
          String name = (String) table.get("table");
          filled.add(name);
          if (table.containsKey("columns")) {
            assertThat(DraftPack.map(table.get("columns")).keySet())
                .as("%s of %s", name, entity)
                .containsExactlyElementsOf(
                    DraftSql.column(
                        desk,
                        "select column_name from information_schema.columns where table_schema ="
                            + " 'desk' and table_name = '"
                            + name
                            + "' order by ordinal_position"));
          }
        }
      }
      filled.add("account");
      assertThat(filled)
          .containsExactlyElementsOf(
              DraftSql.column(
                  desk,
                  "select tablename from pg_tables where schemaname = 'desk' order by tablename"));
    }
  }

  @Test
  void shouldTakeEveryValueFromAFieldOfTheSource() throws IOException {
    assertThat(target.entities().keySet()).isEqualTo(source.entities().keySet());
    for (String entity : target.entities().keySet()) {
      Set<String> fields = source.queries(entity).getFirst().fields().keySet();
      for (Map<String, Object> table : target.tables(entity)) {
        for (Object column : DraftPack.map(table.getOrDefault("columns", Map.of())).values()) {
          Object value = column instanceof Map<?, ?> keys ? keys.get("value") : column;
          Matcher reference = REFERENCE.matcher(String.valueOf(value));
          if (reference.matches()) {
            assertThat(target.entities()).containsKey(reference.group(1));
            value = reference.group(2);
          }
          assertThat(value == null || VALUES.contains(value) || fields.contains(value))
              .as("%s of %s", value, entity)
              .isTrue();
        }
      }
    }
  }

  @Test
  void shouldInstallWhatTheToolsOwnScriptInstalls() throws IOException {
    assertThat(source.sql("install")).containsExactly(Script.resource("mailing-install.sql"));
    assertThat(source.sql("uninstall")).containsExactly(Script.resource("mailing-uninstall.sql"));
  }

  private static String rows(DraftPack.Query query) {
    return "(" + DraftPack.inline(query.sql(), Map.of("customer", "daily")) + "\n) q";
  }
}
