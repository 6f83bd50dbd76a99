package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.read.PackReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purge that forgets a table is found out, also where only godwit.identity knows its rows. */
class PurgeProofIT {
  private static final String PACK =
      """
      pack: shop
      kind: target
      database: {url: jdbc:postgresql://127.0.0.1/none, user: postgres, password-variable: NONE}
      schemas: {live: live, staging: staging}
      prepare: insert into {schema}.account values (:customer)
      enable: select :customer::text
      disable: select :customer::text
      is-enabled: select false where :customer::text = ''
      purge:
        - |
          delete from {schema}.contact where id in (
            select target_id from godwit.identity where entity = 'contacts' and customer = :customer)
      entities:
        countries:
          id: looked-up
          fields: {code: text}
          tables:
            - {table: country, key: [code], customer: identity, columns: {id: id, code: code}}
        contacts:
          id: generated
          tables:
            - {table: contact, key: [id], customer: identity, columns: {id: id, email: address}}
        emails:
          id: generated
          tables:
            - {table: email, key: [id], customer: identity, columns: {id: id, subject: subject}}
        engagements:
          id: generated
          tables:
            - {table: activity, key: [id], customer: identity, columns: {id: id, kind: kind}}
      """;

  @Test
  void shouldCountTheRowsThatAreLeftBeforeItForgetsTheirIds(@TempDir Path folder) throws Exception {
    Path file = Files.createDirectory(folder.resolve("shop")).resolve("pack.yaml");
    Files.writeString(file, PACK);
    TargetPack pack = new PackReader(name -> null).read(folder).getFirst().target();
    String url = TargetServer.newDatabase();
    TargetServer.execute(
        url,
        """
        CREATE SCHEMA live;
        CREATE TABLE live.account (id text);
        CREATE TABLE live.country (id bigserial PRIMARY KEY, code text);
        CREATE TABLE live.contact (id bigserial PRIMARY KEY, email text);
        CREATE TABLE live.email (id bigserial PRIMARY KEY, subject text);
        CREATE TABLE live.activity (id bigserial PRIMARY KEY, kind text);
        INSERT INTO live.country VALUES (1, 'DE');
        INSERT INTO live.contact VALUES (1, 'theirs'), (2, 'ours');
        INSERT INTO live.email VALUES (7, 'ours');
        """);
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
      connection.setAutoCommit(false);
      CustomerRows rows = new CustomerRows(connection, pack, RunKind.LIVE, "acme", null);
      rows.prepare();
      connection.commit();
      TargetServer.execute(
          url,
          """
          INSERT INTO godwit.identity_row (space, source_id, target_id, target_key)
          SELECT space, 'x', CASE entity WHEN 'contacts' THEN 2 WHEN 'emails' THEN 7 END,
            CASE entity WHEN 'countries' THEN '1' END
          FROM godwit.identity_space WHERE entity IN ('countries', 'contacts', 'emails')
          """);
      assertThat(rows.count())
          .as("no row that the target has of its own")
          .containsExactly(
              new TableCount("contact", 1L),
              new TableCount("email", 1L),
              new TableCount("activity", 0L),
              new TableCount("godwit.identity", 3L));

      List<TableCount> left = rows.purge().left();
      connection.commit();

      assertThat(left).contains(new TableCount("contact", 0L), new TableCount("email", 1L));
      assertThat(TargetServer.query(url, "SELECT email FROM live.contact"))
          .containsExactly("theirs");
      TargetServer.execute(url, "DELETE FROM live.email");
      assertThat(rows.purge().left()).allMatch(table -> table.getRows() == 0);
      connection.commit();
      assertThat(TargetServer.query(url, "SELECT * FROM godwit.identity")).isEmpty();
    }
  }
}
