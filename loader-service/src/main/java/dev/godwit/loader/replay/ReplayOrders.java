package dev.godwit.loader.replay;

import dev.godwit.loader.orders.OrderThread;
import dev.godwit.loader.orders.StoredOrders;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.targetdb.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Replays that a target database says are to run. Immutable. */
record ReplayOrders(TargetDatabase database, ReplayWorker.Shared shared)
    implements StoredOrders<StoredReplay> {
  @Override
  public String kind() {
    return "replays";
  }

  @Override
  public String table() {
    return "godwit.replay";
  }

  @Override
  public List<StoredReplay> read(Connection connection) throws SQLException {
    return ReplayStore.running(connection);
  }

  @Override
  public String name(StoredReplay stored) {
    return stored.runId() + "/" + stored.number();
  }

  @Override
  public OrderThread thread(StoredReplay stored) {
    return new ReplayWorker(stored, database, shared);
  }
}
