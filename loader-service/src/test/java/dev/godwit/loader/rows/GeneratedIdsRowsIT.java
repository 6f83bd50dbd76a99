package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.live.LiveLookups;
import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.pgcopy.RowDecoder;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of a target that draws its own ids: read back, repaired, found, purged, checked. */
class GeneratedIdsRowsIT extends DeskTarget {
  @Test
  void shouldReadBackWhatWasDigested() throws Exception {
    loadAll();

    List<EncodedBatch> batches =
        List.of(
            batch(COUNTRIES, country("DE"), country("FR")),
            batch(
                Entity.CONTACTS,
                contact("c9", "DE", null, "vip", "press"),
                contact("c2", "FR", "c9"),
                contact("c5", null, "c2", "vip")),
            batch(Entity.EMAILS, email("1", "c9"), email("2", "c2")),
            batch(Entity.ENGAGEMENTS, engagement("a", "1"), engagement("event:b", null)),
            batch(NOTES, List.<TableRow>of(row("note", uuid(1), "ours"))));
    for (TargetTable table : pack.tables()) {
      BucketDigest written = new BucketDigest();
      for (EncodedBatch batch : batches) {
        BucketDigest[] digests = batch.newDigests();
        for (int record = 0; record < batch.size(); record++) {
          batch.addTo(digests, record);
        }
        written.merge(digests[table.index()]);
      }
      BucketDigest found = readBack(table);
      assertThat(found.rows()).as(table.name()).isEqualTo(written.rows()).isEqualTo(count(table));
      assertThat(found.toBytes()).as(table.name()).isEqualTo(written.toBytes());
    }
  }

  @Test
  void shouldWriteMissingRowsOfARecordWithTheIdThatItHas() throws Exception {
    loadAll();
    TargetServer.execute(
        url,
        "DELETE FROM live.contact_detail WHERE contact_id = 4; DELETE FROM live.tagging WHERE taggable_id = 3 AND tag = 'press'; UPDATE live.contact SET country_id = 2 WHERE id = 5");

    assertThat(
            repair(
                Entity.CONTACTS,
                contact("c9", "DE", null, "vip", "press"),
                contact("c2", "FR", "c9"),
                contact("c5", null, "c2", "vip"),
                contact("c6", null, "c5")))
        .containsOnly(Fate.WRITTEN);
    assertThat(rows("SELECT contact_id FROM live.contact_detail ORDER BY 1"))
        .containsExactly("3", "4", "5", "6");
    assertThat(rows("SELECT country_id, manager_id FROM live.contact WHERE id > 4 ORDER BY id"))
        .containsExactly("null|4", "null|5");
  }

  @Test
  void shouldFindEmailsAndEventsOfTheCustomerForLiveEngagement() throws Exception {
    loadAll();
    try (Connection connection = TargetServer.open(url)) {
      LiveLookups lookups = new LiveLookups(connection, target());
      assertThat(lookups.email("m-2", null)).isEqualTo("2");
      assertThat(lookups.email("m-2", "c2@acme")).isEqualTo("2");
      assertThat(lookups.isThere(engagement("event:b", null))).isTrue();
      assertThat(lookups.isThere(engagement("event:c", null))).isFalse();
      TargetServer.execute(url, "UPDATE live.message SET message_id = 'm-1' WHERE id = 700");
      assertThat(lookups.email("m-1", null)).as("not that of another account").isEqualTo("1");
    }
  }

  @Test
  void shouldPurgeTheCustomersRowsAndNoOther() throws Exception {
    List<String> before = everything();
    TargetServer.execute(url, "UPDATE live.account SET slug = 'acme' WHERE slug = 'acme'");
    loadAll();

    try (Connection connection = TargetServer.open(url)) {
      for (var statement : pack.purge()) {
        try (var prepared =
            statement
                .bind(pack.placeholders(RunKind.LIVE))
                .prepare(connection, CustomerAccount.parameters("acme", "2"))) {
          prepared.execute();
        }
      }
      new IdentityStore(pack, RunKind.LIVE, "acme").purge(connection);
      connection.commit();
    }

    assertThat(everything())
        .isEqualTo(before.stream().filter(row -> !row.contains("acme")).toList());
    assertThat(identities()).isEmpty();
  }

  @Test
  void shouldNameSequencesThatDoNotServe() throws Exception {
    TargetServer.execute(
        url,
        """
        INSERT INTO live.contact (id, account_id) VALUES (90, 1);
        ALTER TABLE staging.contact ALTER COLUMN id SET DEFAULT nextval('live.contact_id_seq');
        DROP SEQUENCE staging.message_number""");

    assertThatThrownBy(() -> checked(read()))
        .isInstanceOf(PackException.class)
        .hasMessageContaining(
            "the sequence live.contact_id_seq at or above the highest id of live.contact, 90")
        .hasMessageContaining("select setval('live.contact_id_seq', 90)")
        .hasMessageContaining("a sequence in the schema staging for staging.contact.id")
        .hasMessageContaining("the sequence message_number in the schema staging");
  }

  private List<String> everything() throws SQLException {
    List<String> all = new ArrayList<>();
    for (String table :
        List.of(
            "account", "country", "contact", "contact_detail", "tagging", "message", "activity")) {
      all.addAll(rows("SELECT t::text FROM live." + table + " t ORDER BY 1"));
    }
    all.addAll(rows("SELECT body FROM live.note"));
    return all;
  }

  private BucketDigest readBack(TargetTable table) throws SQLException {
    String query =
        table
            .readBack()
            .bind(pack.placeholders(RunKind.LIVE))
            .inline(CustomerAccount.parameters("acme", "2"));
    BucketDigest found = new BucketDigest();
    RowDigest digest = new RowDigest();
    RowDecoder decoder = new RowDecoder(table.columns());
    int[] key = table.keyPositions().stream().mapToInt(Integer::intValue).toArray();
    try (Connection connection = TargetServer.open(url);
        CopyReader rows =
            CopyReader.open(
                connection,
                "COPY (" + query + ") TO STDOUT (FORMAT binary)",
                table.columns().size())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        decoder.digest(row, digest);
        found.add(digest.keyHash(key), digest.rowHash());
      }
    }
    return found;
  }

  private long count(TargetTable table) throws SQLException {
    return Long.parseLong(
        rows(table
                .count()
                .bind(pack.placeholders(RunKind.LIVE))
                .inline(CustomerAccount.parameters("acme", "2")))
            .getFirst());
  }
}
