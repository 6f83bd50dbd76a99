package dev.godwit.wire.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Anybody may write to the live topic; only the tail speaks for the rows of the source. */
class TailMarkTest {
  private static final String OLD = "o".repeat(TailMark.SHORTEST);
  private static final String NEW = "n".repeat(TailMark.SHORTEST);
  private static final Map<String, Object> JSON =
      Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName());
  private static final byte[] KEY = "acme/7".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ROW =
      "{\"customer\":\"acme\",\"legacyId\":\"700\"}".getBytes(StandardCharsets.UTF_8);

  private final TailMark mark = TailMark.of(OLD);
  private final LiveEvents events = new LiveEvents(JSON, mark);

  @Test
  void shouldRefuseAPrimaryKeyOfTheSourceThatSomebodyElseNames() {
    ConsumerRecord<byte[], byte[]> record = record(KEY, ROW, null);
    assertThatThrownBy(() -> events.decode(record))
        .isInstanceOfSatisfying(
            UnreadableEventException.class, why -> assertThat(why.customer()).isEqualTo("acme"))
        .hasMessageContaining("legacyId")
        .hasMessageContaining("eventId")
        .hasMessageNotContaining("700");
  }

  @Test
  void shouldTakeTheRowThatTheTailWrote() throws UnreadableRecordException {
    LiveEngagement event = (LiveEngagement) events.decode(record(KEY, ROW, mark.header(KEY, ROW)));
    assertThat(event.getLegacyId()).isEqualTo("700");
  }

  @Test
  void shouldRefuseAMarkOfAnotherRecord() {
    byte[] other = "{\"customer\":\"acme\",\"legacyId\":\"701\"}".getBytes(StandardCharsets.UTF_8);
    Header header = mark.header(KEY, ROW);
    assertThat(mark.isOn(record(KEY, other, header))).isFalse();
    assertThat(mark.isOn(record("acme/8".getBytes(StandardCharsets.UTF_8), ROW, header))).isFalse();
    assertThat(mark.isOn(record(null, ROW, header))).isFalse();
    assertThat(mark.isOn(record(KEY, null, header))).isFalse();
    assertThat(mark.isOn(record(KEY, ROW, TailMark.of(NEW).header(KEY, ROW)))).isFalse();
    byte[] longerKey = "acme/7{".getBytes(StandardCharsets.UTF_8);
    byte[] shorterRow =
        new String(ROW, StandardCharsets.UTF_8).substring(1).getBytes(StandardCharsets.UTF_8);
    assertThat(mark.isOn(record(longerKey, shorterRow, header)))
        .as("the same bytes, divided elsewhere")
        .isFalse();
  }

  @Test
  void shouldLetOneSecretFollowAnother() {
    TailMark both = TailMark.of(NEW + ", " + OLD);
    assertThat(both.isOn(record(KEY, ROW, mark.header(KEY, ROW)))).isTrue();
    assertThat(TailMark.of(NEW).isOn(record(KEY, ROW, both.header(KEY, ROW)))).isTrue();
  }

  @Test
  void shouldTakeAnEventThatNamesNoRowOfTheSource() throws UnreadableRecordException {
    byte[] open = "{\"customer\":\"acme\",\"eventId\":\"e\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(events.decode(record(KEY, open, null))).isInstanceOf(LiveEngagement.class);
  }

  @Test
  void shouldTakeTheRowOfARehearsalWhichBelongsToItAlone() throws UnreadableRecordException {
    String id = RehearsalMark.eventId("acme", 3, "tail", 1);
    byte[] row =
        "{\"customer\":\"acme\",\"legacyId\":\"7\",\"eventId\":\"%s\",\"rehearsal\":3}"
            .formatted(id)
            .getBytes(StandardCharsets.UTF_8);
    LiveEngagement event = (LiveEngagement) events.decode(record(KEY, row, null));
    assertThat(RehearsalMark.isOn(event)).isTrue();
  }

  @Test
  void shouldShowAnEventAsItIsWhereNothingIsDoneWithIt() throws UnreadableRecordException {
    assertThat(new LiveEvents(JSON).decode(record(KEY, ROW, null)))
        .isInstanceOf(LiveEngagement.class);
  }

  @Test
  void shouldRefuseASecretThatIsMissingOrShortWithoutQuotingIt() {
    for (String secret : new String[] {"", " , ", "secret", OLD + ",secret"}) {
      assertThatThrownBy(() -> TailMark.of(secret))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 32 characters")
          .hasMessageNotContaining("secret,");
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, Header header) {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("live", 0, 0, key, value);
    if (header != null) {
      record.headers().add(header);
    }
    return record;
  }
}
