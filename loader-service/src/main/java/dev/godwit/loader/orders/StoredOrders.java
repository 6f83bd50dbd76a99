package dev.godwit.loader.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * One kind of order that a target database keeps. Used by one thread for each database.
 *
 * @param <T> an order as it is stored
 */
public interface StoredOrders<T> {
  /** The name of the orders, for logs and threads, such as {@code replays}. */
  String kind();

  /** Table that keeps them, with its schema. */
  String table();

  /**
   * Reads those that are to be worked on, in the connection's transaction.
   *
   * @throws SQLException retriable or fatal by its class
   */
  List<T> read(Connection connection) throws SQLException;

  /** Name of an order, which no other of its database has. */
  String name(T order);

  /** A thread for an order, not started. */
  OrderThread thread(T order);
}
