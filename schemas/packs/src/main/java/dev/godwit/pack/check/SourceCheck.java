package dev.godwit.pack.check;

import dev.godwit.pack.SourcePack;
import java.sql.Connection;
import java.sql.SQLException;

public final class SourceCheck {
  private final SourcePack pack;

  public SourceCheck(SourcePack pack, Connection connection) {
    this.pack = pack;
  }

  public SourcePack check() throws SQLException {
    return pack;
  }
}
