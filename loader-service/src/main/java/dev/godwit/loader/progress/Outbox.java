package dev.godwit.loader.progress;

import dev.godwit.common.v1.Entity;
import dev.godwit.records.Topics;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Records for Kafka that were decided together with rows: table {@code godwit.outbox}. They are
 * written in the rows' transaction, sent after it, and deleted once the broker has acknowledged
 * them. Stateless; all methods run in the connection's transaction.
 */
public final class Outbox {
  private static final int READ_ROWS = 500;

  /** Partition that entries without one count as: there is always somebody who has it. */
  static final TopicPartition OF_NOBODY =
      new TopicPartition(Topics.transformed(Entity.CONTACTS), 0);

  /**
   * A record that is to be sent.
   *
   * @param name what it is, unique: kind, topic, partition and offset that it is about
   * @param topic topic it goes to
   * @param partition partition it goes to; null where the key decides
   * @param key key; may be null
   * @param value value in the wire format
   * @param source partition whose records it is about: who loads from there sends it
   */
  public record Message(
      String name,
      String topic,
      Integer partition,
      byte[] key,
      byte[] value,
      TopicPartition source) {}

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
    String[] names = messages.stream().map(Message::name).toArray(String[]::new);
    String[] topics = messages.stream().map(Message::topic).toArray(String[]::new);
    Integer[] partitions = messages.stream().map(Message::partition).toArray(Integer[]::new);
    byte[][] keys = messages.stream().map(Message::key).toArray(byte[][]::new);
    String[] sourceTopics = messages.stream().map(m -> m.source().topic()).toArray(String[]::new);
    Integer[] sources = messages.stream().map(m -> m.source().partition()).toArray(Integer[]::new);
    byte[][] values = messages.stream().map(Message::value).toArray(byte[][]::new);
    List<Entry> entries = new ArrayList<>(messages.size());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO godwit.outbox"
                + " (name, topic, partition, key, value, source_topic, source_partition)"
                + " SELECT m.name, m.topic, m.partition, m.key, m.value, m.source_topic,"
                + " m.source_partition FROM"
                + " unnest(?::text[], ?::text[], ?::int4[], ?::bytea[], ?::bytea[], ?::text[],"
                + " ?::int4[]) WITH ORDINALITY AS m (name, topic, partition, key, value,"
                + " source_topic, source_partition, n) ORDER BY m.n RETURNING seq")) {
      insert.setArray(1, connection.createArrayOf("text", names));
      insert.setArray(2, connection.createArrayOf("text", topics));
      insert.setArray(3, connection.createArrayOf("int4", partitions));
      insert.setArray(4, connection.createArrayOf("bytea", keys));
      insert.setArray(5, connection.createArrayOf("bytea", values));
      insert.setArray(6, connection.createArrayOf("text", sourceTopics));
      insert.setArray(7, connection.createArrayOf("int4", sources));
      try (ResultSet rows = insert.executeQuery()) {
        for (Message message : messages) {
          rows.next();
          entries.add(new Entry(rows.getLong(1), message));
        }
      }
    }
    return entries;
  }

  /**
   * The first entries behind {@code seq} that are about some partitions, in order; empty at the
   * end. Those of an older version, which say no partition, go to whoever has {@link #OF_NOBODY}.
   */
  public static List<Entry> readAfter(
      Connection connection, long seq, Collection<TopicPartition> sources) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, name, topic, partition, key, value,"
                + " coalesce(source_topic, ?), coalesce(source_partition, ?) FROM godwit.outbox"
                + " WHERE seq > ? AND (coalesce(source_topic, ?), coalesce(source_partition, ?))"
                + " IN (SELECT * FROM unnest(?::text[], ?::int4[])) ORDER BY seq LIMIT "
                + READ_ROWS)) {
      select.setString(1, OF_NOBODY.topic());
      select.setInt(2, OF_NOBODY.partition());
      select.setLong(3, seq);
      select.setString(4, OF_NOBODY.topic());
      select.setInt(5, OF_NOBODY.partition());
      Object[] topics = sources.stream().map(TopicPartition::topic).toArray();
      Object[] partitions = sources.stream().map(TopicPartition::partition).toArray();
      select.setArray(6, connection.createArrayOf("text", topics));
      select.setArray(7, connection.createArrayOf("int4", partitions));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(
              new Entry(
                  rows.getLong(1),
                  new Message(
                      rows.getString(2),
                      rows.getString(3),
                      rows.getObject(4, Integer.class),
                      rows.getBytes(5),
                      rows.getBytes(6),
                      new TopicPartition(rows.getString(7), rows.getInt(8)))));
        }
      }
    }
    return entries;
  }

  /** Deletes entries that the broker has acknowledged. */
  public static void delete(Connection connection, Collection<Long> seqs) throws SQLException {
    if (seqs.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM godwit.outbox WHERE seq = ANY (?)")) {
      Array array = connection.createArrayOf("int8", seqs.toArray());
      delete.setArray(1, array);
      delete.executeUpdate();
      array.free();
    }
  }
}
