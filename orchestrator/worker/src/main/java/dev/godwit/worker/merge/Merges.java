package dev.godwit.worker.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps a merged row of one entity to the survivor of its group. Looks ids up by their bytes, so
 * that a row needs no string. Immutable and thread-safe.
 */
public final class Merges {
  /** No merges. */
  public static final Merges NONE = new Merges(List.of());

  /** Bytes as a map key; for a look-up, a window into a row. */
  private static final class Id {
    private final byte[] bytes;
    private final int start;
    private final int length;

    Id(byte[] bytes, int start, int length) {
      this.bytes = bytes;
      this.start = start;
      this.length = length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Id id
          && Arrays.equals(bytes, start, start + length, id.bytes, id.start, id.start + id.length);
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int i = start; i < start + length; i++) {
        hash = 31 * hash + bytes[i];
      }
      return hash;
    }
  }

  private final Map<Id, byte[]> survivors = new HashMap<>();
  private final List<MergeGroup> groups;

  /** Merges by their groups. */
  public Merges(List<MergeGroup> groups) {
    this.groups = List.copyOf(groups);
    for (MergeGroup group : groups) {
      byte[] survivor = group.survivor().getBytes(StandardCharsets.UTF_8);
      for (String member : group.members()) {
        byte[] id = member.getBytes(StandardCharsets.UTF_8);
        survivors.put(new Id(id, 0, id.length), survivor);
      }
    }
  }

  /** Rows that are in groups, the survivors included. */
  public int members() {
    return survivors.size();
  }

  /** True where nothing is merged. */
  public boolean isEmpty() {
    return survivors.isEmpty();
  }

  /**
   * The survivor's id where the id is a member's, the survivor's included; null where it is in no
   * group.
   */
  public byte[] survivor(byte[] bytes, int start, int length) {
    return survivors.isEmpty() ? null : survivors.get(new Id(bytes, start, length));
  }

  /** The same for an id as text; null where it is in no group. */
  public String survivor(String id) {
    if (survivors.isEmpty()) {
      return null;
    }
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] survivor = survivor(bytes, 0, bytes.length);
    return survivor == null ? null : new String(survivor, StandardCharsets.UTF_8);
  }

  /** The groups in lists of about {@code members} members. */
  public List<List<MergeGroup>> batches(int members) {
    List<List<MergeGroup>> batches = new ArrayList<>();
    List<MergeGroup> batch = new ArrayList<>();
    int count = 0;
    for (MergeGroup group : groups) {
      batch.add(group);
      count += group.members().size();
      if (count >= members) {
        batches.add(batch);
        batch = new ArrayList<>();
        count = 0;
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
