package dev.godwit.loader.targetdb;

import dev.godwit.pack.TargetPack;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** One pack that is taken as checked. */
public final class TestPacks extends TargetPacks {
  private TestPacks(TargetPack pack) {
    super(Map.of(pack.name(), pack), Optional.empty());
  }

  public static TargetPacks of(TargetPack pack) {
    return new TestPacks(pack);
  }

  @Override
  public TargetPack checked(String name) throws SQLException {
    return unchecked(name);
  }
}
