package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.key;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows without a contact are in the partition of their own id, and their parents in any other: they
 * are loaded once, whatever partition comes first.
 */
class AnonymousEngagementIT extends OneLiveRun {
  private record Part(Entity entity, int partition) {}

  private static final List<Part> PARTS =
      List.of(
          new Part(EMAILS, 0),
          new Part(EMAILS, 1),
          new Part(ENGAGEMENTS, 0),
          new Part(ENGAGEMENTS, 1));

  /** Email 10 is of a contact and 11 of none; opens 100 and 103 have an unknown email. */
  private static final Map<Part, List<TransformedRecord>> RECORDS =
      Map.of(
          PARTS.get(0), List.of(email("10", "1")),
          PARTS.get(1), List.of(email("11", null)),
          PARTS.get(2), List.of(open("100", null), open("101", "11"), open("102", "10")),
          PARTS.get(3), List.of(open("103", null), open("104", "10"), open("105", "11")));

  private static TransformedRecord email(String id, String contact) {
    return new TransformedRecord(
        RUN,
        id,
        List.of(
            new TableRow(
                SampleTarget.EMAIL,
                Arrays.asList(
                    key(EMAILS, id),
                    SampleTarget.CUSTOMER,
                    contact == null ? null : key(CONTACTS, contact),
                    "s",
                    "m-" + id))));
  }

  private static TransformedRecord open(String id, String email) {
    return new TransformedRecord(
        RUN,
        id,
        List.of(
            new TableRow(
                SampleTarget.ENGAGEMENT,
                Arrays.asList(
                    key(ENGAGEMENTS, id),
                    SampleTarget.CUSTOMER,
                    email == null ? null : key(EMAILS, email),
                    0L))));
  }

  static Stream<List<Part>> orders() {
    List<List<Part>> orders = new ArrayList<>();
    permute(new ArrayList<>(), orders);
    return orders.stream();
  }

  private static void permute(List<Part> begun, List<List<Part>> orders) {
    if (begun.size() == PARTS.size()) {
      orders.add(List.copyOf(begun));
      return;
    }
    for (Part part : PARTS) {
      if (!begun.contains(part)) {
        begun.add(part);
        permute(begun, orders);
        begun.removeLast();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void shouldLoadEachRowOnceWhateverTheOrderOfPartitions(List<Part> order) throws Exception {
    TargetServer.execute(
        url,
        "ALTER TABLE live.email ALTER contact DROP NOT NULL;"
            + " ALTER TABLE live.engagement ALTER email DROP NOT NULL");
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    LoaderUnderTest loader = start(100);
    Map<Entity, Integer> expected = new LinkedHashMap<>();
    for (Part part : order) {
      for (TransformedRecord record : RECORDS.get(part)) {
        add(part.entity(), part.partition(), record);
        expected.merge(part.entity(), 1, Integer::sum);
      }
      topics.cut(RUN, part.entity(), part.partition());
      loader.turn();
      loader.turn();
      assertThat(loader.quarantined()).as("after %s", part).isEmpty();
    }

    loader.turnToTheEnd();

    assertThat(expected).containsEntry(EMAILS, 2).containsEntry(ENGAGEMENTS, 6);
    for (Entity entity : List.of(EMAILS, ENGAGEMENTS)) {
      assertThat(loader.sum(entity, Receipt::getRecordsIn))
          .isEqualTo(expected.get(entity).longValue());
      assertThat(loader.sum(entity, Receipt::getRecordsOut))
          .isEqualTo(expected.get(entity).longValue());
      assertThat(loader.sum(entity, Receipt::getAlreadyLoaded)).isZero();
    }
    assertThat(rows("live.email")).isEqualTo(2);
    assertThat(rows("live.engagement")).isEqualTo(6);
    assertThat(rows("live.engagement where email is null")).isEqualTo(2);
    assertThat(loader.quarantined()).isEmpty();
  }
}
