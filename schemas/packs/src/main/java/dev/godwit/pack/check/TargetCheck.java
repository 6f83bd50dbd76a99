package dev.godwit.pack.check;

import dev.godwit.pack.TargetPack;
import java.sql.Connection;
import java.sql.SQLException;

public final class TargetCheck {
  private final TargetPack pack;

  public TargetCheck(TargetPack pack, Connection connection) {
    this.pack = pack;
  }

  public TargetPack check() throws SQLException {
    return pack;
  }
}
