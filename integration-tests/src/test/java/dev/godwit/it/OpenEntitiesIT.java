package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.canonical.DerivedId;
import dev.godwit.local.stack.Part;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Companies and notes, which only the packs know, beside contacts, emails and engagement. */
@ExtendWith(SharedStack.class)
class OpenEntitiesIT {
  private final RunningGodwit godwit;

  OpenEntitiesIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @BeforeAll
  static void make(RunningGodwit godwit) {
    new TestPacks(godwit)
        .inSource("source.sql")
        .inTarget("target.sql")
        .inTarget("wide-target.sql")
        .add("open-legacy", "open-crm", "wide-legacy", "wide-crm", "unfit-legacy");
  }

  /**
   * 251 companies and 400 notes of 260 companies. Four companies have no place in the target, two
   * have a parent among those, and two are each other's parent. Nineteen have a parent with a
   * greater key.
   */
  private Customer customer(String name) {
    Customer customer = godwit.customer(name);
    customer.create(200, 300, 400);
    String id = customer.id();
    int first = 1_000 * (id.hashCode() & 0xffff);
    godwit
        .databases()
        .executeSource(
            """
          insert into company
            select %2$d + g, '%1$s',
              case when g < 20 or g > 244 then %2$d + g + 1 when g in (243, 244) then %2$d + 487 - g end, 'Company ' || g, '+49 ' || g, g, date '1999-01-01' + g, g * 1.50, g %% 2 = 0,
              array['x', 'y' || g], '{"b": 1, "a": []}', gen_random_uuid(), '\\x00ff'
            from generate_series(1, 246) g;
          insert into company (id, customer_id, name) values
            (%2$d + 247, '%1$s', repeat('x', 41)), (%2$d + 248, '%1$s', null), (%2$d + 250, '%1$s', 'only a name');
          insert into company (id, customer_id, name, founded) values (%2$d + 249, '%1$s', 'Eternal', 'infinity');
          insert into company (id, customer_id, name, employees) values (%2$d + 251, '%1$s', 'Large', 40000);
          insert into note
            select %2$d + g, '%1$s', %2$d + 1 + g %% 260, (select min(id) from contact where customer_id = '%1$s'), 'note ' || g
            from generate_series(1, 400) g;
          """
                .formatted(id, first));
    return customer;
  }

  @Test
  void shouldMoveTheEntitiesThatOnlyThePacksKnowWhileServicesAreKilled() throws Exception {
    Customer customer = customer("open");
    customer.beginRehearsal("open-legacy", "open-crm");
    customer.awaitOutcome(RunOutcome.PASSED);
    assertThat(count("crm_staging.company c", "c", customer)).isZero();
    customer.approve();
    customer.beginLiveRun();
    customer.awaitEvents("ChunkExtracted", 3);
    EnumSet<Part> victims = EnumSet.of(Part.TRANSFORMER, Part.LOADER);
    victims.forEach(godwit::kill);
    godwit.startAgain(victims);
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertThat(customer.report().verdict().ledger())
        .filteredOn(line -> !Entity.BUILT_IN.contains(Entity.valueOf(line.entity())))
        .extracting(
            VerdictAnswer.LedgerLine::entity,
            VerdictAnswer.LedgerLine::sourceRows,
            VerdictAnswer.LedgerLine::quarantinedByTransformer,
            VerdictAnswer.LedgerLine::quarantinedByLoader,
            VerdictAnswer.LedgerLine::targetRows)
        .containsExactly(
            tuple("COMPANIES", 251L, 4L, 4L, 243L), tuple("NOTES", 400L, 0L, 17L, 383L));
    assertThat(rows(godwit.databases().openTarget(), "crm.company", customer))
        .isEqualTo(expectedCompanies(customer));
    assertThat(count("crm.company c join crm.company p on p.id = c.parent_id", "c", customer))
        .isEqualTo(19);
    assertThat(customer.progress().stages())
        .filteredOn(stage -> stage.entity().equals("COMPANIES"))
        .extracting(ProgressAnswer.Stage::stage, ProgressAnswer.Stage::lagRecords)
        .containsExactly(
            tuple("EXTRACT", 0L), tuple("TRANSFORM", 0L), tuple("LOAD", 0L), tuple("VALIDATE", 0L));
    assertThat(customer.report().quarantine())
        .filteredOn(one -> one.entity().equals("COMPANIES"))
        .extracting(one -> one.reason() + " " + one.count())
        .containsExactlyInAnyOrder(
            "LIMIT_EXCEEDED 1",
            "REQUIRED_MISSING 1",
            "BAD_DATE 1",
            "WRONG_TYPE 1",
            "BROKEN_REFERENCE 4");
  }

  /** A day that is none becomes NULL, and companies and notes have companions and lists of rows. */
  @Test
  void shouldReplaceInvalidValuesAndWriteSeveralTablesARecord() throws Exception {
    Customer customer = customer("wide");
    customer.beginRehearsal("wide-legacy", "wide-crm");
    customer.awaitOutcome(RunOutcome.UNDECIDED);
    customer.approveWith(
        Map.of(
            "entity",
            "COMPANIES",
            "reason",
            "REPLACED.founded.BAD_DATE",
            "upTo",
            1,
            "why",
            "known"));
    customer.beginLiveRun();
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertThat(customer.report().replaced())
        .extracting(
            one -> one.entity() + " " + one.field() + " " + one.reason() + " " + one.count())
        .containsExactly("COMPANIES founded BAD_DATE 1", "NOTES pair REPEATED_ITEM 400");
    assertThat(count("crm.company c", "c", customer)).isEqualTo(244);
    assertThat(count("crm.company_phone c", "c", customer)).isEqualTo(244);
    assertThat(count("crm.company_active c", "c", customer)).isEqualTo(121);
    assertThat(count("crm.company_label c", "c", customer)).isEqualTo(2 * 242);
    assertThat(count("crm.note c", "c", customer)).isEqualTo(384);
    assertThat(count("crm.note_company c", "c", customer)).isEqualTo(384);
  }

  @Test
  void shouldGiveAnyConsumerTheFieldsByTheNamesOfThePack() throws Exception {
    Customer customer = customer("named");
    customer.beginRehearsal("open-legacy", "open-crm");
    customer.awaitOutcome(RunOutcome.PASSED);

    List<IndexedRecord> companies =
        godwit.rows(Topics.extracted(Entity.valueOf("companies"))).stream()
            .filter(row -> !(row instanceof Cut))
            .filter(row -> row.get(0).toString().startsWith(customer.id() + "/"))
            .toList();

    assertThat(companies).hasSize(251);
    IndexedRecord first =
        companies.stream()
            .filter(row -> "Company 1".equals(value(row, "name")))
            .findFirst()
            .orElseThrow();
    assertThat(value(first, "phone")).isEqualTo("+49 1");
    assertThat(value(first, "employees")).isEqualTo(1L);
    assertThat(value(first, "active")).isEqualTo(false);
    assertThat(value(first, "rating")).isEqualTo("1.50");
    assertThat(value(first, "labels")).isEqualTo(List.of("x", "y1"));
    assertThat(first.getSchema().getFullName())
        .isEqualTo("dev.godwit.pack.row.open_legacy.Companies");
  }

  @Test
  void shouldRefuseAPairOfPacksThatDoesNotFitWithThePlaces() throws Exception {
    Customer customer = customer("unfit");
    customer.beginRehearsal("unfit-legacy", "open-crm");
    customer.awaitOutcome(RunOutcome.FAILED);

    assertThat(customer.events().getLast().text())
        .contains("open-crm/pack.yaml:")
        .contains("a field of companies of the source pack unfit-legacy")
        .contains("'employees'")
        .contains("the type of 'rating' of companies");
  }

  private static Object value(IndexedRecord row, String field) {
    return row.get(row.getSchema().getField(field).pos());
  }

  private long count(String table, String alias, Customer customer) {
    return godwit
        .databases()
        .countTarget(
            "select count(*) from %s where %s.customer_id = ?".formatted(table, alias),
            customer.id());
  }

  /** The rows of a table of companies as texts, by id in the target. */
  private static Map<String, String> rows(Connection connection, String table, Customer customer)
      throws SQLException {
    return read(
        connection,
        """
        select id::text, concat_ws('|', name, phone, employees, founded, rating, active, labels, extra, uid, logo)
        from %s where customer_id = '%s'"""
            .formatted(table, customer.id()));
  }

  private Map<String, String> expectedCompanies(Customer customer) throws SQLException {
    Map<String, String> bySourceId =
        read(
            godwit.databases().openSource(),
            """
            select id::text, concat_ws('|', name, phone, employees, founded, trim_scale(rating), active,
              array_to_string(labels, '; '), extra, uid, logo)
            from company
            where customer_id = '%s' and length(name) <= 40 and founded is distinct from 'infinity'
              and coalesce(employees, 0) < 32768 and name not in ('Company 243', 'Company 244', 'Company 245', 'Company 246')"""
                .formatted(customer.id()));
    return bySourceId.entrySet().stream()
        .collect(
            Collectors.toMap(
                one ->
                    DerivedId.of(DerivedId.ORDERED, customer.id(), "companies", one.getKey())
                        .toString(),
                one -> Objects.toString(one.getValue(), "")));
  }

  private static Map<String, String> read(Connection connection, String sql) throws SQLException {
    Map<String, String> rows = new HashMap<>();
    try (connection;
        Statement statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.put(found.getString(1), found.getString(2));
      }
    }
    return rows;
  }
}
