package dev.godwit.extractor.snapshot;

import static dev.godwit.extractor.snapshot.PersonSource.CONNECTION;
import static dev.godwit.extractor.snapshot.PersonSource.CUSTOMER;
import static dev.godwit.extractor.snapshot.PersonSource.extract;
import static dev.godwit.extractor.snapshot.PersonSource.members;
import static dev.godwit.extractor.snapshot.PersonSource.pack;
import static dev.godwit.extractor.snapshot.PersonSource.plan;
import static dev.godwit.extractor.snapshot.PersonSource.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.snapshot.ExtractionPlanner.Plan;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.worker.merge.MergeGroup;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of any entity that are one by the values of some fields, over several queries. */
class MergeByKeyIT {
  private static final Entity LISTS = Entity.valueOf("lists");
  private static final Entity MEMBERS = Entity.valueOf("list_members");

  private static final SourceQuery OWN =
      query(
          "own",
          "select id, id as legacy, name, owner from list where tenant = :customer",
          Map.of("legacyId", field("legacy"), "name", text("name"), "owner", contact("owner")));
  private static final SourceQuery SHARED =
      query(
          "shared",
          "select id, 's' || id as legacy, name, hue from shared_list where tenant = :customer",
          Map.of("legacyId", field("legacy"), "name", text("name"), "hue", text("hue")));
  private static final SourceQuery STAFF =
      query(
          "staff",
          "select id, id as legacy, mail, lists from staff where tenant = :customer",
          Map.of(
              "legacyId", field("legacy"),
              "address", field("mail"),
              "lists", new SourceField("lists", null, FieldType.LIST, LISTS, null, null)));
  private static final SourceQuery GUESTS =
      query(
          "guests",
          "select id, 'g' || id as legacy, mail from guest where tenant = :customer",
          Map.of("legacyId", field("legacy"), "address", field("mail")));
  private static final SourceQuery MEMBER =
      query(
          null,
          "select * from list_member where tenant = :customer",
          Map.of(
              "legacyId",
              field("id"),
              "contactId",
              contact("contact"),
              "listId",
              new SourceField("list", null, FieldType.ID, LISTS, null, null)));

  @BeforeAll
  static void tables() throws Exception {
    try (Connection connection = PersonSource.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table list (tenant text, id bigint primary key, name text, owner text);
          create table shared_list (tenant text, id int primary key, name varchar(80), hue text);
          create table staff (tenant text, id int primary key, mail text, lists text[]);
          create table guest (tenant text, id int primary key, mail text);
          create table list_member (tenant text, id int primary key, contact text, list text);
          insert into list values
            ('o''hara', 9, 'News', '1'), ('o''hara', 2, '  News ', 'g7'), ('o''hara', 3, 'news', null),
            ('o''hara', 4, null, null), ('o''hara', 5, ' ', null), ('o''hara', 6, null, null),
            ('o''hara', 7, U&'Caf\\00e9', null), ('o''hara', 8, 'Alone', null), ('other', 1, 'News', null);
          insert into shared_list values
            ('o''hara', 1, 'News', 'red'), ('o''hara', 2, U&'Cafe\\0301', 'blue'), ('o''hara', 3, 'Own', 'red');
          insert into staff values
            ('o''hara', 1, 'a@example.com', '{9,3,2,s1,8}'), ('o''hara', 2, 'b@example.com', '{}'),
            ('o''hara', 3, 'B@Example.com', null);
          insert into guest values ('o''hara', 7, 'A@example.com '), ('o''hara', 8, 'c@example.com');
          insert into list_member values
            ('o''hara', 1, '1', '9'), ('o''hara', 2, 'g7', 's1'), ('o''hara', 3, '1', '3'), ('o''hara', 4, null, '9'),
            ('o''hara', 5, null, '2'), ('o''hara', 6, '2', '2'), ('o''hara', 7, '3', '9');
          """);
    }
  }

  @Test
  void shouldMergeRowsOfAllQueriesByTheirNormalisedText() throws Exception {
    for (int held : new int[] {1, 3, 1000}) {
      Plan plan =
          new ExtractionPlanner(TestSettings.plan(2, held)).plan(CONNECTION, lists(), CUSTOMER);
      assertThat(plan.groups(LISTS))
          .as("%d hashes held", held)
          .containsExactlyInAnyOrder(
              new MergeGroup(List.of("2", "9", "s1"), MergeGroup.SAME_KEY),
              new MergeGroup(List.of("7", "s2"), MergeGroup.SAME_KEY));
      EntityPlan lists = planOf(plan, LISTS);
      assertThat(lists.getRows()).isEqualTo(11);
      assertThat(lists.getMergeGroups()).isEqualTo(2);
      assertThat(lists.getMergedMembers()).isEqualTo(5);
      assertThat(lists.getMergedChunk()).isTrue();
    }
  }

  @Test
  void shouldMergeContactsByAddressOverAllQueries() throws Exception {
    Plan plan = plan(lists());
    assertThat(plan.groups(Entity.CONTACTS))
        .containsExactlyInAnyOrder(
            new MergeGroup(List.of("1", "g7"), MergeGroup.SAME_ADDRESS),
            new MergeGroup(List.of("2", "3"), MergeGroup.SAME_ADDRESS));
  }

  @Test
  void shouldPutEveryRowIntoOneRecordWithTheFieldsOfItsQuery() throws Exception {
    SourcePack pack = lists();
    Plan plan = new ExtractionPlanner(TestSettings.plan(2, 1000)).plan(CONNECTION, pack, CUSTOMER);
    Map<String, List<GenericRecord>> records = records(pack, plan, LISTS);

    assertThat(records.keySet()).containsExactly("2", "3", "4", "5", "6", "7", "8", "s3");
    List<GenericRecord> news = records.get("2");
    assertThat(news).extracting(one -> text(one, "legacyId")).containsExactly("2", "9", "s1");
    assertThat(news).extracting(one -> text(one, "hue")).containsExactly(null, null, "red");
    assertThat(news)
        .as("the owners are one contact, whom the first query's row stands for")
        .extracting(one -> text(one, "owner"))
        .containsExactly("1", "1", null);
    assertThat(records.get("7")).extracting(one -> text(one, "hue")).containsExactly(null, "blue");
  }

  @Test
  void shouldFollowTheSurvivorsInListsOfReferences() throws Exception {
    SourcePack pack = lists();
    Plan plan = plan(pack);
    Map<String, List<GenericRecord>> records = records(pack, plan, Entity.CONTACTS);
    assertThat(records.keySet()).containsExactly("1", "2", "g8");
    List<GenericRecord> ann = records.get("1");
    assertThat(ann).hasSize(2);
    assertThat(ann.getFirst().get("lists")).hasToString("[2, 3, 8]");
    assertThat(ann.getLast().get("lists")).hasToString("[]");
  }

  @Test
  void shouldMergeByReferencesToRowsThatBecameOne() throws Exception {
    SourcePack pack = lists();
    Plan plan = plan(pack);
    assertThat(plan.groups(MEMBERS))
        .as("rows without a contact merge with none")
        .containsExactlyInAnyOrder(
            new MergeGroup(List.of("1", "2"), MergeGroup.SAME_KEY),
            new MergeGroup(List.of("6", "7"), MergeGroup.SAME_KEY));
    List<GenericRecord> first = records(pack, plan, MEMBERS).get("1");
    assertThat(first).extracting(one -> text(one, "contactId")).containsExactly("1", "1");
    assertThat(first).extracting(one -> text(one, "legacyContactId")).containsExactly(null, "g7");
    assertThat(first).extracting(one -> text(one, "listId")).containsExactly("2", "2");
  }

  private static String text(GenericRecord row, String field) {
    return row.get(field) == null ? null : row.get(field).toString();
  }

  /** The members of each record by its id. */
  private static Map<String, List<GenericRecord>> records(SourcePack pack, Plan plan, Entity entity)
      throws Exception {
    Map<String, List<GenericRecord>> records = new TreeMap<>();
    EntityPlan of = planOf(plan, entity);
    for (int chunk = 0; chunk < of.getChunks(); chunk++) {
      RecordingTransaction transaction = new RecordingTransaction();
      extract(pack, of, plan, chunk, transaction);
      for (RecordingTransaction.Sent sent : transaction.sent) {
        GenericRecord record = row(sent, pack, entity);
        assertThat(sent.key()).isEqualTo(CUSTOMER + "/" + record.get("legacyId"));
        assertThat(records.put(record.get("legacyId").toString(), new ArrayList<>(members(record))))
            .isNull();
      }
    }
    return records;
  }

  private static EntityPlan planOf(Plan plan, Entity entity) {
    return plan.entities().stream()
        .filter(one -> Entities.of(one).equals(entity))
        .findFirst()
        .orElseThrow();
  }

  /** Contacts refer to lists, lists to their owners, and members to both. */
  private static SourcePack lists() {
    Map<Entity, SourceEntity> entities = new LinkedHashMap<>();
    SourceEntity lists =
        new SourceEntity(LISTS, List.of(OWN, SHARED), Merge.BY_KEY, List.of("name"));
    entities.put(LISTS, lists);
    entities.put(
        Entity.CONTACTS, new SourceEntity(Entity.CONTACTS, List.of(STAFF, GUESTS), Merge.ADDRESS));
    entities.put(
        MEMBERS,
        new SourceEntity(MEMBERS, List.of(MEMBER), Merge.BY_KEY, List.of("listId", "contactId")));
    return pack(entities);
  }

  private static SourceField field(String column) {
    return new SourceField(column, null);
  }

  private static SourceField text(String column) {
    return new SourceField(column, null, FieldType.TEXT, null, null, null);
  }

  private static SourceField contact(String column) {
    return new SourceField(column, null, FieldType.ID, Entity.CONTACTS, null, null);
  }

  private static SourceQuery query(String name, String sql, Map<String, SourceField> fields) {
    return new SourceQuery(
        name, new Sql(sql, "pack.yaml", 1), List.of("id"), new TreeMap<>(fields), List.of());
  }
}
