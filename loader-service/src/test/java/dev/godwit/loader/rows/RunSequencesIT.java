package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.loader.TargetServer;
import dev.godwit.loader.targetdb.RunSequences;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The sequences of a run, each looked up once. */
class RunSequencesIT extends DeskTarget {
  @Test
  void shouldLookASequenceUpOnceUntilADrawingFails() throws Exception {
    RunSequences sequences = target().sequences();
    try (Connection connection = TargetServer.open(url)) {
      assertThat(sequences.of(connection, Entity.CONTACTS))
          .isEqualTo("\"live\".\"contact_id_seq\"");
      connection.rollback();
      TargetServer.execute(url, "ALTER SEQUENCE live.contact_id_seq RENAME TO contact_number");
      assertThat(sequences.of(connection, Entity.CONTACTS))
          .isEqualTo("\"live\".\"contact_id_seq\"");
      sequences.forget(Entity.CONTACTS);
      assertThat(sequences.of(connection, Entity.CONTACTS))
          .isEqualTo("\"live\".\"contact_number\"");
    }
  }

  @Test
  void shouldSayWhereASequenceIsMissing() throws Exception {
    TargetServer.execute(url, "DROP SEQUENCE live.message_number");
    try (Connection connection = TargetServer.open(url)) {
      assertThatThrownBy(() -> target().sequences().of(connection, Entity.EMAILS))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Expected a sequence of the ids of emails, found none");
    }
  }
}
