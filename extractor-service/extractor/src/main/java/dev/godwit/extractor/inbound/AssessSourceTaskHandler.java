package dev.godwit.extractor.inbound;

import dev.godwit.extractor.snapshot.SourceAssessment;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.report.v1.CustomerUnknownReport;
import dev.godwit.report.v1.SourceAssessmentReport;
import dev.godwit.task.v1.AssessSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reports whether the source knows the customer, and its number of rows by entity. Reads and checks
 * the pack again first: its files may have changed, and so may rights and policies of the database.
 */
@ApplicationScoped
public class AssessSourceTaskHandler implements TaskHandler<AssessSource> {
  private final SourcePacks packs;
  private final RunPacks runPacks;
  private final SourceAccess source;

  AssessSourceTaskHandler(SourcePacks packs, RunPacks runPacks, SourceAccess source) {
    this.packs = packs;
    this.runPacks = runPacks;
    this.source = source;
  }

  @Override
  public Class<AssessSource> type() {
    return AssessSource.class;
  }

  @Override
  public void handle(AssessSource task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    runPacks.reload();
    packs.forget(envelope.getSourcePack());
    transaction.report(
        source.getAsIs(
            envelope, transaction, pack -> assess(pack, envelope.getCustomer(), transaction)));
  }

  private SpecificRecord assess(SourcePack pack, String customer, TaskTransaction transaction)
      throws SQLException {
    try (Connection connection = packs.openReadOnly(pack)) {
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
