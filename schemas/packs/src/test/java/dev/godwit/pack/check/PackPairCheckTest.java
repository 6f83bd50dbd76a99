package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Finding;
import dev.godwit.pack.Golden;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackPairCheckTest {
  private static final String FIRM_IN_SOURCE =
      """
        firms:
          query: select * from firm where customer = :customer
          key: [id]
          fields: {legacyId: id%s}
      """;
  private static final String FIRM_IN_TARGET =
      """
        firms:
          id: derived
          fields: {%s}
          tables:
            - table: firm
              key: [id]
              customer: account
              columns: {id: id, account: customer}
      """;

  @TempDir private Path folder;

  @Test
  void shouldAcceptAPairThatFits() throws IOException {
    assertThatCode(
            () ->
                PackPairCheck.require(
                    source(
                        FIRM_IN_SOURCE.formatted(
                            ", name: {column: n, type: json}, main: {column: m, references: firms}")),
                    target(FIRM_IN_TARGET.formatted("name: text, main: {references: firms}"), "")))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldReportAnEntityThatTheSourceDoesNotGive() throws IOException {
    assertThat(found(source(""), target(FIRM_IN_TARGET.formatted(""), "")))
        .singleElement()
        .matches(one -> one.expected().equals("the entity firms in the source pack old"))
        .matches(one -> one.found().equals("none; it has contacts, emails, engagements"));
  }

  @Test
  void shouldSayHowTheSourceMakesRowsThatAreLookedUp() throws IOException {
    String lookup =
        """
          lands:
            id: looked-up
            fields: {code: text}
            tables:
              - {table: land, key: [iso], customer: identity, columns: {id: id, iso: code}}
        """;
    String firm = FIRM_IN_TARGET.formatted("land_id: {references: lands}");
    List<Finding> findings =
        found(
            source(FIRM_IN_SOURCE.formatted(", land_id: {column: land, type: text}")),
            target(firm + lookup, ""));
    assertThat(findings)
        .hasSize(2)
        .anyMatch(
            one ->
                one.action()
                    .contains(
                        "query: select distinct COLUMN as iso from TABLE where CUSTOMER = :customer and COLUMN is not null,"
                            + " key: [iso], fields: {legacyId: iso, code: {column: iso, type: text}}"))
        .anyMatch(
            one ->
                one.found().equals("one that refers to nothing")
                    && one.action().contains("land_id: {column: COLUMN, references: lands}"));
  }

  @Test
  void shouldReportAnEntityThatTheTargetDoesNotTake() throws IOException {
    assertThat(found(source(FIRM_IN_SOURCE.formatted("")), target("", "")))
        .singleElement()
        .matches(one -> one.expected().equals("tables for firms in the target pack new"))
        .matches(one -> one.at().toString().contains("old"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; name: text; a field of firms of the source pack old",
        "', name: {column: n, type: integer}'; name: text; the type of 'name' of firms as the source"
            + " pack old gives it, integer",
        "', main: {column: m, type: text}'; main: {references: firms}; the entity that 'main' of"
            + " firms refers to in the source pack old, which is none",
        "', main: {column: m, references: contacts}'; main: {references: firms}; the entity that"
            + " 'main' of firms refers to in the source pack old, contacts"
      })
  void shouldReportAFieldThatTheSourceGivesOtherwise(String given, String taken, String expected)
      throws IOException {
    assertThat(
            found(
                source(FIRM_IN_SOURCE.formatted(given)),
                target(FIRM_IN_TARGET.formatted(taken), "")))
        .singleElement()
        .matches(one -> one.expected().startsWith(expected), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'key: [id], columns: {id: id, account: customer, c: address}'; TEXT; false; true",
        "'key: [id], columns: {id: id, account: customer, c: address}'; TEXT; true; false",
        "'key: [id], columns: {id: id, account: customer, c: {value: address, when-missing: x}}'; TEXT; false;"
            + " false",
        "'key: [id], columns: {id: id, account: customer, c: tags}'; TEXT_ARRAY; false; false",
        "'key: [id], columns: {id: id, account: customer, c: tags}'; JSONB; false; true",
        "'key: [id], when: {address: present}, columns: {id: id, account: customer, c: address}'; TEXT; false;"
            + " false",
        "'key: [id], when: {address: a@b.org}, columns: {id: id, account: customer, c: address}'; TEXT; false;"
            + " false",
        "'key: [id], when: {address: absent}, columns: {id: id, account: customer, c: address}'; TEXT; false;"
            + " true",
        "'key: [id], when: {team: present}, columns: {id: id, account: customer, c: address}'; TEXT; false;"
            + " true",
        "'key: [id], columns: {id: id, account: customer, c: team}'; TEXT; false; false",
        "'each: tags, key: [id, t], columns: {id: id, account: customer, t: item, c: tags}'; JSONB; false; false"
      })
  void shouldReportAColumnThatCannotTakeTheNullOfAnInvalidValue(
      String table, ColumnType type, boolean nullable, boolean refused) throws IOException {
    TargetPack target =
        described(target("", "- {table: side, customer: account, " + table + "}"), type, nullable);
    if (refused) {
      assertThat(found(source(""), target))
          .singleElement()
          .matches(one -> one.expected().startsWith("a column that takes NULL for '"))
          .matches(one -> one.found().equals("'c' of side, which is NOT NULL"));
    } else {
      assertThatCode(() -> PackPairCheck.require(source(""), target)).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldReportIdsThatCannotFollowASurvivor(@TempDir Path folder) throws IOException {
    copy(
        folder,
        "old-shop",
        "      parent: {column: parent, references: companies}\n",
        "      name: {column: name, type: text}\n",
        "  contacts:\n    query",
        "    merge: by-key\n    merge-key: name\n  contacts:\n    query",
        "kind: kind, occurredAt: at}",
        "kind: kind, occurredAt: at, firm: {column: firm, references: companies}}");
    copy(
        folder,
        "new-shop",
        "  engagements:\n    id: derived\n",
        "  engagements:\n    id: derived\n    fields: {firm: {references: companies}}\n");
    Packs merging = Packs.load(folder, variable -> null);
    PackException thrown =
        catchThrowableOfType(
            PackException.class,
            () -> PackPairCheck.require(merging.source("old-shop"), merging.target("new-shop")));
    assertThat(thrown.findings())
        .extracting(Finding::expected)
        .contains(
            "a list of the source pack old-shop with 'references: companies', because companies merge"
                + " there")
        .noneMatch(expected -> expected.contains("firm"));
    assertThat(thrown.findings().stream().filter(one -> one.expected().startsWith("a list of")))
        .as("a list that the source declares follows")
        .hasSize(1);
  }

  /** Copies a pack, with each text at an even place replaced by the one behind it. */
  private static void copy(Path folder, String name, String... replacements) throws IOException {
    String text = Files.readString(Golden.folder("tables-good").resolve(name + "/pack.yaml"));
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("pack.yaml"), text);
  }

  private static List<Finding> found(SourcePack source, TargetPack target) {
    return catchThrowableOfType(PackException.class, () -> PackPairCheck.require(source, target))
        .findings();
  }

  /** The pack with its column c as a catalogue describes it. */
  private static TargetPack described(TargetPack pack, ColumnType type, boolean nullable) {
    return pack.withTables(
        pack.tables().stream()
            .map(
                table ->
                    table.withColumns(
                        table.columns().stream()
                            .map(column -> described(column, type, nullable))
                            .toList()))
            .toList());
  }

  private static TargetColumn described(TargetColumn column, ColumnType type, boolean nullable) {
    return column.name().equals("c")
        ? column.described(type, null, null, nullable, List.of())
        : column;
  }

  private SourcePack source(String entities) throws IOException {
    write(
        "old",
        """
        pack: old
        kind: source
        database: {url: "jdbc:postgresql://db/old", user: reader, password-variable: OLD}
        customers: select id, name from customer
        freeze: update customer set frozen = true where id = :customer
        thaw: update customer set frozen = false where id = :customer
        is-frozen: select frozen from customer where id = :customer
        entities:
          contacts:
            query: select * from contact where customer = :customer
            key: [id]
            fields:
              legacyId: id
              team: team
              address: {column: mail, when-invalid: null}
              tags: {column: tags, when-invalid: null}
          emails:
            query: select * from mail where customer = :customer
            key: [id]
            fields: {legacyId: id, contactId: contact}
          engagements:
            query: select * from visit where customer = :customer
            key: [id]
            fields: {legacyId: id, kind: kind, occurredAt: at}
        """
            + entities);
    return Packs.load(folder.resolve("old"), variable -> null).source("old");
  }

  private TargetPack target(String entities, String table) throws IOException {
    write(
        "new",
        """
        pack: new
        kind: target
        database: {url: "jdbc:postgresql://db/new", user: writer, password-variable: NEW}
        schemas: {live: crm, staging: crm_staging}
        prepare: insert into {schema}.account (id) values (:customer) on conflict do nothing
        enable: update crm.account set enabled = true where id = :customer
        disable: update crm.account set enabled = false where id = :customer
        is-enabled: select enabled from crm.account where id = :customer
        purge: delete from {schema}.person where account = :customer
        entities:
        """
            + entities
            + """
              contacts:
                id: derived
                tables:
                  - {table: person, key: [id], customer: account, columns: {id: id, account: customer}}
                  %s
              emails:
                id: derived
                tables:
                  - {table: mail, key: [id], customer: account, columns: {id: id, account: customer}}
              engagements:
                id: derived
                tables:
                  - {table: visit, key: [id], customer: account, columns: {id: id, account: customer}}
            """
                .formatted(table));
    return Packs.load(folder.resolve("new"), variable -> null).target("new");
  }

  private void write(String pack, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(pack)).resolve("pack.yaml"), text);
  }
}
