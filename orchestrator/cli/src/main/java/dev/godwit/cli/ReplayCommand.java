package dev.godwit.cli;

import dev.godwit.cli.client.OrchestratorClient;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Plans, begins, pauses, continues and cancels the replay of a stage. */
@Command(
    name = "replay",
    description = {
      "Let a stage read records of the latest run again and do what is missing. Nothing that is done is done twice.",
      "Without --yes it prints the plan and sends nothing: topics, offsets, records, how many of them are done already, how long it will take.",
      "load writes rows that the target lacks; transform transforms quarantined records again; validate compares all rows with the target and changes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit replay acme --stage load",
      "  godwit replay acme --stage load --quarantined '*' --by ann --why \"the column is wider now\" --yes",
      "  godwit replay acme --stage load --from-failure --rate 2000 --by ann --yes",
      "  godwit replay acme --stage load --entity contacts --partition 3 --from-offset 120000",
      "  godwit replay acme --stage transform --quarantined BAD_DATE --by ann --yes",
      "  godwit replay acme --stage validate --by ann --yes",
      "  godwit replay acme --pause --by ann",
      "  godwit replay acme --resume --rate 500 --by ann",
      "  godwit replay acme --cancel --by ann"
    })
public final class ReplayCommand extends ReplayPublishing {
  /** Stages that can be replayed. */
  public enum Stage {
    transform,
    load,
    validate
  }

  @Option(
      names = "--stage",
      paramLabel = "transform|load|validate",
      description = "The stage that reads again.")
  Stage stage;

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      split = ",",
      converter = EntityConverter.class,
      description = "Only contacts, emails, engagements or live. Repeatable; all if left out.")
  List<String> entities = List.of();

  @Option(
      names = "--partition",
      paramLabel = "N",
      split = ",",
      description = "Only this partition of the input topics. Repeatable; all if left out.")
  List<Integer> partitions = List.of();

  @Option(
      names = "--from-offset",
      paramLabel = "N",
      description = "From this offset of the input topics on.")
  Long fromOffset;

  @Option(
      names = "--from-time",
      paramLabel = "ISO",
      converter = TimeConverter.class,
      description = "Only records of this time or later, such as 2026-03-01T10:00:00Z.")
  Instant fromTime;

  @Option(
      names = "--from-failure",
      description = "From the first record that the stage quarantined, or at which it failed.")
  boolean fromFailure;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Only these ids of the source: a file with one id a line, at most 10,000.")
  Path keysFile;

  @Option(
      names = "--quarantined",
      paramLabel = "REASON",
      description = "Only records in quarantine for this reason; '*' for every reason.")
  String quarantined;

  @Option(names = "--pause", description = "Let the replay that is on read nothing further.")
  boolean pause;

  @Option(
      names = "--resume",
      description = "Let a paused replay continue, or change the rate of one that is on.")
  boolean resume;

  @Option(
      names = "--cancel",
      description = "End the replay that is on, where it is; what it did stays.")
  boolean cancel;

  private List<String> keys = List.of();

  @Override
  String command() {
    return pause
        ? "PauseReplay"
        : resume ? "ResumeReplay" : cancel ? "CancelReplay" : "ReplayStage";
  }

  @Override
  boolean begins() {
    return !pause && !resume && !cancel;
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    check();
    keys = keysFile == null ? List.of() : KeysFile.read(keysFile, spec.commandLine());
    return super.run(client);
  }

  private void check() {
    long actions = Stream.of(pause, resume, cancel).filter(on -> on).count();
    if (actions > 1) {
      throw usage("Expected one of --pause, --resume and --cancel, but found %d.", actions);
    }
    if (actions == 1 && (stage != null || yes || selects() || (rate != 0 && !resume))) {
      throw usage(
          "Expected --pause, --resume (with --rate) or --cancel alone, but found options of a new replay.");
    }
    if (actions == 0 && stage == null) {
      throw usage(
          "Expected --stage transform, load or validate, or one of --pause, --resume and --cancel, but found neither.");
    }
    long starts =
        Stream.of(fromOffset != null, fromTime != null, fromFailure).filter(on -> on).count();
    if (starts > 1) {
      throw usage(
          "Expected one of --from-offset, --from-time and --from-failure, but found %d.", starts);
    }
    if (rate < 0) {
      throw usage("Expected --rate to be 0 or more records a second, but found %d.", rate);
    }
  }

  private boolean selects() {
    return !entities.isEmpty()
        || !partitions.isEmpty()
        || fromOffset != null
        || fromTime != null
        || fromFailure
        || keysFile != null
        || quarantined != null;
  }

  private ParameterException usage(String text, Object... values) {
    return new ParameterException(spec.commandLine(), String.format(Locale.ROOT, text, values));
  }

  @Override
  Map<String, Object> query() {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("stage", stage.name());
    query.put("entity", entities);
    query.put("partition", partitions);
    if (fromOffset != null) {
      query.put("fromOffset", fromOffset);
    }
    if (fromTime != null) {
      query.put("fromTime", fromTime);
    }
    query.put("fromFailure", fromFailure);
    query.put("keys", keys.size());
    if (quarantined != null) {
      query.put("quarantined", quarantined);
    }
    query.put("rate", rate);
    return query;
  }

  @Override
  List<String> options() {
    List<String> words = new ArrayList<>(List.of("--stage", stage.name()));
    entities.forEach(e -> words.addAll(List.of("--entity", e.toLowerCase(Locale.ROOT))));
    partitions.forEach(p -> words.addAll(List.of("--partition", String.valueOf(p))));
    if (fromOffset != null) {
      words.addAll(List.of("--from-offset", String.valueOf(fromOffset)));
    }
    if (fromTime != null) {
      words.addAll(List.of("--from-time", fromTime.toString()));
    }
    if (fromFailure) {
      words.add("--from-failure");
    }
    if (keysFile != null) {
      words.addAll(List.of("--keys", keysFile.toString()));
    }
    if (quarantined != null) {
      words.addAll(List.of("--quarantined", quarantined));
    }
    return words;
  }

  @Override
  void complete(Map<String, Object> fields) {
    if (pause || cancel) {
      return;
    }
    fields.put("rate", rate);
    if (resume) {
      return;
    }
    fields.put("stage", stage.name().toUpperCase(Locale.ROOT));
    fields.put("entities", entities);
    fields.put("partitions", partitions);
    fields.put("fromOffset", plan().fromOffset());
    fields.put("fromTimeMillis", fromTime == null ? null : fromTime.toEpochMilli());
    fields.put("keys", keys);
    fields.put("quarantined", quarantined);
  }

  static final class EntityConverter implements ITypeConverter<String> {
    private static final Set<String> ENTITIES = Set.of("CONTACTS", "EMAILS", "ENGAGEMENTS", "LIVE");

    @Override
    public String convert(String text) {
      String entity = text.strip().toUpperCase(Locale.ROOT);
      if (!ENTITIES.contains(entity)) {
        throw new TypeConversionException(
            "expected contacts, emails, engagements or live, but found '" + text + "'");
      }
      return entity;
    }
  }

  static final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "expected a time with its zone, such as 2026-03-01T10:00:00Z or 2026-03-01T11:00:00+01:00, but found '"
                + text
                + "'");
      }
    }
  }
}
