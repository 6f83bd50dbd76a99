package dev.godwit.loader.progress;

import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Outgoing records for Kafka: table {@code godwit.outbox}. They are written in the rows'
 * transaction, sent after it, and deleted once the broker has acknowledged them. Stateless; all
 * methods run in the connection's transaction.
 */
public final class Outbox {
  private static final int READ_ROWS = 500;
  private static final String SELECT =
      "SELECT seq, name, topic, partition, key, value,"
          + " coalesce(source_topic, ?), coalesce(source_partition, ?) FROM godwit.outbox";

  /** Partition that entries without one count as; some worker always has it. */
  public static final TopicPartition WITHOUT_SOURCE =
      new TopicPartition(Topics.transformed(Entity.CONTACTS), 0);

  /** A record that is to be sent. Identity, not content, makes two messages equal. */
  public static final class Message {
    private final String name;
    private final String topic;
    private final Integer partition;
    private final byte[] key;
    private final byte[] value;
    private final TopicPartition source;

    /**
     * @param name unique: kind, topic, partition and offset that it is about
     * @param topic topic it goes to
     * @param partition partition it goes to; null where the key decides
     * @param key key; may be null
     * @param value value in the wire format
     * @param source partition whose records it is about; the worker that has the partition sends it
     */
    public Message(
        String name,
        String topic,
        Integer partition,
        byte[] key,
        byte[] value,
        TopicPartition source) {
      this.name = name;
      this.topic = topic;
      this.partition = partition;
      this.key = key;
      this.value = value;
      this.source = source;
    }

    public String topic() {
      return topic;
    }

    public Integer partition() {
      return partition;
    }

    public byte[] key() {
      return key;
    }

    public byte[] value() {
      return value;
    }
  }

  /**
   * A record in the table.
   *
   * @param seq place in the order of sending
   * @param message the record
   */
  public record Entry(long seq, Message message) {}

  private Outbox() {}

  /** Writes the messages, in their order. */
  public static List<Entry> add(Connection connection, List<Message> messages) throws SQLException {
    if (messages.isEmpty()) {
      return List.of();
    }
    List<Long> seqs =
        Statements.query(
            connection,
            "INSERT INTO godwit.outbox"
                + " (name, topic, partition, key, value, source_topic, source_partition)"
                + " SELECT m.name, m.topic, m.partition, m.key, m.value, m.source_topic,"
                + " m.source_partition FROM"
                + " unnest(?::text[], ?::text[], ?::int4[], ?::bytea[], ?::bytea[], ?::text[],"
                + " ?::int4[]) WITH ORDINALITY AS m (name, topic, partition, key, value,"
                + " source_topic, source_partition, n) ORDER BY m.n RETURNING seq",
            row -> row.getLong(1),
            column("text", messages, message -> message.name),
            column("text", messages, Message::topic),
            column("int4", messages, Message::partition),
            column("bytea", messages, Message::key),
            column("bytea", messages, Message::value),
            column("text", messages, message -> message.source.topic()),
            column("int4", messages, message -> message.source.partition()));
    List<Entry> entries = new ArrayList<>(messages.size());
    for (int i = 0; i < seqs.size(); i++) {
      entries.add(new Entry(seqs.get(i), messages.get(i)));
    }
    return entries;
  }

  private static <T> SqlArray column(String type, List<T> rows, Function<? super T, ?> value) {
    return new SqlArray(type, rows.stream().map(value).toList());
  }

  /**
   * The first entries behind {@code seq} that are about some partitions, in order; empty at the
   * end. Entries of an older version, which have no source, count as of {@link #WITHOUT_SOURCE}.
   */
  public static List<Entry> readAfter(
      Connection connection, long seq, Collection<TopicPartition> sources) throws SQLException {
    return Statements.query(
        connection,
        SELECT
            + " WHERE seq > ? AND (coalesce(source_topic, ?), coalesce(source_partition, ?))"
            + " IN (SELECT * FROM unnest(?::text[], ?::int4[])) ORDER BY seq LIMIT "
            + READ_ROWS,
        Outbox::entry,
        WITHOUT_SOURCE.topic(),
        WITHOUT_SOURCE.partition(),
        seq,
        WITHOUT_SOURCE.topic(),
        WITHOUT_SOURCE.partition(),
        column("text", List.copyOf(sources), TopicPartition::topic),
        column("int4", List.copyOf(sources), TopicPartition::partition));
  }

  /**
   * The first entries behind {@code seq} whose name begins with a text, in order; empty at the end.
   */
  public static List<Entry> readNamed(Connection connection, long seq, String prefix)
      throws SQLException {
    return Statements.query(
        connection,
        SELECT + " WHERE seq > ? AND starts_with(name, ?) ORDER BY seq LIMIT " + READ_ROWS,
        Outbox::entry,
        WITHOUT_SOURCE.topic(),
        WITHOUT_SOURCE.partition(),
        seq,
        prefix);
  }

  /** The last entry whose name begins with a text; -1 for none. */
  public static long lastNamed(Connection connection, String prefix) throws SQLException {
    return Statements.query(
            connection,
            "SELECT coalesce(max(seq), -1) FROM godwit.outbox WHERE starts_with(name, ?)",
            row -> row.getLong(1),
            prefix)
        .get(0);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        new Message(
            row.getString(2),
            row.getString(3),
            row.getObject(4, Integer.class),
            row.getBytes(5),
            row.getBytes(6),
            new TopicPartition(row.getString(7), row.getInt(8))));
  }

  /** Deletes entries that the broker has acknowledged. */
  public static void delete(Connection connection, Collection<Long> seqs) throws SQLException {
    if (!seqs.isEmpty()) {
      Statements.update(
          connection,
          "DELETE FROM godwit.outbox WHERE seq = ANY (?)",
          new SqlArray("int8", List.copyOf(seqs)));
    }
  }
}
