package dev.godwit.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.records.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the services of this machine read their packs again, and shows what each has. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description = {
      "Make the services read their packs again, and show what each has.",
      "Nothing is restarted. An open run continues only with the files that it was assessed with."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all services have the same packs, without a finding",
      "1:a pack has findings, or two services have different files of it",
      "2:a service did not answer",
      "64:the command line is wrong"
    },
    exitCodeOnInvalidInput = 64,
    footer = {"", "Examples:", "  godwit packs reload", "  godwit packs reload --json"})
final class PacksReload implements Callable<Integer> {
  private static final List<Part> WITH_PACKS =
      List.of(Part.EXTRACTOR, Part.TRANSFORMER, Part.LOADER, Part.VALIDATOR);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int SHOWN = 12;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Option(names = "--json", description = "Print JSON, one object for each service.")
  private boolean json;

  /**
   * The answer of a service.
   *
   * @param service its name
   * @param packs what it has; null where it did not answer
   * @param problem why it did not answer; null where it did
   */
  record Answer(String service, ObjectNode packs, String problem) {}

  @Override
  public Integer call() throws InterruptedException {
    StackSettings settings = options.settings();
    List<Answer> answers = new ArrayList<>();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (Part part : WITH_PACKS) {
        answers.add(reload(http, part, settings.http() + settings.port(part.port())));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(answers).toPrettyString());
    } else {
      lines(answers).forEach(out::println);
    }
    out.flush();
    return exitCode(answers);
  }

  private Answer reload(HttpClient http, Part part, String address) throws InterruptedException {
    String url = address + "/packs/reload";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer(part.label(), url, answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(part.label(), null, "does not answer at " + url);
    }
  }

  /** The answer as the service gave it; it is none where it is no object of JSON. */
  static Answer answer(String service, String url, int status, String body) {
    if (status != OK) {
      return new Answer(service, null, "answered with status " + status + " at " + url);
    }
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode packs) {
        return new Answer(service, packs, null);
      }
    } catch (JsonProcessingException e) {
      // The text below says all that can be said of it.
    }
    return new Answer(service, null, "answered with something else than its packs at " + url);
  }

  /** For people: a line for each pack of each service, and what differs. */
  static List<String> lines(List<Answer> answers) {
    List<String> lines = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer.packs() == null) {
        lines.add(
            "%s %s: it reads its packs when it is started (godwit up --only %s)"
                .formatted(answer.service(), answer.problem(), answer.service()));
        continue;
      }
      lines.add("%s: %s".formatted(answer.service(), answer.packs().path("directory").asText()));
      for (JsonNode pack : answer.packs().path("packs")) {
        lines.add("  " + line(pack));
        pack.path("findings").forEach(finding -> lines.add("    " + finding.asText()));
      }
    }
    differing(answers)
        .forEach(
            name ->
                lines.add(
                    "Expected all services to have the same files of pack %s, found different ones: copy them to the folders above and reload again."
                        .formatted(name)));
    return lines;
  }

  private static String line(JsonNode pack) {
    String name = pack.path("pack").asText();
    int findings = pack.path("findings").size();
    String state =
        findings == 0 ? "no finding" : Counted.of(findings, "finding") + ", its runs are refused";
    return "%s (%s)%s: %s"
        .formatted(
            name.isEmpty() ? "the folder" : name,
            shown(pack.path("fingerprint").asText()),
            pack.path("changed").asBoolean() ? ", changed" : "",
            state);
  }

  private static String shown(String fingerprint) {
    return fingerprint.isEmpty()
        ? "not readable"
        : fingerprint.substring(0, Math.min(SHOWN, fingerprint.length()));
  }

  /** Packs of which two services have different files, or one has none. */
  private static Set<String> differing(List<Answer> answers) {
    Map<String, Set<String>> fingerprints = new TreeMap<>();
    Map<String, Integer> services = new TreeMap<>();
    List<Answer> answered = answers.stream().filter(answer -> answer.packs() != null).toList();
    for (Answer answer : answered) {
      for (JsonNode pack : answer.packs().path("packs")) {
        String name = pack.path("pack").asText();
        fingerprints
            .computeIfAbsent(name, n -> new TreeSet<>())
            .add(pack.path("fingerprint").asText());
        services.merge(name, 1, Integer::sum);
      }
    }
    Set<String> differing = new TreeSet<>();
    fingerprints.forEach(
        (name, found) -> {
          if (found.size() > 1 || services.get(name) < answered.size()) {
            differing.add(name);
          }
        });
    return differing;
  }

  static int exitCode(List<Answer> answers) {
    boolean findings =
        answers.stream()
            .filter(answer -> answer.packs() != null)
            .flatMap(answer -> answer.packs().path("packs").valueStream())
            .anyMatch(pack -> !pack.path("findings").isEmpty());
    if (findings || !differing(answers).isEmpty()) {
      return 1;
    }
    return answers.stream().anyMatch(answer -> answer.packs() == null) ? 2 : 0;
  }

  static ArrayNode json(List<Answer> answers) {
    ArrayNode all = MAPPER.createArrayNode();
    for (Answer answer : answers) {
      ObjectNode node = all.addObject();
      node.put("service", answer.service());
      node.put("problem", answer.problem());
      if (answer.packs() != null) {
        node.setAll(answer.packs());
      }
    }
    return all;
  }
}
