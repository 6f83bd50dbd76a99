package dev.godwit.transformer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.CopyBuffer;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.pgcopy.CopyWriter;
import dev.godwit.pgcopy.RowDecoder;
import dev.godwit.pgcopy.RowEncoder;
import dev.godwit.records.Entity;
import dev.godwit.transformer.quarantine.QuarantinedException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Texts of every column type on their way: the transformer's cell, the tuple of a binary COPY, a
 * column of a real PostgreSQL, read back. The cell and its digest must be what they were.
 */
class ColumnTypesPropertyIT {
  private static final List<TypedColumn> KINDS = TypedColumn.ALL;
  private static final List<TargetColumn> COLUMNS =
      IntStream.range(0, KINDS.size()).mapToObj(i -> KINDS.get(i).column("c" + i)).toList();
  private static final TargetTable TABLE =
      new TargetTable(0, Entity.CONTACTS, "every", null, COLUMNS, List.of("c0"), "c0", null, null);

  private static final Set<ColumnType> ADDRESSES = EnumSet.of(ColumnType.INET, ColumnType.CIDR);

  private static EmbeddedPostgres postgres;
  private static Connection connection;

  @BeforeContainer
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    connection = postgres.getPostgresDatabase().getConnection();
    execute("create extension citext");
    execute("set timezone to 'UTC'");
    TypedColumn.TYPES.forEach(ColumnTypesPropertyIT::executeUnchecked);
    String columns =
        IntStream.range(0, KINDS.size())
            .mapToObj(i -> "c" + i + " " + KINDS.get(i).sqlType())
            .collect(Collectors.joining(", "));
    execute("create table every (" + columns + ", n integer generated always as identity)");
  }

  @AfterContainer
  static void stop() throws IOException, SQLException {
    connection.close();
    postgres.close();
  }

  @Property(tries = 150)
  void shouldReadBackTheCellsThatTheTransformerWrote(@ForAll("rows") List<List<String>> rows)
      throws Exception {
    execute("truncate every restart identity");
    List<List<Object>> cells = new ArrayList<>();
    List<Long> hashes = new ArrayList<>();
    CopyBuffer buffer = new CopyBuffer();
    RowEncoder encoder = new RowEncoder(TABLE);
    RowDigest digest = new RowDigest();
    for (List<String> row : rows) {
      cells.add(cells(row));
      encoder.encode(cells.getLast(), buffer, digest);
      hashes.add(digest.rowHash());
      assertThat(digest.rowHash()).isEqualTo(new RowDigest().hash(cells.getLast()));
    }
    String names = names("");
    try (CopyWriter copy =
        CopyWriter.open(connection, "copy every (" + names + ") from stdin (format binary)")) {
      copy.write(buffer.bytes(), 0, buffer.size());
      copy.end();
    }

    ReadBack read = readBack();
    assertThat(read.cells()).isEqualTo(cells);
    assertThat(read.hashes()).isEqualTo(hashes);
  }

  /** The values that the database makes of the same texts, where it reads them as Godwit does. */
  @Property(tries = 100)
  void shouldWriteTheCellsThatTheDatabaseMakesOfTheTexts(@ForAll("rows") List<List<String>> rows)
      throws Exception {
    execute("truncate every restart identity");
    String values =
        KINDS.stream()
            .map(kind -> "cast(cast(? as text) as " + kind.sqlType() + ")")
            .collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into every (" + names("") + ") values (" + values + ")")) {
      for (List<String> row : rows) {
        for (int i = 0; i < KINDS.size(); i++) {
          insert.setString(i + 1, KINDS.get(i).sqlText(row.get(i)));
        }
        insert.executeUpdate();
      }
    }

    List<List<Object>> cells = new ArrayList<>();
    for (List<String> row : rows) {
      cells.add(cells(row));
    }
    assertThat(readBack().cells()).isEqualTo(cells);
    for (int i = 0; i < KINDS.size(); i++) {
      int column = i;
      if (ADDRESSES.contains(KINDS.get(i).type())) {
        assertThat(texts(i))
            .isEqualTo(cells.stream().map(row -> (String) row.get(column)).toList());
      }
    }
  }

  /** A column as the database writes it; a cast to text would add the bits to every address. */
  private static List<String> texts(int column) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select case when c%1$d is not null then format('%%s', c%1$d) end from every order by n"
                    .formatted(column))) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  @Provide
  Arbitrary<List<List<String>>> rows() {
    List<Arbitrary<String>> texts =
        KINDS.stream().map(kind -> kind.texts().injectNull(0.05)).toList();
    return Combinators.combine(texts).as(row -> row).list().ofMinSize(1).ofMaxSize(6);
  }

  private static List<Object> cells(List<String> row) throws QuarantinedException, IOException {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < KINDS.size(); i++) {
      String text = row.get(i);
      cells.add(text == null ? null : WrittenCell.of(COLUMNS.get(i), text));
    }
    return cells;
  }

  private record ReadBack(List<List<Object>> cells, List<Long> hashes) {}

  private static ReadBack readBack() throws SQLException {
    ReadBack read = new ReadBack(new ArrayList<>(), new ArrayList<>());
    RowDecoder decoder = new RowDecoder(COLUMNS);
    RowDigest digest = new RowDigest();
    String sql = "copy (select %s from every order by n) to stdout (format binary)";
    try (CopyReader rows =
        CopyReader.open(connection, sql.formatted(names("::text")), KINDS.size())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        read.cells().add(decoder.cells(row));
        decoder.digest(row, digest);
        read.hashes().add(digest.rowHash());
      }
    }
    return read;
  }

  /** Names of the columns; texts are cast, as the validator reads them. */
  private static String names(String cast) {
    return COLUMNS.stream()
        .map(column -> column.name() + (column.type().isText() ? cast : ""))
        .collect(Collectors.joining(", "));
  }

  private static void executeUnchecked(String sql) {
    try {
      execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
