package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.local.stack.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files of a pack are changed while its runs go on. */
@ExtendWith(SharedStack.class)
class NewestPackIT {
  private static final String PACK = "tailed-legacy";
  private static final String AGENT = "agent, occurred_at";

  private final RunningGodwit godwit;

  NewestPackIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldFollowTheSourceWithTheNewestFilesWhenTheCustomerIsCommitted() throws Exception {
    Path file = copyPack();
    Customer customer = godwit.customer("newest");
    customer.create();
    customer.beginRehearsal(PACK, "reference-crm");
    customer.awaitOutcome(RunOutcome.PASSED);
    customer.approve();
    customer.beginLiveRun();
    customer.awaitOutcome(RunOutcome.COMMITTED);
    opened(customer);
    Conditions.await("an open by the pack as it was", () -> arrived(customer, "before") == 1);

    Files.writeString(file, Files.readString(file).replace(AGENT, "'by newer files' as " + AGENT));
    reload();
    opened(customer);
    Conditions.await("an open by newer files", () -> arrived(customer, "by newer files") == 1);
    assertThat(arrived(customer, "before")).isOne();
  }

  private Path copyPack() throws IOException {
    Path copy = Files.createDirectory(godwit.packs().resolve(PACK));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(godwit.packs().resolve("reference-legacy"))) {
      for (Path file : files) {
        Files.writeString(
            copy.resolve(file.getFileName()),
            Files.readString(file).replace("pack: reference-legacy", "pack: " + PACK));
      }
    }
    Path file = copy.resolve("pack.yaml");
    assertThat(Files.readString(file)).containsOnlyOnce(AGENT);
    return file;
  }

  private void reload() throws IOException, InterruptedException {
    URI address =
        URI.create(
            "http://127.0.0.1:%d/packs/reload"
                .formatted(godwit.stack().settings().port(Part.EXTRACTOR.port())));
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(
              http.send(
                      HttpRequest.newBuilder(address)
                          .POST(HttpRequest.BodyPublishers.noBody())
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("\"changed\":true");
    }
  }

  /** The source's tracking writes an open of an email that the target has. */
  private void opened(Customer customer) {
    String email =
        godwit
            .databases()
            .targetRows(
                "select legacy_id from crm.email where customer_id = ? order by legacy_id limit 1",
                customer.id())
            .getFirst()
            .getFirst();
    assertThat(
            godwit
                .databases()
                .executeSource(
                    "insert into engagement (customer_id, email_id, kind, agent, occurred_at)"
                        + " values (?, ?, 'open', 'before', now())",
                    customer.id(),
                    Long.valueOf(email)))
        .isOne();
  }

  private long arrived(Customer customer, String agent) {
    return godwit
        .databases()
        .countTarget(
            "select count(*) from crm.engagement where customer_id = ? and agent = ?",
            customer.id(),
            agent);
  }
}
