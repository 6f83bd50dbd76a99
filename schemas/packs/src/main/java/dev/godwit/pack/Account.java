package dev.godwit.pack;

import java.util.Map;

/**
 * How a customer's account in the target is found: the key that the target's rows hold in place of
 * the source's customer. Immutable. Exactly one of the two is there.
 *
 * @param query one row with one column, the account of {@code :customer}; null where the pack gives
 *     the accounts
 * @param given account by customer; empty where it is queried. The command that begins a run may
 *     give the account of a customer that is not listed
 */
public record Account(Sql query, Map<String, String> given) {
  public Account {
    given = Map.copyOf(given);
  }
}
