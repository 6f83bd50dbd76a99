package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.pack.IdKind;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetDraftTest {
  @TempDir private Path folder;
  private Drafted tables;

  @BeforeEach
  void begin() {
    tables =
        new Drafted(folder)
            .table("tenant", "id:int4!", "name:text!", "active:bool!")
            .table("contact", "id:uuid!", "tenant_id:int4!>tenant", "email:citext");
  }

  private void mails(String... more) {
    String[] columns =
        join(List.of("id:uuid!", "tenant_id:int4!>tenant", "contact_id:uuid!>contact"), more);
    tables.table("email", join(List.of(columns), "subject:text", "sent_at:timestamptz"));
  }

  private static String[] join(List<String> columns, String... more) {
    List<String> all = new ArrayList<>(columns);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private void clicks(String... more) {
    tables.table(
        "email_click",
        join(
            List.of(
                "id:uuid!",
                "tenant_id:int4!>tenant",
                "email_id:uuid!>email",
                "clicked_at:timestamptz!"),
            more));
  }

  private static String value(TargetPack pack, String table, String column) {
    return pack.tables().stream()
        .filter(one -> one.name().equals(table))
        .flatMap(one -> one.columns().stream())
        .filter(one -> one.name().equals(column))
        .map(TargetColumn::value)
        .findFirst()
        .orElse(null);
  }

  @Test
  void shouldFillEachReferenceToContactsFromAFieldOfItsOwn() throws IOException {
    mails("author_id:uuid>contact");
    clicks();
    tables.table(
        "note",
        "id:uuid!",
        "tenant_id:int4!>tenant",
        "writer_id:uuid>contact",
        "contact_id:uuid!>contact");
    TargetPack pack = tables.readTarget();
    assertThat(value(pack, "email", "contact_id")).isEqualTo("ref(contacts, contactId)");
    assertThat(value(pack, "email", "author_id")).isEqualTo("ref(contacts, author_id)");
    assertThat(value(pack, "note", "contact_id")).isEqualTo("ref(contacts, contactId)");
    assertThat(value(pack, "note", "writer_id")).isEqualTo("ref(contacts, writer_id)");
  }

  @Test
  void shouldDeclareNoFieldsOfEngagements() throws IOException {
    mails();
    clicks("first_email_id:uuid>email", "device_id:uuid>device");
    tables.table("device", "id:uuid!", "tenant_id:int4!>tenant");
    TargetPack pack = tables.readTarget();
    assertThat(value(pack, "email_click", "email_id")).isEqualTo("ref(emails, emailId)");
    assertThat(value(pack, "email_click", "first_email_id")).isNull();
    assertThat(value(pack, "email_click", "device_id")).isNull();
    assertThat(tables.target()).contains("# left out: device_id, uuid, may be NULL");
  }

  @Test
  void shouldReportWhatToFillInOfEngagements() {
    mails();
    clicks("score:int4!");
    assertThatThrownBy(tables::readTarget)
        .isInstanceOfSatisfying(
            PackException.class,
            e ->
                assertThat(e.findings())
                    .singleElement()
                    .satisfies(one -> assertThat(one.found()).isEqualTo("'fill_in'")));
  }

  @Test
  void shouldSayThatOpensAndClicksGoToOneTable() throws IOException {
    mails();
    clicks();
    tables.table(
        "email_open",
        "id:uuid!",
        "tenant_id:int4!>tenant",
        "email_id:uuid!>email",
        "opened_at:timestamptz!");
    assertThat(tables.target())
        .contains("# fill in: a target pack has one table for opens and clicks")
        .contains("# - public.email_open: opens and clicks go to one table, email_click");
    assertThat(tables.readTarget().tables().stream().map(table -> table.name()))
        .containsExactly("contact", "email", "email_click");
  }

  @Test
  void shouldTakeEveryTypeThatGodwitWrites() throws IOException {
    mails();
    clicks();
    tables.table(
        "place",
        "id:uuid!",
        "tenant_id:int4!>tenant",
        "code:citext!",
        "share:float4!",
        "opens:time",
        "lasts:interval",
        "at:inet",
        "words:text[]",
        "shape:point");
    TargetPack pack = tables.readTarget();
    for (String column : List.of("code", "share", "opens", "lasts", "at", "words")) {
      assertThat(value(pack, "place", column)).isEqualTo(column);
    }
    assertThat(value(pack, "place", "shape")).isNull();
    assertThat(tables.target()).doesNotContain("citext");
  }

  @Test
  void shouldNameFieldsAsASourcePackDoes() throws IOException {
    mails();
    clicks();
    tables.table(
        "place",
        "id:uuid!",
        "tenant_id:int4!>tenant",
        "members:int4",
        "größe:int4",
        "gro_e:int4",
        "teams:text",
        "x".repeat(63) + ":text");
    TargetPack pack = tables.readTarget();
    assertThat(value(pack, "place", "members")).isEqualTo("members_value");
    assertThat(value(pack, "place", "teams")).isEqualTo("teams");
    for (String column : List.of("members", "größe", "gro_e", "teams", "x".repeat(63))) {
      String field = value(pack, "place", column);
      assertThat(
              tables.readSource().entities().values().stream()
                  .filter(entity -> entity.entity().text().equals("place"))
                  .findFirst()
                  .orElseThrow()
                  .fields()
                  .get(field)
                  .column())
          .as(column)
          .isEqualTo(column);
    }
  }

  @Test
  void shouldKeepTheReferenceOfATableToItself() throws IOException {
    mails();
    clicks();
    tables.table(
        "unit", "id:uuid!", "tenant_id:int4!>tenant", "parent_id:uuid>unit", "twin_id:uuid>unit");
    assertThat(value(tables.readTarget(), "unit", "parent_id")).isEqualTo("ref(unit, parent_id)");
    assertThat(value(tables.readTarget(), "unit", "twin_id")).isNull();
    assertThat(tables.source())
        .contains("parent_id: {column: parent_id, references: unit}")
        .contains("twin_id: {column: twin_id, type: uuid}")
        .contains("a pack has one such reference");
    assertThat(tables.readSource().entities().values())
        .anyMatch(entity -> "parent_id".equals(entity.parentField()));
  }

  @Test
  void shouldBreakTheReferenceOfContactsToThemselves() throws IOException {
    tables.table("contact", "id:uuid!", "tenant_id:int4!>tenant", "email:text", "by:uuid>contact");
    mails();
    clicks();
    assertThat(value(tables.readTarget(), "contact", "by")).isNull();
    assertThat(tables.source()).contains("since contacts merge", "by: {column: by, type: uuid}");
    assertThat(tables.readSource().entities()).hasSize(3);
  }

  @Test
  void shouldEndTheReferencesOfTheCustomerBeforeThePurgeDeletesTheirRows() {
    tables
        .table("tenant", "id:int4!", "name:text!", "active:bool!", "owner_id:uuid>contact")
        .table("plan", "id:int4!");
    mails();
    clicks();
    String purge = tables.target();
    assertThat(purge)
        .containsSubsequence(
            "update {schema}.tenant set owner_id = null where id = :customer",
            "- tables",
            "delete from {schema}.tenant where id = :customer");
  }

  private static String text(String pack, String table) {
    int from = pack.indexOf("      - table: " + table + "\n");
    int to = pack.indexOf("\n\n", from);
    return pack.substring(pack.lastIndexOf("\n\n", from), to);
  }

  private void accounts() {
    tables
        .table("tenant", "id:int8!~", "slug:text!*", "name:text!", "active:bool!")
        .table("contact", "id:int8!~", "tenant_id:int8!>tenant", "email:citext");
    tables.table(
        "email",
        "id:int8!~",
        "tenant_id:int8!>tenant",
        "contact_id:int8!>contact",
        "sent_at:timestamptz");
    tables.table(
        "email_click", "id:int8!~", "email_id:int8!>email", "clicked_at:timestamptz!", "url:text");
  }

  @Test
  void shouldFindTheAccountByItsNaturalKey() throws IOException {
    accounts();
    TargetPack pack = tables.readTarget();
    assertThat(pack.account().query().text())
        .isEqualTo("select id from {schema}.tenant where slug = :customer");
    assertThat(tables.target())
        .contains(
            "insert into {schema}.tenant (slug, name, active)",
            "values (:customer, :customer, false)",
            "on conflict (slug) do nothing",
            "is-enabled: select active from {schema}.tenant where id = :account");
    assertThat(value(pack, "contact", "tenant_id")).isEqualTo("account");
    assertThat(pack.idKind(Entity.CONTACTS)).isEqualTo(IdKind.GENERATED);
    assertThat(pack.main(Entity.ENGAGEMENTS).via()).isEqualTo("email_id");
  }

  @Test
  void shouldSayThatTheAccountHasNoNaturalKey() throws IOException {
    accounts();
    tables.table("tenant", "id:int8!~", "name:text!", "active:bool!");
    assertThat(tables.target())
        .contains("nothing keeps it unique", "where not exists (select 1 from {schema}.tenant");
    tables.table("tenant", "id:int8!~", "active:bool!");
    assertThat(tables.target())
        .contains("# fill in: the column by which", "where fill_in_name = :customer");
    assertThat(tables.readTarget().account()).isNotNull();
  }

  @Test
  void shouldLookUpRowsThatAllCustomersShare() throws IOException {
    accounts();
    tables
        .table("country", "id:int2!~", "name:text!*", "code:text!*")
        .table("nation", "code:text!", "name:text!")
        .table(
            "place",
            "id:int8!~",
            "tenant_id:int8!>tenant",
            "country_id:int2>country",
            "nation:text>nation");
    TargetPack pack = tables.readTarget();
    assertThat(pack.idKind(Entity.valueOf("country"))).isEqualTo(IdKind.LOOKED_UP);
    assertThat(pack.main(Entity.valueOf("country")).key()).containsExactly("code");
    assertThat(value(pack, "place", "country_id")).isEqualTo("ref(country, country_id)");
    assertThat(value(pack, "place", "nation")).isEqualTo("nation");
  }

  @Test
  void shouldFindRowsByTheShortestWayThatIsNeverNull() throws IOException {
    accounts();
    tables
        .table("folder", "id:int8!~", "email_id:int8!>email")
        .table("paper", "id:int8!~", "contact_id:int8>contact", "folder_id:int8!>folder")
        .table("memo", "id:int8!~", "contact_id:int8>contact", "body:text")
        .table("motto", "id:int8!~", "words:text");
    String pack = tables.target();
    assertThat(text(pack, "paper")).contains("customer: {via: folder_id}");
    assertThat(text(pack, "memo")).contains("customer: identity", "columns that may be NULL");
    assertThat(text(pack, "motto")).contains("customer: identity", "nothing leads to the customer");
    assertThat(tables.readTarget().tables()).hasSize(7);
  }

  @Test
  void shouldHaveNoIdWhereTheKeyIsAReferenceAndNothingRefersToIt() throws IOException {
    accounts();
    tables
        .table("profile", "contact_id:int8!>contact", "photo:bytea")
        .table("desk", "contact_id:int8!>contact", "room:text")
        .table("drawer", "id:int8!~", "tenant_id:int8!>tenant", "desk_id:int8!>desk");
    TargetPack pack = tables.readTarget();
    assertThat(pack.main(Entity.valueOf("profile")).idColumn()).isNull();
    assertThat(pack.main(Entity.valueOf("profile")).via()).isEqualTo("contact_id");
    assertThat(tables.target()).contains("# - public.desk: its key (contact_id)", "drawer refers");
    assertThat(tables.target())
        .contains("delete from {schema}.desk where contact_id in (select id");
  }

  @Test
  void shouldTakeOneKindOfATableOfManyKinds() throws IOException {
    accounts();
    tables.table("remark", "id:int8!~", "subject_type:text!", "subject_id:int8!", "body:text");
    String remark = text(tables.target(), "remark");
    assertThat(remark)
        .contains(
            "customer: {via: subject_id}",
            "# fill in: Contact, as the target writes it for rows of contact",
            "subject_type: {constant: Contact}",
            "subject_id: ref(contacts, contactId)");
    assertThat(tables.readTarget().main(Entity.valueOf("remark")).via()).isEqualTo("subject_id");
  }

  @Test
  void shouldDeleteFirstWhatThePackDoesNotHave() {
    accounts();
    tables.table("session", "id:int8!~", "contact_id:int8!>contact");
    assertThat(tables.target())
        .containsSubsequence(
            "- delete from {schema}.session where contact_id in (select id from {schema}.contact where tenant_id = :account)",
            "- tables",
            "- delete from {schema}.tenant where id = :account");
  }

  @Test
  void shouldLeaveTheRowsOfATargetOfOneCustomerToTheMapOfIds() throws IOException {
    tables
        .table("contact", "id:int8!~", "email:citext!*", "name:text")
        .table("email", "id:int8!~", "contact_id:int8!>contact", "sent_at:timestamptz")
        .table("email_click", "id:int8!~", "email_id:int8!>email", "clicked_at:timestamptz!")
        .table("profile", "contact_id:int8!>contact", "photo:bytea");
    String text = tables.targetOfOneCustomer();
    assertThat(text(text, "contact")).contains("customer: identity");
    assertThat(text(text, "profile")).contains("customer: {via: contact_id}");
    assertThat(text).doesNotContain(":account", "customer_id", "delete from");
    assertThat(tables.read(text).target("crm").main(Entity.CONTACTS).isOwnedByIdentity()).isTrue();
  }
}
