package dev.godwit.local.demo;

import dev.godwit.api.ReportAnswer;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.WebhookKeys;
import java.util.Map;
import picocli.CommandLine;

/**
 * A source and a target with their packs, and the customer that a demo moves between them. One
 * object serves one demo, by one thread: first the settings, then the systems, then the customer.
 */
interface DemoSystems {
  /** The pairs of systems that a demo can be of. */
  enum Example {
    REFERENCE,
    NEWSROOM
  }

  /**
   * Requires options that fit, before anything is started.
   *
   * @param size of the customer
   * @param breakColumn whether a column is to become too short
   * @param live whether opens and clicks are to arrive meanwhile
   * @throws CommandLine.ParameterException with the option that does not fit
   */
  void check(CommandLine command, SampleOptions size, boolean breakColumn, boolean live);

  /** Prepares a stack that is about to be started, so that its services find the packs. */
  void prepare(StackSettings settings);

  /**
   * Makes the systems in a stack that runs; nothing where they are there.
   *
   * @throws StepFailedException where a database fails
   */
  LocalDatabases make(StackSession session, Narrator narrator) throws InterruptedException;

  /** The packs of the pair, as fields of a command; empty where they are the usual ones. */
  Map<String, Object> packs();

  /**
   * Makes a customer that the source does not have yet.
   *
   * @return its id
   */
  String makeCustomer(SampleOptions size, Narrator narrator);

  /** Whether exactly the rows are in quarantine that were broken on purpose. */
  boolean quarantineIsRight(ReportAnswer report, Narrator narrator);

  /** Notes the rows of the target that are not the customer's, before anything is moved. */
  default void noteOtherRows(Narrator narrator) {}

  /** Whether the rows of the target that are not the customer's are as they were. */
  default boolean otherRowsAreUntouched(Narrator narrator) {
    return true;
  }

  /** More of the result, for a program. */
  default Map<String, Object> result() {
    return Map.of();
  }

  /** A column that is too short for the customer's last email. */
  SchemaChange tooShortColumn(Narrator narrator);

  /**
   * Starts opens and clicks of the customer.
   *
   * @param withQuarantined as in {@link LiveTrafficSession#start}
   */
  LiveTrafficSession startTraffic(
      Stack stack, WebhookKeys keys, double eventsPerSecond, boolean withQuarantined);
}
