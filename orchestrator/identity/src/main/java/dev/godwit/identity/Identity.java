package dev.godwit.identity;

import java.util.Set;

/**
 * A person or a service that was authenticated. Immutable.
 *
 * @param name the name that events record as author; never blank
 * @param roles what it may do
 * @param customers the customers that it may act on; empty for all
 */
public record Identity(String name, Set<Role> roles, Set<String> customers) {
  /** Author of a command on the topic that nobody signed. */
  public static final String TOPIC = "topic";

  /** Author of the commands that the orchestrator sends to itself at set times. */
  public static final String CLOCK = "clock";

  public Identity {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("Expected an identity with a name, but found none.");
    }
    roles = Set.copyOf(roles);
    customers = Set.copyOf(customers);
  }

  /**
   * Whether it may act on a customer, which may be null for none; the whole programme, {@code *},
   * is not one of them.
   */
  public boolean mayActOn(String customer) {
    return customers.isEmpty() || (customer != null && customers.contains(customer));
  }

  /** Whether it has a role; an administrator has each. */
  public boolean has(Role role) {
    return roles.contains(role)
        || roles.contains(Role.ADMINISTRATOR)
        || (role == Role.VIEWER && !roles.isEmpty());
  }
}
