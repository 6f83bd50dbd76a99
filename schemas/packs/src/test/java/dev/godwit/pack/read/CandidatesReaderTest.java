package dev.godwit.pack.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.Candidates;
import dev.godwit.pack.Meaning;
import dev.godwit.pack.Packs;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Survival;
import dev.godwit.pack.Survival.Rule;
import dev.godwit.records.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatesReaderTest {
  private static final Entity COMPANIES = Entity.valueOf("companies");

  @Test
  void shouldReadByWhatRowsAreComparedAndWhatSurvives(@TempDir Path folder) throws IOException {
    SourcePack pack = read(folder);
    SourceEntity contacts = pack.entities().get(Entity.CONTACTS);
    SourceEntity companies = pack.entities().get(COMPANIES);

    assertThat(contacts.candidates())
        .isEqualTo(
            new Candidates(
                Map.of("givenName", Meaning.GIVEN_NAME, "phone", Meaning.PHONE),
                2.5,
                Double.POSITIVE_INFINITY));
    assertThat(companies.candidates())
        .isEqualTo(new Candidates(Map.of("name", Meaning.ORGANISATION), null, null));
    assertThat(companies.merges()).isTrue();
    assertThat(contacts.survival("givenName")).isEqualTo(new Survival(Rule.MOST_RECENT, List.of()));
    assertThat(contacts.survival("language"))
        .isEqualTo(new Survival(Rule.BY_TEAM, List.of("Politics", "Sports")));
    assertThat(contacts.survival("phone")).isEqualTo(new Survival(Rule.CONSTANT, List.of("none")));
    assertThat(contacts.survival("tags")).isEqualTo(new Survival(Rule.UNION, List.of()));
    assertThat(contacts.survival("address")).isNull();
  }

  @Test
  void shouldTellTheTransformerWhatSurvives(@TempDir Path folder) throws IOException {
    SourcePack pack = read(folder);
    SourceEntity contacts = pack.entities().get(Entity.CONTACTS);
    Schema record = RowSchema.of(pack, contacts);
    Schema member = record.getField(RowSchema.MEMBERS).schema().getElementType();

    for (String field : contacts.fields().keySet()) {
      String word = member.getField(field).getProp(RowSchema.SURVIVAL);
      assertThat(Survival.of(word)).as(field).isEqualTo(contacts.survival(field));
    }
    assertThat(record.getField(RowSchema.MERGE_RULE).hasDefaultValue()).isTrue();
  }

  @Test
  void shouldSearchUnlessASettingSaysOff() {
    Path reference = Path.of("reference");
    assertThat(Packs.load(reference, variable -> null).source("reference-legacy"))
        .extracting(pack -> pack.entities().get(Entity.CONTACTS).candidates())
        .isNotNull();
    assertThat(
            Packs.load(
                    reference,
                    variable -> variable.equals("GODWIT_SOURCE_DUPLICATES") ? "off" : null)
                .source("reference-legacy"))
        .extracting(pack -> pack.entities().get(Entity.CONTACTS).candidates())
        .isNull();
  }

  private static SourcePack read(Path folder) throws IOException {
    Path pack = Files.createDirectory(folder.resolve("two-teams"));
    Files.writeString(
        pack.resolve("pack.yaml"),
        """
        pack: two-teams
        kind: source
        database: {url: "jdbc:postgresql://db/crm", user: reader, password-variable: PASSWORD}
        customers: select id, name from customer
        freeze: update customer set frozen = true where id = :customer
        thaw: update customer set frozen = false where id = :customer
        is-frozen: select frozen from customer where id = :customer
        entities:
          contacts:
            query: select * from person where customer = :customer
            key: [id]
            candidates:
              compare: {givenName: given-name, phone: phone}
              review: 2.5
              automatic: never
            fields:
              legacyId: id
              address: mail
              givenName: {column: given, survives: most-recent}
              language: {column: lang, survives: {by-team: [Politics, Sports]}}
              phone: {column: phone, type: text, survives: {constant: none}}
              tags: {column: tags, survives: union}
          emails:
            query: select * from email where customer = :customer
            key: [id]
            fields: {legacyId: id, contactId: contact}
          engagements:
            query: select * from event where customer = :customer
            key: [id]
            fields: {legacyId: id, kind: kind, occurredAt: at}
          companies:
            query: select * from company where customer = :customer
            key: [id]
            candidates: {compare: {name: organisation}}
            fields: {legacyId: id, name: {column: name, type: text, survives: longest}}
        """);
    return Packs.load(folder, variable -> null).source("two-teams");
  }
}
