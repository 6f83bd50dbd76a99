package dev.godwit.loader.live;

import dev.godwit.loader.reference.IdentityJoin;
import dev.godwit.loader.reference.LookupType;
import dev.godwit.loader.rows.Refusal;
import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGStatement;

/**
 * Finds live events that the target holds already, or that came twice in one batch, by the key of
 * the engagements' main table. The key is derived from the event's id, so the table's primary key
 * remembers every event for ever and this process remembers none. Runs before the rows are written,
 * since repeats are common among live events. Stateless.
 */
final class DuplicateLookup {
  private DuplicateLookup() {}

  /**
   * Events that need not be written.
   *
   * @param inTarget positions of events whose key the target has
   * @param repeats positions of events whose key an earlier event of the batch has, by that event's
   *     position
   * @param refused the database's refusal of keys that it does not take, by position
   */
  record Found(
      BitSet inTarget, Map<Integer, List<Integer>> repeats, Map<Integer, Refusal> refused) {}

  /**
   * Finds them.
   *
   * @param rows main row by position in the batch; null at positions that are left out
   * @param lookup on the connection
   * @throws SQLException an error that is no key's fault; nothing was changed
   */
  static Found find(
      Connection connection, RunTarget target, List<TableRow> rows, BisectedLookup lookup)
      throws SQLException {
    BitSet known = new BitSet();
    Map<Integer, List<Integer>> repeats = new HashMap<>();
    LoadTable engagements = target.main(Entity.ENGAGEMENTS);
    Map<List<String>, Integer> first = new HashMap<>();
    List<Integer> positions = new ArrayList<>();
    List<List<String>> keys = new ArrayList<>();
    for (int position = 0; position < rows.size(); position++) {
      if (rows.get(position) == null) {
        continue;
      }
      List<String> key = key(engagements, rows.get(position));
      Integer earlier = first.putIfAbsent(key, position);
      if (earlier == null) {
        positions.add(position);
        keys.add(key);
      } else {
        repeats.computeIfAbsent(earlier, e -> new ArrayList<>()).add(position);
      }
    }
    Map<Integer, Refusal> refused = new HashMap<>();
    lookup.run(
        keys.size(),
        (asked, from, to) -> {
          List<List<String>> some = Arrays.stream(asked, from, to).mapToObj(keys::get).toList();
          inTarget(connection, target, engagements, some).stream()
              .forEach(n -> known.set(positions.get(asked[from + n])));
        },
        (asked, why) -> refuse(positions.get(asked), repeats, Refusal.of(why), refused));
    return new Found(known, repeats, refused);
  }

  /** An event that repeats one whose key is refused has the same key. */
  private static void refuse(
      int position,
      Map<Integer, List<Integer>> repeats,
      Refusal refusal,
      Map<Integer, Refusal> refused) {
    refused.put(position, refusal);
    List<Integer> others = repeats.remove(position);
    if (others != null) {
      others.forEach(other -> refused.put(other, refusal));
    }
  }

  private static BitSet inTarget(
      Connection connection, RunTarget target, LoadTable table, List<List<String>> keys)
      throws SQLException {
    BitSet there = new BitSet();
    try (PreparedStatement select = connection.prepareStatement(sql(target, table))) {
      select.unwrap(PGStatement.class).setPrepareThreshold(0);
      int parameter = 1;
      for (int column = 0; column < table.key().length; column++) {
        int at = column;
        select.setArray(
            parameter++,
            connection.createArrayOf("text", keys.stream().map(key -> key.get(at)).toArray()));
      }
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          there.set((int) found.getLong(1) - 1);
        }
      }
    }
    return there;
  }

  /**
   * Looks the rows up key by key: for a plain join, the database may read all rows and compare each
   * with every key, where its statistics do not know the customer yet.
   */
  private static String sql(RunTarget target, LoadTable loaded) {
    TargetTable table = loaded.table();
    int columns = table.key().size();
    String names =
        IntStream.range(0, columns).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String arrays =
        IntStream.range(0, columns).mapToObj(i -> "?::text[]").collect(Collectors.joining(", "));
    String rows = loaded.name() + " t";
    List<String> same = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      TargetColumn column = table.columns().get(table.keyPositions().get(i));
      if (!column.isTranslated()) {
        same.add(
            "t.%s = k.k%d::%s"
                .formatted(Identifier.quote(column.name()), i, LookupType.nameOf(column.type())));
      } else if (TargetColumn.ID.equals(column.value())) {
        rows =
            "godwit.identity_row i JOIN %s ON %s"
                .formatted(rows, IdentityJoin.leadsTo(target, loaded, "i", "t"));
        same.add(
            "i.space = %s AND i.source_id = k.k%d"
                .formatted(IdentityJoin.space(target, loaded), i));
      }
    }
    return "SELECT k.n FROM unnest(%s) WITH ORDINALITY AS k (%s, n) CROSS JOIN LATERAL (SELECT %s AS own FROM %s WHERE %s OFFSET 0) AS there WHERE there.own"
        .formatted(
            arrays,
            names,
            target.isOwned(loaded, "t"),
            rows,
            same.isEmpty() ? "true" : String.join(" AND ", same));
  }

  private static List<String> key(LoadTable table, TableRow row) {
    return IntStream.of(table.key())
        .mapToObj(position -> text(row.getCells().get(position)))
        .toList();
  }

  private static String text(Object cell) {
    if (cell instanceof ByteBuffer bytes && bytes.remaining() == 16) {
      return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8))
          .toString();
    }
    return String.valueOf(cell);
  }
}
