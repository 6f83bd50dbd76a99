package dev.godwit.pack;

import dev.godwit.pack.check.ForeignKeyCheck;
import dev.godwit.pack.check.SourceCheck;
import dev.godwit.pack.check.TargetCheck;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Checks packs against the catalogue of their database. No statement of a pack is executed, they
 * are only described, but for the query that says whether the pack's install has run, in a
 * transaction that cannot write; the database is asked whether a domain takes the pack's fixed
 * values.
 */
public interface PackCheck {

  /**
   * Checks a source pack.
   *
   * @return the pack
   * @throws PackException with every finding; fatal
   * @throws SQLException where the database cannot be reached; retriable where its state is of
   *     class 08 or 57
   */
  static SourcePack againstCatalogue(SourcePack pack, Connection connection) throws SQLException {
    return new SourceCheck(pack, connection).check();
  }

  /**
   * Checks a target pack in its live and in its staging schema. Reads no table.
   *
   * @return the pack completed with types, limits and nullability
   * @throws PackException with every finding; fatal
   * @throws SQLException where the database cannot be reached; retriable where its state is of
   *     class 08 or 57
   */
  static TargetPack againstCatalogue(TargetPack pack, Connection connection) throws SQLException {
    return new TargetCheck(pack, connection, false).check();
  }

  /**
   * As {@link #againstCatalogue(TargetPack, Connection)}, and compares the sequences that ids are
   * drawn from with the ids in the tables, which reads these. Where the pack has Godwit check
   * foreign keys, requires that it can, as the session's role.
   */
  static TargetPack againstTables(TargetPack pack, Connection connection) throws SQLException {
    TargetPack checked = new TargetCheck(pack, connection, true).check();
    ForeignKeyCheck.require(checked, connection);
    return checked;
  }
}
