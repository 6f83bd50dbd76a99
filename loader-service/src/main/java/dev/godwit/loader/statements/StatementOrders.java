package dev.godwit.loader.statements;

import dev.godwit.loader.orders.OrderThread;
import dev.godwit.loader.orders.StoredOrders;
import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.PackSqlStore.Due;
import dev.godwit.loader.targetdb.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** SQL of packs that a target database says is to run. Immutable. */
record StatementOrders(TargetDatabase database, StatementWorker.Shared shared)
    implements StoredOrders<Due> {
  @Override
  public String kind() {
    return "statements";
  }

  @Override
  public String table() {
    return "godwit.pack_sql";
  }

  @Override
  public List<Due> read(Connection connection) throws SQLException {
    return PackSqlStore.due(connection);
  }

  @Override
  public String name(Due due) {
    return due.taskId();
  }

  @Override
  public OrderThread thread(Due due) {
    return new StatementWorker(due, database, shared);
  }
}
