package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.projection.TopicReader.Batch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;

/** Recorded topics, and their projection into the read model of a real PostgreSQL. */
abstract class ProjectedTopics {
  @Inject BatchWriter writer;
  @Inject Positions positions;
  @Inject SkippedRecords skipped;
  @Inject EntityManager entities;
  @Inject Flyway flyway;

  final RecordedTopics topics = new RecordedTopics();

  @BeforeEach
  void begin() {
    flyway.migrate();
    writer.empty();
    skipped.show();
  }

  void project(int size) {
    project(topics, size);
  }

  void project(RecordedTopics from, int size) {
    for (Batch batch = from.batch(positions.all(), size);
        !batch.records().isEmpty();
        batch = from.batch(positions.all(), size)) {
      writer.project(batch, from);
    }
    skipped.show();
  }

  long number(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue());
  }

  void sql(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }

  /** Every row of every table. */
  Map<String, List<String>> tables() {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table : Positions.TABLES) {
      tables.put(
          table,
          rows("select translate(t::text, ',', '|') from read_model." + table + " t order by 1"));
    }
    return tables;
  }

  List<String> rows(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .unwrap(Session.class)
                    .createNativeQuery(sql, String.class)
                    .getResultList());
  }
}
