package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * One live run, open in a target of its own, with what is on its way to it and the loaders that are
 * started on both.
 */
abstract class OneLiveRun {
  static final String RUN = "acme/1";

  final TransformedTopics topics = new TransformedTopics();
  String url;

  private final List<LoaderUnderTest> loaders = new ArrayList<>();

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    SampleTarget.create(url);
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
    }
    openRun(RUN, RunKind.LIVE);
  }

  @AfterEach
  void stop() {
    loaders.forEach(LoaderUnderTest::close);
  }

  final void openRun(String runId, RunKind kind) throws SQLException {
    openRun(runId, kind, "sample");
  }

  final void openRun(String runId, RunKind kind, String pack) throws SQLException {
    try (Connection connection = TargetServer.open(url)) {
      int run = Integer.parseInt(runId.substring(runId.indexOf('/') + 1));
      RunFence.open(
          connection,
          new FencedRun(runId, SampleTarget.CUSTOMER, run, kind, pack, FenceState.OPEN));
      connection.commit();
    }
  }

  final void endRun(String runId) throws SQLException {
    TargetServer.execute(
        url, "UPDATE godwit.run SET state = 'CLOSED' WHERE run_id = '" + runId + "'");
  }

  /** A loader of all partitions. */
  final LoaderUnderTest start(int batchRecords) {
    return keep(new LoaderUnderTest(url, topics, batchRecords));
  }

  /** A loader of some partitions; the broker may be slow to say that it has what is sent. */
  final LoaderUnderTest worker(Set<Integer> share, boolean acknowledges) {
    return keep(new LoaderUnderTest(url, topics, 100, share, acknowledges));
  }

  final LoaderUnderTest keep(LoaderUnderTest loader) {
    loaders.add(loader);
    return loader;
  }

  final void add(Entity entity, int partition, SpecificRecord record) {
    topics.append(entity, partition, record);
  }

  /** Email 10 of contact 1, and no more of either will come. */
  final void copyOneEmail() {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    topics.cutEverywhere(RUN, EMAILS);
  }

  final long rows(String table) throws Exception {
    return Long.parseLong(TargetServer.query(url, "SELECT count(*) FROM " + table).get(0));
  }

  /** For a condition to turn until. */
  final long rowsOrZero(String table) {
    try {
      return rows(table);
    } catch (Exception e) {
      return 0;
    }
  }
}
