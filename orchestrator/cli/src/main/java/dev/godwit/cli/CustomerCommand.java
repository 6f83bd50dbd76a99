package dev.godwit.cli;

import picocli.CommandLine.Parameters;

/** A command about one customer. */
abstract class CustomerCommand extends SendingCommand {
  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the old system.")
  String customer;

  @Override
  String about() {
    return customer;
  }
}
