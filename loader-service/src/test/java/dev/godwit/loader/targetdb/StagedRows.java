package dev.godwit.loader.targetdb;

import dev.godwit.loader.TargetServer;
import java.util.List;

/** Rows of customers in a schema of the sample target. */
final class StagedRows {
  static final int CONTACTS = 3;

  private final String url;

  StagedRows(String url) {
    this.url = url;
  }

  /** Names and files of the tables; a truncated table has another file. */
  List<String> files(String schema) throws Exception {
    return TargetServer.query(
        url,
        "SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relname ~ '^(contact|tag|email|engagement)(_part)?$' AND relnamespace = '%s'::regnamespace ORDER BY 1"
            .formatted(schema));
  }

  /** Numbers of a customer's contacts, tags, emails and engagements, joined by a bar. */
  String rows(String schema, String customer) throws Exception {
    String count = "(SELECT count(*) FROM %s.%s WHERE customer = '%s')";
    return TargetServer.query(
            url,
            "SELECT "
                + String.join(
                    ", ",
                    List.of("contact", "tag", "email", "engagement").stream()
                        .map(table -> count.formatted(schema, table, customer))
                        .toList()))
        .getFirst();
  }

  /** Three contacts of a customer, with two tags, an email and an engagement each. */
  void fill(String schema, String customer) throws Exception {
    TargetServer.execute(
        url,
        """
        CREATE TEMPORARY TABLE made AS SELECT gen_random_uuid() AS contact, gen_random_uuid() AS email, n
          FROM generate_series(0, %3$d - 1) n;
        INSERT INTO %1$s.contact SELECT contact, '%2$s', n, n || '@x', null FROM made;
        INSERT INTO %1$s.tag SELECT contact, t, '%2$s' FROM made, unnest(ARRAY['a', 'b']) t;
        INSERT INTO %1$s.email SELECT email, '%2$s', contact, 'hello', 'm-' || n FROM made;
        INSERT INTO %1$s.engagement SELECT gen_random_uuid(), '%2$s', email, now() FROM made"""
            .formatted(schema, customer, CONTACTS));
  }

  /** One more contact of a customer. */
  void contact(String schema, String customer) throws Exception {
    TargetServer.execute(
        url,
        "INSERT INTO %s.contact VALUES (gen_random_uuid(), '%s', '1', 'a@x', null)"
            .formatted(schema, customer));
  }
}
