package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.api.RunOutcome;
import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.cli.client.Json;
import dev.godwit.local.stack.FreePorts;
import dev.godwit.local.stack.Port;
import dev.godwit.local.trace.TraceCommand;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Identity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/**
 * The command {@code trace}: contacts that merged, one in quarantine, an email with live events.
 */
@ExtendWith(SharedStack.class)
class TraceIT {
  private static final int LIVE_RUN = 2;

  private static Customer customer;
  private static SimpleTraffic traffic;

  private final RunningGodwit godwit;

  TraceIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  /** The output of a call, and its exit code. */
  private record Printed(int code, String out, String err) {
    JsonNode json() {
      try {
        return Json.mapper().readTree(out);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(out + err, e);
      }
    }
  }

  /** A customer that was committed while live events arrived, once for all tests of the class. */
  private void committed() {
    if (customer != null) {
      return;
    }
    Customer made = godwit.customer("traced");
    made.create(120, 300, 600);
    made.rehearse();
    made.approve();
    SimpleTraffic events = new SimpleTraffic(godwit, made);
    try (events) {
      made.beginLiveRun();
      made.awaitOutcome(RunOutcome.COMMITTED);
    }
    new TrafficResult(godwit, made, events).isAllInTheTargetOnce();
    customer = made;
    traffic = events;
  }

  @Test
  void shouldShowTheWholeRouteOfAContactThatMerged() {
    committed();
    Identity merged =
        new TopicReader(godwit)
            .all(Topics.IDENTITIES, Identity.class).stream()
                .filter(one -> one.getRunId().equals(customer.id() + "/" + LIVE_RUN))
                .filter(one -> !one.getSurvivorId().equals(one.getLegacyId()))
                .filter(one -> !isQuarantined("CONTACTS", one.getSurvivorId()))
                .findFirst()
                .orElseThrow();

    Printed printed = trace("--contact", merged.getLegacyId(), "--json");

    assertThat(printed.code()).as(printed.err()).isZero();
    assertThat(outcomes(printed.json()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "source", "FOUND",
                "chunk", "FOUND",
                "merged", "FOUND",
                "extracted", "FOUND",
                "transformed", "FOUND",
                "loaded", "FOUND",
                "quarantine", "NONE",
                "target", "FOUND"));
    JsonNode extracted = step(printed.json(), "extracted");
    assertThat(step(printed.json(), "merged").at("/facts/survivor").asText())
        .isEqualTo(merged.getSurvivorId());
    assertThat(extracted.at("/facts/members")).hasSize(merged.getGroupSize());
    assertThat(extracted.at("/facts/members").get(0).asText()).isEqualTo(merged.getSurvivorId());
    assertThat(step(printed.json(), "transformed").at("/facts/partition"))
        .isEqualTo(extracted.at("/facts/partition"));
    assertThat(step(printed.json(), "target").at("/facts/rows/crm.contact").asInt()).isOne();
    isAtItsOffset(extracted, merged.getSurvivorId());
    isAtItsOffset(step(printed.json(), "transformed"), merged.getSurvivorId());

    String targetId = step(printed.json(), "target").at("/facts/targetId").asText();
    assertThat(trace("--contact", targetId, "--json").json().get("id").asText())
        .isEqualTo(merged.getSurvivorId());
    severalHaveTheAddressOf(merged);
    knowsThatTheRehearsalIsPurged(merged);
  }

  private void isAtItsOffset(JsonNode step, String id) {
    JsonNode facts = step.get("facts");
    IndexedRecord record =
        new TopicReader(godwit)
            .rowAt(
                facts.get("topic").asText(),
                facts.get("partition").asInt(),
                facts.get("offset").asLong());
    assertThat(record.get(record.getSchema().getField("runId").pos()))
        .hasToString(customer.id() + "/" + LIVE_RUN);
    assertThat(record.get(record.getSchema().getField("legacyId").pos())).hasToString(id);
  }

  private void severalHaveTheAddressOf(Identity merged) {
    String address = address(merged.getLegacyId());

    Printed several = trace("--contact", address);

    assertThat(several.code()).isEqualTo(3);
    assertThat(several.err())
        .contains(merged.getLegacyId(), merged.getSurvivorId(), "Name one of them by its id.");

    String single =
        godwit
            .databases()
            .sourceRows("select id::text, email from contact where customer_id = ?", customer.id())
            .stream()
            .filter(row -> NormalisedAddress.of(row.get(1)).isPresent())
            .collect(Collectors.groupingBy(row -> NormalisedAddress.of(row.get(1)).orElseThrow()))
            .values()
            .stream()
            .filter(rows -> rows.size() == 1)
            .map(rows -> rows.getFirst().getFirst())
            .findFirst()
            .orElseThrow();
    assertThat(
            trace("--contact", "  " + address(single).toUpperCase(Locale.ROOT), "--json")
                .json()
                .get("id")
                .asText())
        .isEqualTo(single);
  }

  private String address(String contact) {
    return godwit
        .databases()
        .sourceRows(
            "select email from contact where customer_id = ? and id = ?::bigint",
            customer.id(),
            contact)
        .getFirst()
        .getFirst();
  }

  private void knowsThatTheRehearsalIsPurged(Identity merged) {
    Printed rehearsal = trace("--contact", merged.getLegacyId(), "--run", "1", "--json");

    assertThat(outcomes(rehearsal.json()))
        .containsEntry("extracted", "FOUND")
        .containsEntry("transformed", "FOUND")
        .containsEntry("target", "GONE");
    assertThat(step(rehearsal.json(), "target").get("text").asText())
        .contains("purged with run 1", "crm_staging");
  }

  @Test
  void shouldShowWhyAContactIsInQuarantineWithoutItsValues() {
    committed();
    String id =
        new TopicReader(godwit)
            .quarantine(customer.id() + "/" + LIVE_RUN).ids("CONTACTS").stream()
                .min(String::compareTo)
                .orElseThrow();

    Printed printed = trace("--contact", id, "--json");

    assertThat(printed.code()).as(printed.err()).isZero();
    JsonNode quarantine = step(printed.json(), "quarantine");
    assertThat(quarantine.get("outcome").asText()).isEqualTo("QUARANTINED");
    assertThat(quarantine.at("/facts/reason").asText()).isNotEmpty();
    assertThat(outcomes(printed.json()))
        .containsEntry("extracted", "FOUND")
        .containsEntry("target", "NONE");
    assertThat(quarantine.at("/facts/offset"))
        .isEqualTo(step(printed.json(), "extracted").at("/facts/offset"));
    for (JsonNode step : printed.json().get("steps")) {
      assertThat(step.get("values")).as(step.get("name").asText()).isEmpty();
    }

    Printed withValues = trace("--contact", id, "--json", "--with-values");
    assertThat(step(withValues.json(), "source").at("/values/id").asText()).isEqualTo(id);
    assertThat(step(withValues.json(), "extracted").get("values")).isNotEmpty();
    assertThat(trace("--contact", id).out()).contains("x quarantine", "contact " + id);
  }

  @Test
  void shouldShowTheLiveEventsOfAnEmail() {
    committed();
    Set<String> broken =
        new TopicReader(godwit).quarantine(customer.id() + "/" + LIVE_RUN).ids("EMAILS");
    Map<String, Set<String>> byEmail = new TreeMap<>();
    traffic
        .rowByEvent()
        .forEach(
            (event, row) ->
                byEmail.computeIfAbsent(row.getFirst(), email -> new HashSet<>()).add(event));
    String email =
        byEmail.keySet().stream().filter(one -> !broken.contains(one)).findFirst().orElseThrow();
    String messageId =
        godwit
            .databases()
            .sourceRows(
                "select message_id from email where customer_id = ? and id = ?::bigint",
                customer.id(),
                email)
            .getFirst()
            .getFirst();

    Printed printed = trace("--email", messageId, "--json");

    assertThat(printed.code()).as(printed.err()).isZero();
    assertThat(printed.json().get("id").asText()).isEqualTo(email);
    Set<String> loaded = new HashSet<>();
    for (JsonNode event : step(printed.json(), "live").get("items")) {
      assertThat(event.get("outcome").asText()).as(event.toString()).isEqualTo("FOUND");
      loaded.add(event.at("/facts/event").asText());
    }
    assertThat(loaded).containsAll(byEmail.get(email));
    assertThat(outcomes(printed.json()))
        .containsEntry("transformed", "FOUND")
        .containsEntry("target", "FOUND");

    if (!broken.isEmpty()) {
      Printed refused = trace("--email", broken.iterator().next(), "--json");
      assertThat(step(refused.json(), "quarantine").get("outcome").asText())
          .isEqualTo("QUARANTINED");
      for (JsonNode event : step(refused.json(), "live").get("items")) {
        assertThat(event.get("outcome").asText()).isEqualTo("QUARANTINED");
      }
    }
    isTraced(
        "--engagement",
        "select id::text from engagement where customer_id = ? order by id limit 50",
        new TopicReader(godwit).quarantine(customer.id() + "/" + LIVE_RUN).ids("ENGAGEMENTS"));
  }

  /** The first row that is not in quarantine is in the target, by its own id. */
  private void isTraced(String option, String rows, Set<String> quarantined) {
    String id =
        godwit.databases().sourceRows(rows, customer.id()).stream()
            .map(List::getFirst)
            .filter(one -> !quarantined.contains(one))
            .findFirst()
            .orElseThrow();
    Printed printed = trace(option, id, "--json");
    assertThat(printed.code()).as(printed.err()).isZero();
    assertThat(outcomes(printed.json()))
        .containsEntry("extracted", "FOUND")
        .containsEntry("transformed", "FOUND")
        .containsEntry("target", "FOUND");
  }

  @Test
  void shouldRefuseWhatIsNotThereAndListTheAlternatives() {
    committed();
    Printed nothing = trace("--contact", "no-such-id");
    assertThat(nothing.code()).as(nothing.out()).isEqualTo(1);
    assertThat(nothing.out()).contains("Looked in: ids of the source, ids of the target");
    assertThat(nothing.err()).contains("No place holds it.", "run 2");

    assertThat(trace("--entity", "lists", "1").err())
        .contains("an entity of the source pack", "'lists'", "contacts, emails, engagements");
    assertThat(trace("--contact", "1", "--run", "9").err())
        .contains("run 9 of customer " + customer.id(), "the runs 1, 2");
    Printed unknown = call(List.of("no-such-customer", "--contact", "1"), Map.of());
    assertThat(unknown.code()).isEqualTo(5);
    assertThat(unknown.err()).contains("no-such-customer");
  }

  @Test
  void shouldShowTheOtherStepsWhereTheDatabasesAreDown() {
    committed();
    String id =
        godwit
            .databases()
            .targetRows(
                "select legacy_id from crm.contact where customer_id = ? order by id limit 1",
                customer.id())
            .getFirst()
            .getFirst();

    Printed printed =
        call(
            List.of(customer.id(), "--contact", id, "--json"),
            Map.of(Port.POSTGRES, FreePorts.next()));

    assertThat(printed.code()).as(printed.err()).isEqualTo(8);
    assertThat(outcomes(printed.json()))
        .containsEntry("source", "UNREACHABLE")
        .containsEntry("target", "UNREACHABLE")
        .containsEntry("extracted", "FOUND")
        .containsEntry("transformed", "FOUND");
  }

  private boolean isQuarantined(String entity, String id) {
    return new TopicReader(godwit)
        .quarantine(customer.id() + "/" + LIVE_RUN)
        .ids(entity)
        .contains(id);
  }

  private static JsonNode step(JsonNode trace, String name) {
    for (JsonNode step : trace.get("steps")) {
      if (step.get("name").asText().equals(name)) {
        return step;
      }
    }
    throw new IllegalStateException("No step " + name + " in " + trace);
  }

  private static Map<String, String> outcomes(JsonNode trace) {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode step : trace.get("steps")) {
      outcomes.put(step.get("name").asText(), step.get("outcome").asText());
    }
    return outcomes;
  }

  private Printed trace(String... arguments) {
    List<String> all = new ArrayList<>(List.of(customer.id()));
    all.addAll(List.of(arguments));
    return call(all, Map.of());
  }

  private Printed call(List<String> arguments, Map<Port, Integer> others) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--dir", godwit.stack().settings().dir().toString()));
    for (Port port : Port.values()) {
      int number = others.getOrDefault(port, godwit.stack().settings().port(port));
      all.addAll(List.of("--port", port.name() + "=" + number));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new TraceCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Printed(code, out.toString(), err.toString());
  }
}
