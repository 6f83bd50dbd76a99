package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDraftTest {
  @TempDir private Path folder;
  private Drafted tables;

  @BeforeEach
  void begin() {
    tables =
        new Drafted(folder)
            .table("tenant", "id:int4!", "name:text!", "active:bool!")
            .table("contact", "id:int4!", "tenant_id:int4!>tenant", "email:text")
            .table(
                "email",
                "id:int4!",
                "tenant_id:int4!>tenant",
                "contact_id:int4!>contact",
                "subject:text",
                "sent_at:timestamptz");
  }

  @Test
  void shouldTellIdsOfTwoTablesOfOneKindApart() throws IOException {
    tables
        .table("email_open", "id:int4!", "email_id:int4!>email", "opened_at:timestamptz!")
        .table("pixel_open", "id:int4!", "email_id:int4!>email", "opened_at:timestamptz!")
        .table("email_click", "id:int4!", "email_id:int4!>email", "clicked_at:timestamptz!");
    assertThat(tables.source())
        .contains("'email_open-' || eo.id::text", "'pixel_open-' || po.id::text")
        .contains("'click-' || ec.id::text");
    assertThat(tables.readSource().entities()).hasSize(3);
  }

  @Test
  void shouldKeepMachineEventIdAndGuessesOfSeveralTables() throws IOException {
    tables
        .table(
            "email_open",
            "id:int4!",
            "email_id:int4!>email",
            "is_bot:bool",
            "millis_opened_at:int8!")
        .table(
            "email_click",
            "id:int4!",
            "email_id:int4!>email",
            "event_id:uuid",
            "clicked_at:timestamptz!");
    String text = tables.source();
    assertThat(text)
        .contains("eo.is_bot::text as machine", "null::text as machine")
        .contains("ec.event_id::text as event_id", "null::text as event_id")
        .contains("machine: machine", "eventId: event_id")
        .contains("to_timestamp(eo.millis_opened_at / 1000.0) as occurred_at")
        .contains("# guess: email_open.millis_opened_at is a number of milliseconds since 1970");
    assertThat(tables.readSource().entities()).hasSize(3);
  }

  @Test
  void shouldSayThatThawReopensACustomerThatWasClosedBefore() {
    assertThat(tables.source())
        .contains("freeze: update tenant set active = false where id = :customer")
        .contains("thaw: update tenant set active = true where id = :customer and not active")
        .contains("# guess: no customer is closed in this way before the freeze");
  }

  @Test
  void shouldTakeNoColumnOfSomethingElseForTheSwitch() {
    tables.table("tenant", "id:int4!", "name:text!", "customer_open:bool!", "tenant_locked:bool!");
    assertThat(tables.source())
        .contains("freeze: update tenant set tenant_locked = true where id = :customer")
        .contains("is-frozen: select tenant_locked from tenant where id = :customer");
  }
}
