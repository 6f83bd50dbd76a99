package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.loader.targetdb.TestPacks;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.row.v1.QuarantinedRecord;
import org.junit.jupiter.api.Test;

/** The fate of a snapshot's rows where the pack has Godwit check foreign keys. */
class KeysByGodwitIT extends OneLiveRun {
  @Test
  void shouldQuarantineWhatHasNoParentAndWhatConstraintsRefuseAndLoadTheRest() throws Exception {
    addAll();
    LoaderUnderTest loader = startByGodwit();

    loader.turnToTheEnd();

    assertThat(loader.failures).isEmpty();
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactlyInAnyOrder(
            tuple("long", "TARGET_REFUSED"),
            tuple("11", "BROKEN_REFERENCE"),
            tuple("12", "TARGET_REFUSED"),
            tuple("13", "BROKEN_REFERENCE"),
            tuple("101", "BROKEN_REFERENCE"));
    assertThat(rows("live.tag")).isEqualTo(1);
    assertThat(rows("live.email")).isEqualTo(1);
    assertThat(rows("live.engagement")).isEqualTo(1);
  }

  @Test
  void shouldRunATriggerThatWasMadeSinceTheAssessment() throws Exception {
    TargetServer.execute(
        url,
        """
        CREATE TABLE live.note (op text);
        CREATE FUNCTION live.noted() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO live.note VALUES (TG_OP); RETURN NULL; END';
        CREATE TRIGGER noted AFTER INSERT ON live.engagement
          FOR EACH ROW EXECUTE FUNCTION live.noted()""");
    addAll();
    LoaderUnderTest loader = startByGodwit();

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(TargetServer.query(url, "SELECT op FROM live.note")).containsExactly("INSERT");
    assertThat(loader.quarantined()).hasSize(5);
  }

  private void addAll() {
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    add(CONTACTS, 0, contact(RUN, "long", "much-too-long-for-that@x", "vip"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    add(EMAILS, 0, email(RUN, "11", "gone", "hello"));
    add(EMAILS, 0, email(RUN, "12", "1", "rude"));
    add(EMAILS, 0, email(RUN, "13", "long", "hello"));
    topics.cutEverywhere(RUN, EMAILS);
    add(ENGAGEMENTS, 0, engagement(RUN, "100", "10"));
    add(ENGAGEMENTS, 0, engagement(RUN, "101", "11"));
    topics.cutEverywhere(RUN, ENGAGEMENTS);
  }

  private LoaderUnderTest startByGodwit() {
    TargetPacks packs =
        TestPacks.of(SampleTarget.pack(url).withForeignKeys(ForeignKeyChecks.BY_GODWIT));
    return keep(new LoaderUnderTest(packs.databases().getFirst(), packs, topics, 100));
  }
}
