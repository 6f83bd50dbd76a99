package dev.godwit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * Decides what becomes of values that the target cannot take. A command that shows first what the
 * fix would do extends it.
 */
@Command(
    name = "add",
    description = {
      "Decide what becomes of values of a field that the target cannot take. It holds for "
          + "every later run, and for records that are redriven.",
      "TRUNCATE shortens, MAP replaces one value, DEFAULT fills in where there is none, "
          + "SPLIT makes several items of one value, DROP leaves the value out, EDIT changes one "
          + "record."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit fixes add acme TRUNCATE contacts.outlet --limit 40 --mark … --by ann --why \"as the target shows it\"",
      "  godwit fixes add acme MAP contacts.language --from xx --to und --by ann --why \"unknown language\"",
      "  godwit fixes add acme DEFAULT notes.text --to \"(empty)\" --reason REQUIRED_MISSING --by ann --why \"notes without text\"",
      "  godwit fixes add acme EDIT contacts.address --id 4711 --to jane@example.com --by ann --why \"a typing error\""
    })
public class AddFixCommand extends PublishCommand {
  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  String customer;

  @Parameters(
      index = "1",
      paramLabel = "ACTION",
      description = "TRUNCATE, MAP, DEFAULT, SPLIT, DROP or EDIT.")
  String action;

  @Parameters(
      index = "2",
      paramLabel = "ENTITY.FIELD",
      description = "The entity, and the field of the source pack.")
  String field;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only of records that are quarantined for this reason.")
  String reason;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "For EDIT: id of the record in the source.")
  String id;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "For TRUNCATE: at most so many characters, the mark included. For SPLIT: at most so many items.")
  Integer limit;

  @Option(
      names = "--mark",
      paramLabel = "TEXT",
      description = "For TRUNCATE: text at the end of a shortened value.")
  String mark;

  @Option(names = "--from", paramLabel = "VALUE", description = "For MAP: value that is replaced.")
  String from;

  @Option(
      names = "--to",
      paramLabel = "VALUE",
      description = "For MAP, DEFAULT and EDIT: value instead; for MAP and EDIT none if left out.")
  String to;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "For SPLIT: text between the items.")
  String separator;

  @Option(
      names = "--into",
      paramLabel = "FIELD",
      description = "For SPLIT: list field that takes the items.")
  String into;

  @Option(
      names = "--seen",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "Number of the last decision that you know of, 0 for none: refused where somebody "
              + "decided since. Without it, that does not matter.")
  int seen;

  /** The customer's id in the source. */
  protected final String customer() {
    return customer;
  }

  /**
   * The fix of the options, by the names of the command's fields; those that are left out are
   * missing.
   */
  protected final Map<String, Object> fix() {
    int dot = field.indexOf('.');
    if (dot < 1 || dot == field.length() - 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected ENTITY.FIELD, such as contacts.outlet, but found '%s'".formatted(field));
    }
    Map<String, Object> fix = new LinkedHashMap<>();
    fix.put("action", action.toUpperCase(Locale.ROOT));
    fix.put("entity", field.substring(0, dot).toLowerCase(Locale.ROOT));
    fix.put("field", field.substring(dot + 1));
    fix.put("reason", reason == null ? null : reason.toUpperCase(Locale.ROOT));
    fix.put("legacyId", id);
    fix.put("limit", limit);
    fix.put("mark", mark);
    fix.put("from", from);
    fix.put("to", to);
    fix.put("separator", separator);
    fix.put("into", into);
    fix.values().removeIf(value -> value == null);
    return fix;
  }

  @Override
  final String command() {
    return "DecideFix";
  }

  @Override
  final String subject() {
    return customer;
  }

  @Override
  final void complete(Map<String, Object> fields) {
    fields.put("seen", seen);
    fields.put("fixes", List.of(fix()));
  }
}
