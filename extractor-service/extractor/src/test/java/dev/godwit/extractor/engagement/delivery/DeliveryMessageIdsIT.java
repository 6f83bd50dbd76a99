package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.row.v1.QuarantinedRecord;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The emails of a real source system that events find by the id of a message. */
class DeliveryMessageIdsIT extends DeliveringSource {
  @Test
  void shouldFindTheEmailByItsRecipientWhenOneNewsletterHasOneMessageId() throws Exception {
    SourceDatabase.run(
        connection,
        """
        insert into contact (id, customer_id, email) values
          (101, 'acme', 'u1@example.com'), (102, 'acme', ' U2@example.com'), (103, 'acme', 'u2@example.net');
        insert into email (id, customer_id, contact_id, message_id)
          select id + 1000, 'acme', id, '<same>' from contact where id > 100
        """);
    DeliveryBatch batch = batch();
    for (String recipient : List.of("u1@example.com", "u2@Example.com ", "stranger@example.com")) {
      batch.add(
          event(
              "{'customer': 'acme', 'eventId': '%1$s', 'messageId': '<same>', 'recipient': '%1$s'}"
                  .formatted(recipient)));
    }
    batch.add(event("{'customer': 'acme', 'eventId': 'none', 'messageId': '<same>'}"));

    batch.deliver();

    assertThat(SourceDatabase.numbers(connection, "select email_id from engagement order by 1"))
        .containsExactly(1101L, 1102L);
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("UNKNOWN_MESSAGE", "UNKNOWN_MESSAGE");
  }

  @Test
  void shouldFindTheEmailWhenTheMessageIdHasAnyTypeThatThePackCheckLetsThrough() throws Exception {
    String uuid = "00000000-0000-4000-8000-00000000000a";
    SourceDatabase.run(
        connection,
        "create type kennung as enum ('k'); create domain kurz as varchar(60); insert into email (id, customer_id, contact_id) values (12, 'acme', 1)");
    try {
      for (List<String> type :
          List.of(
              List.of("text", "<m12>"),
              List.of("varchar(60)", "<m12>"),
              List.of("char(36)", "<m12>"),
              List.of("kurz", "<m12>"),
              List.of("citext", "<m12>"),
              List.of("uuid", uuid),
              List.of("smallint", "12"),
              List.of("integer", "12"),
              List.of("bigint", "12"),
              List.of("numeric", "12"),
              List.of("double precision", "12"),
              List.of("kennung", "k"),
              List.of("date", "2026-01-01"),
              List.of("timestamptz", "2026-01-01T00:00:00Z"),
              List.of("jsonb", "12"))) {
        findByMessageId(type.get(0), type.get(1));
      }
    } finally {
      SourceDatabase.run(
          connection, "delete from email where id = 12; alter table email drop column message_id");
      SourceDatabase.run(
          connection,
          """
          alter table email add column message_id text;
          create index on email (customer_id, message_id);
          update email set message_id = '<m' || id || '>' where id in (10, 20)
          """);
    }
  }

  /**
   * Either the pack check refuses the type, or an event finds its email and a wrong one harms none.
   */
  private void findByMessageId(String type, String messageId) throws Exception {
    SourceDatabase.run(
        connection,
        "create extension if not exists citext; truncate engagement; alter table email drop column message_id;"
            + " alter table email add column message_id %s; update email set message_id = '%s' where id = 12"
                .formatted(type, messageId));
    connections.close();
    try (Connection fresh = source.writer()) {
      PackCheck.againstCatalogue(source.pack(), fresh);
    } catch (PackException refused) {
      assertThat(refused.getMessage()).as(type).contains("return.sql");
      return;
    }
    DeliveryBatch batch = batch();
    batch.add(
        event("{'customer': 'acme', 'eventId': 'a', 'messageId': '%s'}".formatted(messageId)));
    batch.add(event("{'customer': 'acme', 'eventId': 'b', 'messageId': 'nobody'}"));

    batch.deliver();

    assertThat(SourceDatabase.numbers(connection, "select email_id from engagement"))
        .as(type)
        .containsExactly(12L);
    assertThat(batch.quarantined())
        .as(type)
        .singleElement()
        .extracting(QuarantinedRecord::getReason)
        .isIn("UNKNOWN_MESSAGE", "TARGET_REFUSED");
  }
}
