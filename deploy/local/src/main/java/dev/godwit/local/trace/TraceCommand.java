package dev.godwit.local.trace;

import dev.godwit.api.Problem;
import dev.godwit.cli.ExitCodes;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.Packs;
import dev.godwit.records.Entity;
import dev.godwit.wire.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one record's route from the source to the target. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Show one record's whole route in a run: the row of the source as it is now, its chunk, its merge group, the extracted and the transformed record, the loaded range, the quarantine with its reason, and the rows of the target as they are now; for an email its live events as well.",
      "ID is an id of the source or of the target; for a contact also its address, for an email its message id.",
      "Nothing is written. Topics are read from offsets that times, receipts and events lead to. Without --with-values, only ids, positions and times are shown."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the record was found, and every place was read",
      "1:no place holds the record; the places are listed",
      "2:wrong usage, or an entity or a pack that is not there",
      "3:several records fit; their ids are listed",
      "4:the orchestrator does not answer",
      "5:no such migration, or no such run",
      "8:a place could not be read, or not to its end; the others are shown"
    },
    footer = {
      "",
      "Examples:",
      "  godwit trace acme --contact 4711",
      "  godwit trace acme --contact ann@example.org --run 1",
      "  godwit trace acme --email '<a1@mail.example>' --json",
      "  godwit trace acme --entity lists 12 --with-values"
    })
public final class TraceCommand implements Callable<Integer> {
  private static final int SEVERAL = 3;
  private static final int NOT_FOUND = 1;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  private String customer;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      arity = "0..1",
      description = "With --entity: the record's id.")
  private String id;

  @ArgGroup(multiplicity = "1")
  private Which which;

  /** Exactly one of them. */
  private static final class Which {
    @Option(names = "--contact", paramLabel = "ID", description = "A contact.")
    private String contact;

    @Option(names = "--email", paramLabel = "ID", description = "An email.")
    private String email;

    @Option(names = "--engagement", paramLabel = "ID", description = "An engagement.")
    private String engagement;

    @Option(
        names = "--entity",
        paramLabel = "ENTITY",
        description = "A record of this entity of the source pack; its ID follows.")
    private String entity;
  }

  @Option(
      names = "--run",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the run; default: the latest.")
  private int run;

  @Option(
      names = "--with-values",
      description = "Show values of rows and records too; they are personal data.")
  private boolean withValues;

  @Option(
      names = "--read-at-most",
      paramLabel = "RECORDS",
      defaultValue = "2000000",
      description = "Most records that are read of each range of a topic (${DEFAULT-VALUE}).")
  private long mostRecords;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    TraceRequest request = request();
    Map<String, String> variables =
        options.settings().packEnvironment(StackSettings.processEnvironment());
    KafkaSettings kafka = KafkaSettings.of(variables);
    try {
      Tracer tracer =
          new Tracer(
              StackIdentities.client(options.settings(), variables.get("GODWIT_ORCHESTRATOR")),
              Packs.open(Path.of(variables.get("GODWIT_PACKS")), variables::get),
              kafka,
              () -> registryProblem(kafka.registryUrl()),
              mostRecords);
      return show(request, tracer.trace(request));
    } catch (TraceRefusedException e) {
      complain("The record cannot be traced.", e.problem());
      return e.isUnknownRun() ? ExitCodes.UNKNOWN : ExitCodes.USAGE;
    } catch (UnreachableException e) {
      complain("The orchestrator does not answer.", e.problem());
      return ExitCodes.UNREACHABLE;
    } catch (RefusedException e) {
      complain("The orchestrator could not do that.", e.problem());
      return e.status() == 404 ? ExitCodes.UNKNOWN : ExitCodes.UNAVAILABLE;
    } finally {
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().flush();
    }
  }

  /** The request of the options, before anything is read. */
  TraceRequest request() {
    if ((which.entity != null) != (id != null)) {
      throw new ParameterException(
          spec.commandLine(),
          which.entity != null
              ? "Expected an ID behind --entity %s, found none; write: godwit trace %s --entity %s ID"
                  .formatted(which.entity, customer, which.entity)
              : "Expected one ID, found a second, '%s'; only --entity takes the ID as a word of its own"
                  .formatted(id));
    }
    if (run < 0 || mostRecords < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected --run from 1 and --read-at-most from 1, found %d and %d; correct them"
              .formatted(run, mostRecords));
    }
    String wanted =
        which.contact != null
            ? which.contact
            : which.email != null ? which.email : which.engagement != null ? which.engagement : id;
    if (wanted.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "Expected an ID, found an empty text; name the record's id");
    }
    return new TraceRequest(customer, entity(), wanted.strip(), run, withValues);
  }

  private Entity entity() {
    if (which.contact != null) {
      return Entity.CONTACTS;
    }
    if (which.email != null) {
      return Entity.EMAILS;
    }
    if (which.engagement != null) {
      return Entity.ENGAGEMENTS;
    }
    try {
      return Entity.valueOf(which.entity);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int show(TraceRequest request, Trace trace) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(trace));
    } else if (trace.candidates().isEmpty()) {
      TraceText.print(trace, request.noun(), out, ZoneId.systemDefault());
    }
    if (!trace.candidates().isEmpty()) {
      complain(
          "Several records fit.",
          new Problem(
              "one " + request.noun() + " of customer " + customer,
              "%d, with the ids %s"
                  .formatted(trace.candidates().size(), String.join(", ", trace.candidates())),
              "Name one of them by its id."));
      return SEVERAL;
    }
    if (trace.isIncomplete()) {
      return ExitCodes.UNAVAILABLE;
    }
    if (!trace.isFound()) {
      complain(
          "No place holds it.",
          new Problem(
              "a " + request.noun() + " of customer " + customer + " with that id",
              "none in the source, in the topics of run %d, in its quarantine or in the target"
                  .formatted(trace.run()),
              "The steps say where each place was looked in. Check the id, or name another run with --run."));
      return NOT_FOUND;
    }
    return ExitCodes.OK;
  }

  private void complain(String headline, Problem problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(headline);
    err.print(problem.text());
  }

  /** Records cannot be decoded without the registry, and decoding would wait for it. */
  private static String registryProblem(String url) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() >= 500
          ? "the schema registry at %s answers with status %d.".formatted(url, answer.statusCode())
          : null;
    } catch (IOException e) {
      return "the schema registry at %s does not answer.".formatted(url);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "waiting for the schema registry at %s was interrupted.".formatted(url);
    }
  }
}
