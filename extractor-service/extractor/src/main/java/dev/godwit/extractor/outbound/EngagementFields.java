package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.ColumnForm;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes a live event from a row of the source's engagements, with the same values that a chunk
 * would write. Immutable.
 */
public final class EngagementFields {
  private final String customer;
  private final SourceLayout layout;
  private final DeclaredFields declared;

  /** For rows of a customer in a layout of the engagements. */
  public EngagementFields(SourceLayout layout, String customer) {
    this.layout = layout;
    this.customer = customer;
    this.declared = new DeclaredFields(layout);
  }

  /** The row as an event with way TAIL. */
  public LiveEngagement event(CopyTuple row) {
    LiveEngagement event = new LiveEngagement();
    event.setCustomer(customer);
    event.setWay(LiveWay.TAIL);
    event.setEventId(text(row, "eventId"));
    event.setLegacyId(text(row, "legacyId"));
    event.setEmailId(text(row, "emailId"));
    event.setContactId(text(row, "contactId"));
    event.setKind(text(row, "kind"));
    event.setUrl(text(row, "url"));
    event.setAgent(text(row, "agent"));
    event.setMachine(text(row, "machine"));
    event.setOccurredAt(time(row));
    event.setFields(declared.of(row));
    event.setReceivedAt(Instant.now().truncatedTo(ChronoUnit.MICROS));
    return event;
  }

  private String text(CopyTuple row, String field) {
    SourceColumn column = layout.column(field).orElse(null);
    if (column == null || row.isNull(column.index())) {
      return null;
    }
    return column.form() == ColumnForm.TIMESTAMP
        ? TimeField.text(row.unixMicros(column.index()))
        : column.text(row);
  }

  private Instant time(CopyTuple row) {
    SourceColumn column = layout.column("occurredAt").orElse(null);
    if (column == null || row.isNull(column.index())) {
      return null;
    }
    if (column.form() == ColumnForm.TIMESTAMP) {
      return instant(row.unixMicros(column.index()));
    }
    String text = column.text(row);
    return text.isBlank() ? null : instant(TimeField.parse(text.strip()));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
