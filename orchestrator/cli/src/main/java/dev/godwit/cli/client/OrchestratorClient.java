package dev.godwit.cli.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.godwit.api.CommandAnswer;
import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.HeldRecordAnswer;
import dev.godwit.api.LoginCode;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.Problem;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.RebuildAnswer;
import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.ViewAnswer;
import dev.godwit.api.WhyAnswer;
import dev.godwit.identity.CommandRights;
import dev.godwit.identity.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The orchestrator over HTTP. Thread-safe.
 *
 * <p>Every call throws {@link UnreachableException} where nothing answers, which is retriable, and
 * {@link RefusedException} where the answer is a refusal, which is retriable with status 503.
 */
public final class OrchestratorClient {
  /** Address of the orchestrator where none is given. */
  public static final String DEFAULT_ADDRESS = "http://127.0.0.1:18080";

  private static final long BETWEEN_ASKS_MILLIS = 100;
  private static final Duration READING_TOPICS = Duration.ofMinutes(30);
  private static final Problem CUT_OFF =
      new Problem(
          "an export with its last line, which counts the records",
          "one that ends before it",
          "Try again; the orchestrator's log says why it broke off.");

  final Exchange calls;

  /**
   * @param address base address, e.g. {@code http://127.0.0.1:18080}
   * @param credentials the tokens to send
   */
  public OrchestratorClient(URI address, Credentials credentials) {
    this(address, credentials, null);
  }

  /**
   * @param name the identity of every request; null for one that has the role that it needs, or
   *     that a command names
   */
  public OrchestratorClient(URI address, Credentials credentials, String name) {
    this.calls = new Exchange(address, credentials, name);
  }

  /** Base address, without a slash at its end. */
  public URI address() {
    return calls.address;
  }

  /** All migrations, the one that changed last first. */
  public List<MigrationAnswer> migrations() {
    return read(get("/migrations"), new TypeReference<>() {});
  }

  /** One migration. */
  public MigrationAnswer migration(String customer) {
    return read(get(path(customer, "")), new TypeReference<>() {});
  }

  /**
   * The story of a migration.
   *
   * @param after only events with a greater sequence; 0 for all
   */
  public List<StoryLine> events(String customer, long after) {
    return read(get(path(customer, "/events?after=" + after)), new TypeReference<>() {});
  }

  /** Its decisions about data that does not fit, by number; those that were undone too. */
  public List<DecisionAnswer> decisions(String customer) {
    return read(get(path(customer, "/decisions")), new TypeReference<>() {});
  }

  /** Progress and lag of its latest run. */
  public ProgressAnswer progress(String customer) {
    return read(get(path(customer, "/progress")), new TypeReference<>() {});
  }

  /**
   * Progress and lag of latest runs.
   *
   * @param customer null for every migration
   */
  public List<ProgressAnswer> lag(String customer) {
    return read(
        get("/lag" + (customer == null ? "" : "?customer=" + encode(customer))),
        new TypeReference<>() {});
  }

  /**
   * The report of a run.
   *
   * @param run number of the run; 0 for the latest
   */
  public ReportAnswer report(String customer, int run) {
    return read(get(path(customer, "/report" + ofRun(run))), new TypeReference<>() {});
  }

  /** The same as a web page that loads nothing else. */
  public String reportPage(String customer, int run) {
    return get(path(customer, "/report.html" + ofRun(run)));
  }

  /**
   * The answer of a rehearsal.
   *
   * @param run number of the run; 0 for the newest rehearsal
   */
  public RehearsalAnswer rehearsal(String customer, int run) {
    return read(get(path(customer, "/rehearsal" + ofRun(run))), new TypeReference<>() {});
  }

  /**
   * The records with personal data that the topics hold of a customer; the orchestrator reads all
   * of these topics for it.
   */
  public PersonalDataAnswer personalData(String customer) {
    return read(
        calls.get(path(customer, "/personal-data"), READING_TOPICS), new TypeReference<>() {});
  }

  /** The same as a web page that loads nothing else. */
  public String rehearsalPage(String customer, int run) {
    return get(path(customer, "/rehearsal.html" + ofRun(run)));
  }

  /**
   * The quarantined records of a run, by reason.
   *
   * @param run number of the run; 0 for the latest
   */
  public List<QuarantineAnswer> quarantine(String customer, int run) {
    String query = "?causes=true" + (run == 0 ? "" : "&run=" + run);
    return read(get(path(customer, "/quarantine" + query)), new TypeReference<>() {});
  }

  /**
   * Every quarantined record of a run, while they arrive.
   *
   * @param run number of the run; 0 for the latest
   * @param withValues whether the records' values are sent too
   * @param sink receives each record
   */
  public QuarantinedRecordAnswer.End quarantinedRecords(
      String customer, int run, boolean withValues, Consumer<QuarantinedRecordAnswer> sink) {
    String query = "?values=" + withValues + (run == 0 ? "" : "&run=" + run);
    HttpRequest request =
        calls
            .reading(URI.create(calls.address + path(customer, "/quarantine/records" + query)))
            .header("Accept", "application/x-ndjson, application/json")
            .build();
    try {
      HttpResponse<Stream<String>> response =
          calls.http.send(request, HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() / 100 != 2) {
          throw new RefusedException(
              response.statusCode(),
              calls.problem(
                  lines.collect(Collectors.joining("\n")), response.uri(), response.statusCode()));
        }
        Iterator<String> each = lines.iterator();
        String last = each.hasNext() ? each.next() : "";
        while (each.hasNext()) {
          sink.accept(read(last, new TypeReference<>() {}));
          last = each.next();
        }
        if (!last.startsWith("{\"records\":")) {
          throw new RefusedException(503, CUT_OFF);
        }
        return read(last, new TypeReference<>() {});
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UnreachableException(calls.address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(calls.address, e);
    }
  }

  /**
   * Records in quarantine, with what waits for each.
   *
   * @param query {@code entity}, {@code reason}, {@code key}, {@code run}, {@code values} and
   *     {@code most}
   */
  public HeldRecordAnswer.Page heldRecords(String customer, Map<String, ?> query) {
    return read(
        get(path(customer, "/quarantine/held" + parameters(query))), new TypeReference<>() {});
  }

  /**
   * The plan of a redrive of the latest run.
   *
   * @param selection {@code entities}, {@code keys} and {@code reason}
   */
  public RedrivePlanAnswer redrivePlan(String customer, Map<String, ?> selection) {
    return read(
        exchange(
            request(path(customer, "/quarantine/redrive-plan"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(selection)))
                .build()),
        new TypeReference<>() {});
  }

  /** The reasons for which the migration waits, since when, and the commands that help. */
  public WhyAnswer why(String customer) {
    return read(get(path(customer, "/why")), new TypeReference<>() {});
  }

  /**
   * The plan of a replay of the latest run.
   *
   * @param query parameters of the plan, with their values as they are; a list is one parameter
   *     several times
   */
  public ReplayPlanAnswer replayPlan(String customer, Map<String, ?> query) {
    return read(get(path(customer, "/replay-plan" + parameters(query))), new TypeReference<>() {});
  }

  private static String parameters(Map<String, ?> query) {
    StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");
    query.forEach(
        (name, value) -> {
          for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            text.add(name + "=" + encode(String.valueOf(one)));
          }
        });
    return text.toString();
  }

  /** State and position of the read model. */
  public ViewAnswer view() {
    return read(get("/view"), new TypeReference<>() {});
  }

  /** Drops the read model, which builds itself again from the topics; migrations continue. */
  public ViewAnswer rebuildView() {
    return read(
        exchange(
            calls
                .request("/view/rebuild", Role.ADMINISTRATOR, null)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build()),
        new TypeReference<>() {});
  }

  /** How far a rebuild is. */
  public RebuildAnswer rebuild() {
    return read(get("/rebuild"), new TypeReference<>() {});
  }

  /** Orders to build the read model, the engine's stores, or both again from the topics. */
  public RebuildAnswer rebuild(boolean view, boolean stores) {
    return read(
        exchange(
            calls
                .request("/rebuild?view=" + view + "&stores=" + stores, Role.ADMINISTRATOR, null)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build()),
        new TypeReference<>() {});
  }

  /**
   * Publishes a command; returns when Kafka has it.
   *
   * @param command the command as the topic has it: {@code command}, {@code customer}, {@code by},
   *     ...; the identity of {@code by} sends it where the client has none, and any with the right
   *     where there is no {@code by} either
   */
  public CommandAnswer.Received send(Map<String, ?> command) {
    Role needed =
        CommandRights.needed(String.valueOf(command.get("command"))).orElse(Role.OPERATOR);
    return read(
        exchange(
            calls
                .request("/commands", needed, (String) command.get("by"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(command)))
                .build()),
        new TypeReference<>() {});
  }

  /** The answer to a command; pending where the command is not known. */
  public CommandAnswer answer(String commandId) {
    return read(get("/commands/" + encode(commandId)), new TypeReference<>() {});
  }

  /**
   * Asks until a command is answered, also while the read model is unavailable.
   *
   * @param timeout how long to ask at most
   * @return the answer; pending at the timeout
   */
  public CommandAnswer await(String commandId, Duration timeout) throws InterruptedException {
    Instant until = Instant.now().plus(timeout);
    while (true) {
      CommandAnswer answer;
      try {
        answer = answer(commandId);
      } catch (RefusedException e) {
        if (e.status() != 503) {
          throw e;
        }
        answer = CommandAnswer.pending(commandId);
      }
      if (answer.state() != CommandAnswer.State.PENDING || Instant.now().isAfter(until)) {
        return answer;
      }
      Thread.sleep(BETWEEN_ASKS_MILLIS);
    }
  }

  /** A code for a link that logs the identity of this client into the pages, once. */
  public LoginCode loginCode() {
    return read(
        exchange(request("/login/codes").POST(HttpRequest.BodyPublishers.noBody()).build()),
        new TypeReference<>() {});
  }

  String get(String path) {
    return calls.get(path);
  }

  <T> T read(String body, TypeReference<T> type) {
    return calls.read(body, type);
  }

  private HttpRequest.Builder request(String path) {
    return calls.request(path);
  }

  private String exchange(HttpRequest request) {
    return calls.exchange(request);
  }

  private static String ofRun(int run) {
    return run == 0 ? "" : "?run=" + run;
  }

  static String path(String customer, String rest) {
    return "/migrations/" + encode(customer) + rest;
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
