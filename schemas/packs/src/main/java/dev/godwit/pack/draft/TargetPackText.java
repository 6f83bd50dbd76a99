package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a target pack. */
final class TargetPackText {
  private final CustomerPaths paths;
  private final TargetDraft draft;
  private final DatabaseText database;
  private final AccountKey account;
  private final List<String> missing = new ArrayList<>();
  private String missingStaging;

  TargetPackText(CustomerPaths paths, DatabaseText database) {
    this.paths = paths;
    this.account = AccountKey.of(paths.customer()).orElse(null);
    this.draft = new TargetDraft(paths, account == null ? "customer" : "account");
    this.database = database;
  }

  PackDraft write(String name) {
    PackText text = new PackText();
    missing.addAll(draft.missing());
    DatabaseText.head(text, "target", name, paths.catalogue());
    database.write(text);
    schemas(text);
    customer(text);
    text.blank();
    text.line(0, "purge:");
    for (PurgeOrder.Step step : new TargetPurge(paths, draft, parameter()).steps()) {
      if (step.note() != null) {
        text.comment(2, step.note());
      }
      if (step.sql() != null) {
        text.sql(2, "-", List.of(step.sql()));
      }
    }
    text.blank();
    text.line(0, "entities:");
    for (int i = 0; i < draft.entities().size(); i++) {
      if (i > 0) {
        text.blank();
      }
      entity(text, draft.entities().get(i));
    }
    DatabaseText.leftOut(text, draft.leftOut());
    return new PackDraft(
        text.toString(),
        paths.customer().text(),
        draft.summary(),
        missing,
        missingStaging,
        draft.leftOut().stream().map(LeftOut::name).toList());
  }

  /** What the customer's columns are compared with. */
  private String parameter() {
    return account == null ? ":customer" : ":account";
  }

  private void schemas(PackText text) {
    String live = paths.catalogue().schemas().getFirst();
    String staging = live + "_staging";
    boolean exists = paths.catalogue().allSchemas().contains(staging);
    if (!exists && paths.catalogue().allSchemas().contains("staging")) {
      staging = "staging";
      exists = true;
    }
    text.blank();
    if (!exists) {
      missingStaging = staging;
      missing.add("schemas.staging");
      text.comment(
          0,
          ("fill in: a schema with the same tables as %s, for rehearsals. None is called %s or staging; pg_dump"
                  + " --schema-only --schema=%s gives its definition")
              .formatted(live, staging, live));
    }
    text.line(0, "schemas:");
    text.line(2, "live: " + PackText.scalar(live));
    text.line(2, "staging: " + PackText.scalar(staging));
  }

  private void customer(PackText text) {
    Customer customer = paths.customer();
    text.blank();
    text.comment(
        0,
        (customer.guessed() ? "guess: " : "")
            + customer.reason()
            + (customer.guessed() ? "; another one: --customer TABLE" : ""));
    if (customer.table() == null || !customer.isKey()) {
      fillIn(text, "prepare", "fill_in_prepare");
      text.sql(
          0,
          "prepare:",
          List.of("insert into {schema}.fill_in_customer (id, enabled) values (:customer, false)"));
      switches(text, "fill_in_customer", "id", Optional.empty());
      return;
    }
    prepare(text, customer);
    if (account != null) {
      account(text, customer);
    }
    switches(
        text,
        Names.sql(customer.table().name()),
        Names.sql(customer.column()),
        SwitchGuess.of(customer.table()));
  }

  private void fillIn(PackText text, String key, String name) {
    missing.add(key);
    text.comment(
        0,
        "fill in: the statement that makes what a customer needs before its first row, in place of "
            + name);
  }

  private void prepare(PackText text, Customer customer) {
    Optional<SwitchGuess> guess = SwitchGuess.of(customer.table());
    String natural =
        account == null
            ? customer.column()
            : account.column() == null ? null : account.column().name();
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (DraftColumn column : customer.table().columns().values()) {
      boolean isSwitch = guess.isPresent() && guess.get().column().equals(column);
      boolean needed = column.isNeeded() && column.effect() != TriggerEffect.SETS;
      boolean made = column.name().equals(customer.column()) || column.computed();
      if (column.name().equals(natural)) {
        columns.add(Names.sql(column.name()));
        values.add(":customer");
      } else if (!made && isSwitch) {
        columns.add(Names.sql(column.name()));
        values.add(guess.get().offValue());
      } else if (!made && needed) {
        columns.add(Names.sql(column.name()));
        values.add(value(column));
      }
    }
    text.comment(
        0,
        "guess: values of the columns that are NOT NULL; 'prepare' makes the customer, who may not work yet");
    String table = PurgeOrder.table(customer.table());
    String into = "insert into " + table + " (" + String.join(", ", columns) + ")";
    String all = String.join(", ", values);
    boolean unique = account == null || account.unique();
    text.sql(
        0,
        "prepare:",
        unique
            ? List.of(
                into, "values (" + all + ")", "on conflict (" + Names.sql(natural) + ") do nothing")
            : List.of(
                into,
                "select " + all,
                "where not exists (select 1 from " + table + " where " + byNaturalKey() + ")"));
  }

  private String byNaturalKey() {
    return account.column() == null
        ? "fill_in_name = :customer"
        : Names.sql(account.column().name()) + " = :customer";
  }

  private void account(PackText text, Customer customer) {
    if (account.column() == null) {
      missing.add("account");
      text.comment(
          0,
          "fill in: the column by which a customer's row of %s is found; its id is drawn by the target. No unique text was found"
              .formatted(customer.table().name()));
    } else {
      text.comment(
          0,
          "guess: %s holds the source's id of the customer%s. :account is the id that is found so"
              .formatted(
                  account.column().name(),
                  account.unique() ? "" : "; nothing keeps it unique, add an index"));
    }
    text.sql(
        0,
        "account:",
        List.of(
            "select %s from %s where %s"
                .formatted(
                    Names.sql(customer.column()),
                    PurgeOrder.table(customer.table()),
                    byNaturalKey())));
  }

  private static String value(DraftColumn column) {
    if (column.enumerated()) {
      return Names.literal(column.labels().getFirst());
    }
    if (column.array()) {
      return "'{}'";
    }
    return switch (column.base()) {
      case "bool" -> "false";
      case "int2", "int4", "int8", "numeric", "float4", "float8" -> "0";
      case "timestamp", "timestamptz", "date" -> "now()";
      case "uuid" -> "gen_random_uuid()";
      case "json", "jsonb" -> "'{}'";
      case "text", "varchar", "bpchar", "citext" -> ":customer";
      default -> "fill_in_" + Names.normal(column.name());
    };
  }

  private void switches(PackText text, String table, String key, Optional<SwitchGuess> found) {
    String where = " where " + key + " = " + parameter();
    String named = "{schema}." + table;
    if (found.isEmpty()) {
      missing.add("enable");
      text.comment(
          0,
          "fill in: how a customer is let to work in the target; no column was found that says it (active,"
              + " enabled, locked, status, …)");
      text.sql(0, "enable:", List.of("update " + named + " set fill_in_enabled = true" + where));
      text.sql(0, "disable:", List.of("update " + named + " set fill_in_enabled = false" + where));
      text.sql(0, "is-enabled:", List.of("select fill_in_enabled from " + named + where));
      return;
    }
    SwitchGuess guess = found.get();
    text.comment(
        0,
        "guess: the column %s says whether a customer may work".formatted(guess.column().name())
            + (guess.isInvented()
                ? ". Its values here are examples: the database knows none"
                : ""));
    text.sql(0, "enable:", List.of("update " + named + " set " + guess.on() + where));
    text.sql(0, "disable:", List.of("update " + named + " set " + guess.off() + where));
    text.sql(0, "is-enabled:", List.of("select " + guess.isOn() + " from " + named + where));
  }

  private static void entity(PackText text, TargetEntityDraft entity) {
    text.line(2, PackText.scalar(entity.name()) + ":");
    text.commented(4, "id: " + entity.id(), entity.idNote());
    if (!entity.fields().isEmpty()) {
      text.line(4, "fields:");
      for (Map.Entry<String, String> field : entity.fields().entrySet()) {
        text.commented(
            6,
            PackText.scalar(field.getKey()) + ": " + field.getValue(),
            field.getKey().equals(TargetColumns.FILL_IN)
                ? "no field of a source: remove it when no column has it any longer"
                : null);
      }
    }
    text.line(4, "tables:");
    for (TargetTableDraft table : entity.tables()) {
      table.notes().forEach(note -> text.comment(6, note));
      text.line(6, "- table: " + PackText.scalar(table.name()));
      if (table.each() != null) {
        text.line(8, "each: " + table.each());
      }
      text.line(8, "key: " + PackText.list(table.key()));
      text.line(8, "customer: " + table.customer());
      text.line(8, "columns:");
      for (TargetTableDraft.Line line : table.columns()) {
        if (line.value() == null) {
          text.comment(10, line.note());
        } else {
          text.commented(10, PackText.scalar(line.column()) + ": " + line.value(), line.note());
        }
      }
    }
  }
}
