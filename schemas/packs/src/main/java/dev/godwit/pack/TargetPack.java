package dev.godwit.pack;

import dev.godwit.common.v1.RunKind;
import dev.godwit.records.Entity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A target system. Immutable. Its SQL may hold the placeholder {@code {schema}} and has the
 * parameter {@code :customer}.
 *
 * @param name name of the pack
 * @param fingerprint SHA-256 over the pack's files, in hexadecimal
 * @param database how to reach it
 * @param liveSchema schema of the live system
 * @param stagingSchema schema with the same tables, for rehearsals
 * @param prepare makes what must be there before the first row; running it again changes nothing
 * @param enable lets the customer work in the target
 * @param disable the opposite of enable
 * @param isEnabled one row with one boolean; no row means false
 * @param purge deletes all rows of the customer, children first; running it again changes nothing
 * @param tables in the order of loading
 * @param ids how each entity's ids come about; an entity that is not there has derived ones
 * @param fields fields that the pack declares beside the canonical ones, by entity
 * @param contactRules rules for addresses and for contacts that have one address
 * @param account how a customer's account is found; null where rows hold the source's customer
 * @param sequences sequence of an entity's generated ids, without schema, where the pack names it
 * @param points SQL that it runs at points of a run
 * @param install what it needs in the live and in the staging schema
 * @param probes queries by which the speed of the target's pages is measured
 * @param foreignKeys which side checks foreign keys while rows of a snapshot are written
 */
public record TargetPack(
    String name,
    String fingerprint,
    DatabaseSettings database,
    String liveSchema,
    String stagingSchema,
    Sql prepare,
    Sql enable,
    Sql disable,
    Sql isEnabled,
    List<Sql> purge,
    List<TargetTable> tables,
    Map<Entity, IdKind> ids,
    Map<Entity, Map<String, EntityField>> fields,
    ContactRules contactRules,
    Account account,
    Map<Entity, String> sequences,
    PointSql points,
    Install install,
    Probes probes,
    ForeignKeyChecks foreignKeys) {
  private static final int LAYOUT_BYTES = 8;

  public TargetPack {
    purge = List.copyOf(purge);
    tables = List.copyOf(tables);
    ids = Map.copyOf(ids);
    fields = Map.copyOf(fields);
    sequences = Map.copyOf(sequences);
  }

  /** A pack without accounts, named sequences, SQL at points and an install. */
  public TargetPack(
      String name,
      String fingerprint,
      DatabaseSettings database,
      String liveSchema,
      String stagingSchema,
      Sql prepare,
      Sql enable,
      Sql disable,
      Sql isEnabled,
      List<Sql> purge,
      List<TargetTable> tables,
      Map<Entity, IdKind> ids,
      Map<Entity, Map<String, EntityField>> fields,
      ContactRules contactRules) {
    this(
        name,
        fingerprint,
        database,
        liveSchema,
        stagingSchema,
        prepare,
        enable,
        disable,
        isEnabled,
        purge,
        tables,
        ids,
        fields,
        contactRules,
        null,
        Map.of(),
        PointSql.NONE,
        Install.NONE,
        Probes.NONE,
        ForeignKeyChecks.BY_DATABASE);
  }

  /** A pack that says nothing about addresses and merges. */
  public TargetPack(
      String name,
      String fingerprint,
      DatabaseSettings database,
      String liveSchema,
      String stagingSchema,
      Sql prepare,
      Sql enable,
      Sql disable,
      Sql isEnabled,
      List<Sql> purge,
      List<TargetTable> tables,
      Map<Entity, IdKind> ids) {
    this(
        name,
        fingerprint,
        database,
        liveSchema,
        stagingSchema,
        prepare,
        enable,
        disable,
        isEnabled,
        purge,
        tables,
        ids,
        Map.of(),
        ContactRules.DEFAULT);
  }

  /** A pack whose ids are all derived. */
  public TargetPack(
      String name,
      String fingerprint,
      DatabaseSettings database,
      String liveSchema,
      String stagingSchema,
      Sql prepare,
      Sql enable,
      Sql disable,
      Sql isEnabled,
      List<Sql> purge,
      List<TargetTable> tables) {
    this(
        name,
        fingerprint,
        database,
        liveSchema,
        stagingSchema,
        prepare,
        enable,
        disable,
        isEnabled,
        purge,
        tables,
        Map.of());
  }

  /** Schema that a run of this kind writes into. */
  public String schema(RunKind kind) {
    return switch (kind) {
      case LIVE -> liveSchema;
      case REHEARSAL -> stagingSchema;
      case UNKNOWN ->
          throw new IllegalArgumentException(
              "Expected a rehearsal or a live run, found a kind of a newer version; update this"
                  + " service");
    };
  }

  /** Placeholders for the SQL of a run of this kind. */
  public Map<String, String> placeholders(RunKind kind) {
    return Map.of("schema", schema(kind));
  }

  /**
   * Digest of the names of tables and columns, in their order, and of what the columns refer to:
   * rows that were made for one layout cannot be read with another. Computed anew each time.
   */
  public String layout() {
    StringBuilder text = new StringBuilder();
    for (TargetTable table : tables) {
      text.append(table.entity().text()).append(' ').append(table.name()).append('\n');
      for (TargetColumn column : table.columns()) {
        text.append(' ').append(column.name());
        if (column.references() != null) {
          text.append(" -> ").append(column.references().text());
        }
        if (mapped(table, column) != null) {
          text.append(" by source id");
        }
        text.append('\n');
      }
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, LAYOUT_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 in every JDK.", e);
    }
  }

  /** Tables of an entity, main table first. */
  public List<TargetTable> tables(Entity entity) {
    return tables.stream().filter(t -> t.entity().equals(entity)).toList();
  }

  /** Whether a table is the main one of its entity. */
  public boolean isMain(TargetTable table) {
    return main(table.entity()).index() == table.index();
  }

  /** First table of an entity that holds one row a record: that of its id. */
  public TargetTable main(Entity entity) {
    return tables.stream()
        .filter(t -> t.entity().equals(entity) && t.hasEveryRecord())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected a main table of "
                        + entity
                        + " in the pack "
                        + name
                        + ", found none"));
  }

  /** The entities that it moves, each behind those that it refers to. */
  public List<Entity> entities() {
    return tables.stream().map(TargetTable::entity).distinct().toList();
  }

  /** Fields of an entity that columns can take values from, with their types. */
  public Map<String, FieldType> fields(Entity entity) {
    return CanonicalFields.ofTarget(entity, fields.getOrDefault(entity, Map.of()));
  }

  /** The same pack with other tables. */
  public TargetPack withTables(List<TargetTable> others) {
    return with(purge, others, probes, foreignKeys);
  }

  /** The same pack with other statements that purge a customer. */
  public TargetPack withPurge(List<Sql> statements) {
    return with(statements, tables, probes, foreignKeys);
  }

  /** The same pack with other probes. */
  public TargetPack withProbes(Probes others) {
    return with(purge, tables, others, foreignKeys);
  }

  /** The same pack with another side that checks foreign keys. */
  public TargetPack withForeignKeys(ForeignKeyChecks others) {
    return with(purge, tables, probes, others);
  }

  private TargetPack with(
      List<Sql> purging, List<TargetTable> of, Probes measuring, ForeignKeyChecks keys) {
    return new TargetPack(
        name,
        fingerprint,
        database,
        liveSchema,
        stagingSchema,
        prepare,
        enable,
        disable,
        isEnabled,
        purging,
        of,
        ids,
        fields,
        contactRules,
        account,
        sequences,
        points,
        install,
        measuring,
        keys);
  }

  /**
   * Entity whose ids a column holds, where {@code godwit.identity} leads to them; null for any
   * other column.
   */
  public Entity mapped(TargetTable table, TargetColumn column) {
    Entity of =
        column.references() != null
            ? column.references()
            : TargetColumn.ID.equals(column.value()) ? table.entity() : null;
    return of != null && idKind(of).isMapped() ? of : null;
  }

  /** Whether Godwit writes rows of a table: the main row of a looked-up id is the target's own. */
  public boolean writes(TargetTable table) {
    return idKind(table.entity()) != IdKind.LOOKED_UP || !isMain(table);
  }

  /** Whether {@code godwit.identity} remembers ids of the entity. */
  public boolean isRemembered(Entity entity) {
    return idKind(entity).isMapped() || main(entity).isOwnedByIdentity();
  }

  /** Whether {@code godwit.identity} remembers ids of any entity. */
  public boolean usesIdentity() {
    return entities().stream().anyMatch(this::isRemembered);
  }

  /** How the ids of an entity come about. */
  public IdKind idKind(Entity entity) {
    return ids.getOrDefault(entity, IdKind.DERIVED);
  }
}
