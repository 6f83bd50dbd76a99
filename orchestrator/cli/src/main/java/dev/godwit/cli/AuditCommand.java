package dev.godwit.cli;

import dev.godwit.api.AuditAnswer;
import dev.godwit.api.text.AuditPresenter;
import dev.godwit.cli.client.AuditClient;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Lists commands with their authors and routes. */
@Command(
    name = "audit",
    description = {
      "Who did what, and who was refused, by which route: commands of people and services, the newest first.",
      "The author is whom a signature proves, or topic. The offset is that of the command in migration.commands.v1."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit audit",
      "  godwit audit --refused --since P1D",
      "  godwit audit --customer acme --identity ann",
      "  godwit audit --json --limit 1000 | jq -r '.[] | select(.claimed != \"\").claimed'"
    })
public final class AuditCommand extends OrchestratorCommand {
  @Option(
      names = "--customer",
      paramLabel = "CUSTOMER",
      description = "About this customer alone; * for the whole programme.")
  String customer;

  @Option(
      names = "--identity",
      paramLabel = "NAME",
      description = "By this author alone, or naming it without proof.")
  String identity;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = SinceConverter.class,
      description = "Since a time (2026-12-01T10:00:00Z), or for so long (PT8H, P7D).")
  Instant since;

  @Option(names = "--refused", description = "Refusals alone.")
  boolean refused;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many, up to 10,000 (${DEFAULT-VALUE}).")
  int limit;

  @Override
  protected int run(OrchestratorClient client) {
    List<AuditAnswer> all =
        new AuditClient(client).newest(customer, identity, since, refused, limit);
    if (json) {
      writeJson(all);
    } else if (all.isEmpty()) {
      out().println("No such command was recorded.");
    } else {
      out().print(AuditPresenter.table(all, ZoneId.systemDefault()).text());
    }
    return ExitCodes.OK;
  }

  /** A time, or how long ago it was. */
  static final class SinceConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.startsWith("P")
            ? Instant.now().minus(Duration.parse(text)).truncatedTo(ChronoUnit.SECONDS)
            : Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "expected a time such as 2026-12-01T10:00:00Z, or a duration such as PT8H or P7D, but found '"
                + text
                + "'");
      }
    }
  }
}
