package dev.godwit.transformer.merge;

import dev.godwit.pack.RowSchema;
import dev.godwit.pack.Survival;
import dev.godwit.pack.Survival.Rule;
import dev.godwit.transformer.normalise.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The order in which the members of a group are asked for the value of one field, by the rule that
 * the source pack has for it. Members that the rule does not tell apart stay in their order, in
 * which the survivor is the first. Immutable, thread-safe.
 */
final class MemberOrder {
  private static final String TEAM = "team";
  private static final String UPDATED_AT = "updatedAt";

  private final Survival survival;
  private final int field;
  private final int team;
  private final int updatedAt;

  private MemberOrder(Schema member, Schema.Field field) {
    this.survival = field == null ? null : Survival.of(field.getProp(RowSchema.SURVIVAL));
    this.field = field == null ? -1 : field.pos();
    this.team = position(member, TEAM);
    this.updatedAt = position(member, UPDATED_AT);
  }

  /** The order for a field of rows of a schema; one that they lack has that of the members. */
  static MemberOrder of(Schema member, String field) {
    return new MemberOrder(member, member.getField(field));
  }

  private static int position(Schema schema, String field) {
    return schema.getField(field) == null ? -1 : schema.getField(field).pos();
  }

  /** Whether the pack has a rule for the field. */
  boolean isStated() {
    return survival != null;
  }

  /** Whether the items of all members are kept. */
  boolean isUnion() {
    return survival != null && survival.rule() == Rule.UNION;
  }

  /** The value that a group has whatever its members have; null for theirs. */
  String constant(List<IndexedRecord> members) {
    return members.size() > 1 && survival != null && survival.rule() == Rule.CONSTANT
        ? survival.arguments().getFirst()
        : null;
  }

  /** The members, the one whose value counts first. */
  List<IndexedRecord> of(List<IndexedRecord> members) {
    if (survival == null || members.size() == 1) {
      return members;
    }
    ToLongFunction<IndexedRecord> rank =
        switch (survival.rule()) {
          case FIRST, UNION, CONSTANT -> null;
          case MOST_RECENT -> member -> -micros(member);
          case MOST_COMPLETE -> member -> -filled(member);
          case LONGEST -> member -> -length(member);
          case BY_TEAM -> this::teamRank;
        };
    if (rank == null) {
      return members;
    }
    List<IndexedRecord> ordered = new ArrayList<>(members);
    ordered.sort(Comparator.comparingLong(rank));
    return ordered;
  }

  /** Microseconds since 1970 of the last update; the least for none. */
  private long micros(IndexedRecord member) {
    Object value = updatedAt < 0 ? null : member.get(updatedAt);
    if (value == null) {
      return -Long.MAX_VALUE;
    }
    return value instanceof Instant instant ? Micros.of(instant) : (Long) value;
  }

  private static long filled(IndexedRecord member) {
    long filled = 0;
    for (Schema.Field of : member.getSchema().getFields()) {
      Object value = member.get(of.pos());
      boolean isEmpty =
          value == null
              || (value instanceof CharSequence text && text.toString().isBlank())
              || (value instanceof List<?> list && list.isEmpty());
      filled += isEmpty ? 0 : 1;
    }
    return filled;
  }

  private long length(IndexedRecord member) {
    Object value = field < 0 ? null : member.get(field);
    String text = value == null ? "" : value.toString().strip();
    return text.codePointCount(0, text.length());
  }

  private long teamRank(IndexedRecord member) {
    Object value = team < 0 ? null : member.get(team);
    int rank = value == null ? -1 : survival.arguments().indexOf(value.toString().strip());
    return rank < 0 ? Integer.MAX_VALUE : rank;
  }
}
