package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.records.Entity;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target whose triggers name sequences and tables without their schema. */
class UnqualifiedNamesIT extends OneLiveRun {
  private static final String REHEARSAL = "acme/2";

  /** One function for both schemas, as a system with its schema in the role's path has it. */
  private static final String TRIGGERS =
      """
      CREATE FUNCTION public.numbered() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO drawn VALUES (nextval('drawn_number'));
          RETURN NEW;
        END $$;
      CREATE SEQUENCE live.drawn_number; CREATE TABLE live.drawn (n bigint);
      CREATE SEQUENCE staging.drawn_number START 1000; CREATE TABLE staging.drawn (n bigint);
      CREATE TRIGGER numbered AFTER INSERT ON live.contact
        FOR EACH ROW EXECUTE FUNCTION public.numbered();
      CREATE TRIGGER numbered AFTER INSERT ON staging.contact
        FOR EACH ROW EXECUTE FUNCTION public.numbered();
      CREATE CONSTRAINT TRIGGER numbered AFTER INSERT ON live.engagement
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.numbered();
      CREATE CONSTRAINT TRIGGER numbered AFTER INSERT ON staging.engagement
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.numbered();
      """;

  @BeforeEach
  void makeTriggers() throws Exception {
    TargetServer.execute(url, TRIGGERS);
    openRun(REHEARSAL, RunKind.REHEARSAL);
  }

  @Test
  void shouldLeaveTheLiveSequenceUntouchedWhenARehearsalIsLoaded() throws Exception {
    add(CONTACTS, 0, contact(REHEARSAL, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();

    assertThat(drawn("staging")).containsExactly("1000");
    assertThat(drawn("live")).isEmpty();
    assertThat(TargetServer.query(url, "SELECT is_called FROM live.drawn_number"))
        .containsExactly("f");
    assertThat(loader.failures).isEmpty();
  }

  @Test
  void shouldDrawFromEachRunsSchemaWhenOneConnectionServesBothInTurn() throws Exception {
    LoaderUnderTest loader = start(1);
    for (int i = 1; i <= 8; i++) {
      add(CONTACTS, 0, contact(i % 2 == 0 ? RUN : REHEARSAL, "" + i, i + "@x"));
    }
    loader.turnToTheEnd();

    assertThat(drawn("staging")).containsExactly("1000", "1001", "1002", "1003");
    assertThat(drawn("live")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void shouldDrawFromEachRunsSchemaWhenOneTransactionLoadsBoth() throws Exception {
    for (String run : List.of(RUN, REHEARSAL)) {
      add(CONTACTS, 0, contact(run, "1", "a@x"));
      topics.cutEverywhere(run, CONTACTS);
      add(Entity.EMAILS, 0, email(run, "10", "1", "hello"));
      topics.cutEverywhere(run, Entity.EMAILS);
      topics.cutEverywhere(run, ENGAGEMENTS);
    }
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    add(LIVE, 0, live(REHEARSAL, "e1", "10", null, 1));
    loader.turnToTheEnd();

    assertThat(drawn("staging")).containsExactly("1000", "1001");
    assertThat(drawn("live")).containsExactly("1", "2");
  }

  private List<String> drawn(String schema) throws Exception {
    return TargetServer.query(url, "SELECT n FROM %s.drawn ORDER BY n".formatted(schema));
  }
}
