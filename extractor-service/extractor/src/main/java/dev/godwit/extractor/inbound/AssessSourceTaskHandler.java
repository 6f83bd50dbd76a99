package dev.godwit.extractor.inbound;

import dev.godwit.extractor.snapshot.SourceAssessment;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.report.v1.CustomerUnknownReport;
import dev.godwit.report.v1.SourceAssessmentReport;
import dev.godwit.task.v1.AssessSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.TaskHandler;
import dev.godwit.worker.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.avro.specific.SpecificRecord;

/** Does the customer exist, and how many rows has it. */
@ApplicationScoped
public class AssessSourceTaskHandler implements TaskHandler<AssessSource> {
  private SourcePacks packs;
  private SourceAccess source;

  AssessSourceTaskHandler() {}

  @Inject
  AssessSourceTaskHandler(SourcePacks packs, SourceAccess source) {
    this.packs = packs;
    this.source = source;
  }

  @Override
  public Class<AssessSource> type() {
    return AssessSource.class;
  }

  @Override
  public void handle(AssessSource task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    transaction.report(
        source.during(
            envelope,
            transaction,
            () -> assess(packs.pack(envelope.getSourcePack()), envelope, transaction)));
  }

  private SpecificRecord assess(SourcePack pack, TaskEnvelope task, TaskTransaction transaction)
      throws SQLException {
    try (Connection connection = packs.openReadOnly(pack)) {
      String customer = task.getCustomer();
      if (!SourceAssessment.exists(connection, pack, customer)) {
        return new CustomerUnknownReport(
            transaction.envelope(), SourceAssessment.similar(connection, pack, customer));
      }
      return new SourceAssessmentReport(
          transaction.envelope(),
          SourceAssessment.counts(connection, pack, customer),
          pack.fingerprint());
    }
  }
}
