package dev.godwit.local.quarantine;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.canonical.DerivedId;
import dev.godwit.cli.AddFixCommand;
import dev.godwit.cli.ExitCodes;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.common.v1.Fix;
import dev.godwit.common.v1.RunKind;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.decision.DecisionReader;
import dev.godwit.worker.decision.RunDecisions;
import dev.godwit.worker.decision.StoredDecision;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Shows what a fix would do to the records in quarantine, and decides it once that is confirmed.
 */
@Command(
    name = "fix",
    description = {
      "Show what a fix would do to records in quarantine, and decide it with --yes.",
      "The transformer's code transforms the records of the latest run again, with the fixes that hold and this one: how many it changes, some of them before and after, what they violate then. The values of these are shown; they are personal data.",
      "A fix that changes nothing, leaves records in quarantine or makes another violation is decided only where --accept names that.",
      "ACTION and options are those of: godwit fixes add --help."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit quarantine fix acme TRUNCATE contacts.outlet --limit 40 --mark … --by ann --why \"as the target shows it\"",
      "  godwit quarantine fix acme EDIT contacts.address --id 4711 --to jane@example.com --by ann --why \"a typing error\" --yes",
      "  godwit quarantine fix acme MAP contacts.language --from xx --to und --by ann --why \"unknown\" --accept STILL_VIOLATES --yes"
    })
public final class QuarantineFixCommand extends AddFixCommand {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Set<String> FINDINGS =
      Set.of(FixPreview.CHANGES_NOTHING, FixPreview.STILL_VIOLATES, FixPreview.NEW_VIOLATION);

  @Spec private CommandSpec fixSpec;
  @Mixin private StackOptions options;

  @Option(names = "--yes", description = "Decide it; without it, only the preview is printed.")
  private boolean yes;

  @Option(
      names = "--accept",
      paramLabel = "FINDING",
      split = ",",
      description =
          "Decide it though the preview finds this: CHANGES_NOTHING, STILL_VIOLATES or NEW_VIOLATION. Repeatable.")
  private List<String> accepted = List.of();

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "5",
      description = "Changed values that are shown (${DEFAULT-VALUE}).")
  private int samples;

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    for (String one : accepted) {
      if (!FINDINGS.contains(one)) {
        throw new ParameterException(
            fixSpec.commandLine(),
            "expected --accept of %s, but found '%s'".formatted(new TreeSet<>(FINDINGS), one));
      }
    }
    Preview preview = preview(client);
    if (preview.problem() != null) {
      fixSpec.commandLine().getErr().println(preview.problem());
      fixSpec.commandLine().getErr().flush();
      return ExitCodes.UNAVAILABLE;
    }
    PrintWriter out = fixSpec.commandLine().getOut();
    if (isJson()) {
      out.println(Json.pretty(preview.result()));
    } else {
      FixPreviewText.print(preview.result(), preview.unreadable(), entity(), out);
    }
    Set<String> open = new TreeSet<>(preview.result().findings());
    open.removeAll(accepted);
    if (!yes) {
      if (!isJson()) {
        out.println(
            open.isEmpty()
                ? "Nothing is decided. Decide it with --yes."
                : "Nothing is decided. Decide it all the same with --accept %s --yes."
                    .formatted(String.join(",", open)));
      }
      return ExitCodes.OK;
    }
    if (!open.isEmpty()) {
      fixSpec
          .commandLine()
          .getErr()
          .printf(
              "Expected a fix after which its records can continue, found %s. Nothing is decided. Change the fix, or decide it all the same with --accept %s.%n",
              String.join(", ", open), String.join(",", open));
      fixSpec.commandLine().getErr().flush();
      return ExitCodes.REJECTED;
    }
    int code = super.run(client);
    if (code == ExitCodes.OK && !isJson()) {
      out.println("Let the records go on: " + redrive());
    }
    return code;
  }

  /**
   * A preview, or why there is none.
   *
   * @param problem a sentence; null where there is a preview
   */
  private record Preview(FixPreview.Result result, long unreadable, String problem) {}

  private Preview preview(OrchestratorClient client) {
    Map<String, String> variables =
        options.settings().packEnvironment(StackSettings.processEnvironment());
    KafkaSettings kafka = KafkaSettings.of(variables);
    MigrationAnswer migration = client.migration(customer());
    if (migration.runs().isEmpty()) {
      return new Preview(
          null,
          0,
          "Expected a run of %s with records in quarantine, found none; rehearse it first."
              .formatted(customer()));
    }
    MigrationAnswer.Run run = migration.runs().getLast();
    try {
      TargetPack pack =
          checked(
              Packs.open(Path.of(variables.get("GODWIT_PACKS")), variables::get)
                  .target(migration.targetPack()));
      FixPreview preview =
          new FixPreview(
              new RunSpec(
                  RunSpec.idOf(customer(), run.run()),
                  customer(),
                  run.run(),
                  RunKind.valueOf(run.kind()),
                  migration.sourcePack(),
                  migration.targetPack(),
                  DerivedId.ORDERED),
              pack,
              entity(),
              decided(client, kafka),
              new StoredDecision.Fixes(Long.MAX_VALUE, List.of(avro())),
              samples);
      HeldRecords held =
          new HeldRecords(kafka, RunSpec.idOf(customer(), run.run()), run.startedAt(), entity());
      held.read(preview::add);
      return new Preview(preview.result(), held.unreadable(), null);
    } catch (PackException | IllegalArgumentException e) {
      return new Preview(null, 0, "The target pack cannot be used: " + e.getMessage());
    } catch (SQLException e) {
      return new Preview(
          null, 0, "The target's catalogue cannot be read: SQLSTATE " + e.getSQLState());
    } catch (KafkaException e) {
      return new Preview(null, 0, "Kafka cannot be read: " + e.getMessage());
    } catch (StageFailedException e) {
      return new Preview(null, 0, e.getMessage() + " " + e.action());
    }
  }

  private static TargetPack checked(TargetPack pack) throws SQLException {
    try (Connection connection = pack.database().openForShortReads(LONGEST)) {
      return PackCheck.againstCatalogue(pack, connection);
    }
  }

  private RunDecisions decided(OrchestratorClient client, KafkaSettings kafka)
      throws StageFailedException {
    List<Long> positions =
        client.decisions(customer()).stream()
            .filter(one -> one.kind() == DecisionAnswer.Kind.FIX && one.holds())
            .map(DecisionAnswer::position)
            .toList();
    return new DecisionReader(kafka).read(customer(), positions);
  }

  private Entity entity() {
    String name = (String) fix().get("entity");
    try {
      return Entity.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(fixSpec.commandLine(), e.getMessage(), e);
    }
  }

  private Fix avro() {
    Map<String, Object> fix = fix();
    return Fix.newBuilder()
        .setAction((String) fix.get("action"))
        .setEntity((String) fix.get("entity"))
        .setField((String) fix.get("field"))
        .setReason((String) fix.get("reason"))
        .setLegacyId((String) fix.get("legacyId"))
        .setLimit((Integer) fix.get("limit"))
        .setMark((String) fix.get("mark"))
        .setFrom((String) fix.get("from"))
        .setTo((String) fix.get("to"))
        .setSeparator((String) fix.get("separator"))
        .setInto((String) fix.get("into"))
        .build();
  }

  private String redrive() {
    Map<String, Object> fix = new LinkedHashMap<>(fix());
    String chosen =
        fix.containsKey("legacyId")
            ? "--id " + fix.get("legacyId")
            : "--reason " + fix.getOrDefault("reason", "'*'");
    return "godwit quarantine redrive %s --entity %s %s"
        .formatted(customer(), entity().text().toLowerCase(Locale.ROOT), chosen);
  }
}
