package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No row of a customer is written under another, whatever a transformed record says. */
class OtherCustomersRowsIT extends OneLiveRun {
  private static final String VICTIM = "globex";

  @Test
  void shouldQuarantineRowsThatNameAnotherCustomer() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    add(CONTACTS, 0, main(contact(RUN, "2", "b@x")));
    add(CONTACTS, 0, child(contact(RUN, "3", "c@x", "vip")));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    topics.cutEverywhere(RUN, EMAILS);
    topics.cutEverywhere(RUN, ENGAGEMENTS);
    TransformedLive open = live(RUN, "e-1", "10", null, 5);
    open.setRows(under(open.getRows(), 0));
    add(LIVE, 0, open);
    add(LIVE, 0, live(RUN, "e-2", "10", null, 5));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();

    for (String table : List.of("contact", "tag", "engagement")) {
      assertThat(
              TargetServer.query(
                  url, "SELECT DISTINCT customer FROM live.%s ORDER BY 1".formatted(table)))
          .as(table)
          .containsExactly(SampleTarget.CUSTOMER);
    }
    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId)
        .containsExactlyInAnyOrder("2", "3", "e-1");
    assertThat(loader.quarantined())
        .allMatch(record -> record.getReason().equals("UNREADABLE"))
        .allMatch(
            record ->
                record.getDetail().contains("Expected a row of customer acme, whose run it names"));
  }

  @Test
  void shouldQuarantineARecordUnderTheKeyOfAnotherCustomer() throws Exception {
    topics.appendBytes(CONTACTS, 0, VICTIM + "/7", PlainBytes.encode("", contact(RUN, "1", "a@x")));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();

    assertThat(TargetServer.query(url, "SELECT legacy FROM live.contact")).containsExactly("2");
    assertThat(loader.quarantined())
        .singleElement()
        .satisfies(
            record -> assertThat(record.getDetail()).contains("Expected a key of customer acme"));
  }

  private static TransformedRecord main(TransformedRecord record) {
    record.setRows(under(record.getRows(), 0));
    return record;
  }

  private static TransformedRecord child(TransformedRecord record) {
    record.setRows(under(record.getRows(), 1));
    return record;
  }

  /** The rows with the customer of one of them replaced. */
  private static List<TableRow> under(List<TableRow> rows, int changed) {
    List<TableRow> result = new ArrayList<>(rows);
    List<Object> cells = new ArrayList<>(rows.get(changed).getCells());
    cells.replaceAll(cell -> SampleTarget.CUSTOMER.equals(cell) ? VICTIM : cell);
    result.set(changed, new TableRow(rows.get(changed).getTable(), cells));
    return result;
  }
}
