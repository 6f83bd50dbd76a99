package dev.godwit.extractor.recheck;

import dev.godwit.pack.LiveSource;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reference pack with other queries, or without its tail. */
final class RecheckedPacks {
  private RecheckedPacks() {}

  /** A pack with a query for emails with even ids, and another for odd ones. */
  static SourcePack evenAndOdd(SourcePack pack) {
    SourceQuery emails = pack.entities().get(Entity.EMAILS).only();
    List<SourceQuery> queries = new ArrayList<>();
    for (int odd = 0; odd < 2; odd++) {
      queries.add(
          new SourceQuery(
              odd == 0 ? "even" : "odd",
              new Sql(
                  "select *, 1 / case when sender = '0' then 0 else 1 end as n from email where customer_id = :customer and id %% 2 = %d"
                      .formatted(odd),
                  "pack.yaml",
                  1),
              emails.key(),
              Map.of(
                  "legacyId", new SourceField("id", null),
                  "subject", new SourceField("subject", null),
                  "campaign", new SourceField("n", null)),
              List.of()));
    }
    Map<Entity, SourceEntity> entities = new TreeMap<>(pack.entities());
    entities.put(Entity.EMAILS, new SourceEntity(Entity.EMAILS, queries, Merge.NONE));
    return withEntities(pack, entities);
  }

  private static SourcePack withEntities(SourcePack pack, Map<Entity, SourceEntity> entities) {
    return new SourcePack(
        pack.name(),
        pack.fingerprint(),
        pack.database(),
        pack.customers(),
        pack.freeze(),
        pack.thaw(),
        pack.isFrozen(),
        entities,
        pack.live());
  }

  /** A pack whose query of emails divides by zero for a sender with a slash. */
  static SourcePack failing(SourcePack pack) {
    SourceEntity emails = pack.entities().get(Entity.EMAILS);
    Map<Entity, SourceEntity> entities = new TreeMap<>(pack.entities());
    entities.put(
        Entity.EMAILS,
        new SourceEntity(
            Entity.EMAILS,
            new Sql(
                "select *, 1 / case when sender like '%/%' then 0 else 1 end as n from email where customer_id = :customer",
                "pack.yaml", 1),
            emails.only().key(),
            Map.of(
                "legacyId",
                new SourceField("id", null),
                "contactId",
                new SourceField("contact_id", null),
                "subject",
                new SourceField("subject", null),
                "campaign",
                new SourceField("n", null))));
    return withEntities(pack, entities);
  }

  /** A pack whose engagements no tail follows. */
  static SourcePack withoutTail(SourcePack pack) {
    return new SourcePack(
        pack.name(),
        pack.fingerprint(),
        pack.database(),
        pack.customers(),
        pack.freeze(),
        pack.thaw(),
        pack.isFrozen(),
        pack.entities(),
        LiveSource.NONE);
  }
}
