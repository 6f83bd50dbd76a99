package dev.godwit.local.preview;

import dev.godwit.extractor.outbound.SingleRecords;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Merge;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.RowStrings;
import dev.godwit.worker.failure.StageFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads a few rows of an entity of a source, each as the extracted record that the extractor makes
 * of it. A row is shown by itself: rows that merge are not merged here. For one use by one thread.
 */
final class SourceRows {
  private static final int LONGEST = 80;

  /**
   * A row.
   *
   * @param columns columns of the pack's query with their values as text, long ones shortened
   * @param fields fields of the extracted record with their values as text; null for none
   * @param record the extracted record; null where the extractor would stop at the row
   * @param problem why it would; null where it would not
   */
  record Row(
      Map<String, String> columns,
      Map<String, String> fields,
      IndexedRecord record,
      String problem) {}

  private final SourcePack pack;
  private final Connection connection;
  private final String customer;
  private final BodyBuffer body = new BodyBuffer();

  SourceRows(SourcePack pack, Connection connection, String customer) {
    this.pack = pack;
    this.connection = connection;
    this.customer = customer;
  }

  /**
   * Rows of the customer, in no order of their own.
   *
   * @param limit most rows of each query
   * @throws StageFailedException where a column of the pack is not in its query
   * @throws SQLException where the database refuses the query, or is not reached
   */
  List<Row> read(SourceEntity entity, int limit) throws SQLException, StageFailedException {
    List<Row> rows = new ArrayList<>();
    for (SourceQuery query : entity.queries()) {
      rows.addAll(read(entity, query, limit));
    }
    return rows;
  }

  private List<Row> read(SourceEntity entity, SourceQuery query, int limit)
      throws SQLException, StageFailedException {
    SourceLayout layout = SourceLayout.of(connection, entity, query, customer);
    Schema schema = RowSchema.of(pack, entity);
    SingleRecords records = new SingleRecords(layout, schema, customer + "/1");
    GenericDatumReader<GenericRecord> reader =
        new GenericDatumReader<>(schema, RowStrings.of(schema));
    List<String> names = names(layout);
    List<String> texts =
        names.stream()
            .map(name -> "left(q." + Identifiers.quote(name) + "::text, " + (LONGEST + 1) + ")")
            .toList();
    List<Row> rows = new ArrayList<>();
    try (CopyReader copied =
        CopyReader.open(connection, layout.copySome(texts, limit), layout.width() + texts.size())) {
      for (CopyTuple row = copied.next(); row != null; row = copied.next()) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
          columns.put(names.get(i), shortened(row, layout.width() + i));
        }
        rows.add(row(entity, query, columns, records, reader, row));
      }
    }
    return rows;
  }

  private List<String> names(SourceLayout layout) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select q.* from " + layout.from() + " limit 0")) {
      ResultSetMetaData meta = none.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        names.add(meta.getColumnLabel(i));
      }
    }
    return names;
  }

  private static String shortened(CopyTuple row, int column) {
    String text = row.isNull(column) ? null : row.text(column);
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private Row row(
      SourceEntity entity,
      SourceQuery query,
      Map<String, String> columns,
      SingleRecords records,
      GenericDatumReader<GenericRecord> reader,
      CopyTuple row) {
    body.reset();
    try {
      records.write(row, body);
    } catch (StageFailedException e) {
      return new Row(columns, Map.of(), null, e.getMessage() + " " + e.action());
    }
    GenericRecord record = decoded(reader);
    GenericRecord fields =
        entity.merge() == Merge.NONE
            ? record
            : (GenericRecord) ((List<?>) record.get(RowSchema.MEMBERS)).getFirst();
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : query.fields().keySet()) {
      texts.put(name, FieldValue.text(entity.type(name), fields.get(name)));
    }
    return new Row(columns, texts, record, null);
  }

  private GenericRecord decoded(GenericDatumReader<GenericRecord> reader) {
    try {
      return reader.read(
          null, DecoderFactory.get().binaryDecoder(body.array(), 0, body.length(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
