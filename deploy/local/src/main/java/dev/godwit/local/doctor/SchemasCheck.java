package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.cli.client.Json;
import dev.godwit.records.SchemaRegistrar;
import dev.godwit.records.Subjects;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Whether the registry holds the schema of this version for every type of every topic. */
final class SchemasCheck implements Check {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int NOT_FOUND = 404;

  @Override
  public String name() {
    return "schemas";
  }

  @Override
  public List<Diagnosis> examine(Installation installation)
      throws IOException, InterruptedException {
    String api = installation.kafka().registryUrl() + SchemaRegistrar.CONFLUENT_API;
    List<String> missing = new ArrayList<>();
    int registered = 0;
    for (Topic topic : TopicCatalogue.load().topics()) {
      for (Schema schema : topic.schemas()) {
        String subject = Subjects.of(topic.name(), schema.getFullName());
        if (holds(installation, api, subject, schema)) {
          registered++;
        } else {
          missing.add(subject);
        }
      }
    }
    if (missing.isEmpty()) {
      return List.of(
          Diagnosis.fine(
              this, "registry", registered + " schemas of this version are registered."));
    }
    return List.of(
        Diagnosis.bad(
                this,
                Severity.ERROR,
                "registry",
                "Expected the schemas of this version, found %d of %d missing: %s."
                    .formatted(missing.size(), missing.size() + registered, first(missing)))
            .because(
                "A service that cannot find a schema can neither write nor read its records.",
                "Delete .godwit/data/registry/registered, then godwit down --only registry and godwit up --only registry",
                Runbook.BROKER_OR_REGISTRY_DOWN));
  }

  private static String first(List<String> missing) {
    return missing.size() <= 3
        ? String.join(", ", missing)
        : String.join(", ", missing.subList(0, 3)) + ", …";
  }

  private static boolean holds(Installation installation, String api, String subject, Schema schema)
      throws IOException, InterruptedException {
    int status =
        installation
            .post(
                api + "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8),
                MEDIA_TYPE,
                Json.line(Map.of("schemaType", "AVRO", "schema", schema.toString())))
            .statusCode();
    if (status == 200) {
      return true;
    }
    if (status == NOT_FOUND) {
      return false;
    }
    throw new IOException("expected the registry to answer 200 or 404, found " + status);
  }
}
