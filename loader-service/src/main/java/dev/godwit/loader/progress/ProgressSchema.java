package dev.godwit.loader.progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The schema {@code godwit} in the target database: the state that changes in one transaction with
 * the rows, so that each record is loaded exactly once. Stateless.
 *
 * <table>
 *   <caption>Tables</caption>
 *   <tr><td>run</td><td>the fence: which runs may write, into which schema</td></tr>
 *   <tr><td>progress</td><td>next offset by topic and partition</td></tr>
 *   <tr><td>cut_passed</td><td>cuts by run, entity and partition</td></tr>
 *   <tr><td>outbox</td><td>receipts and quarantined records that Kafka may not have
 *       yet, and the partition they are about</td></tr>
 *   <tr><td>purged</td><td>rows deleted by run and table, for a repeated purge</td></tr>
 *   <tr><td>live_total, live_digest</td><td>live events by outcome, by run and partition</td></tr>
 *   <tr><td>rehearsed_live</td><td>outcome of each synthetic live event of a rehearsal</td></tr>
 *   <tr><td>loaded_range</td><td>where a run's records stand, by run, entity and partition</td></tr>
 *   <tr><td>quarantined</td><td>records that the loader holds in quarantine, by place</td></tr>
 *   <tr><td>account</td><td>account that stands for a customer, by schema</td></tr>
 *   <tr><td>identity</td><td>view: the target's id of each record whose id the target makes</td></tr>
 *   <tr><td>identity_space, identity_row</td><td>what it is made of</td></tr>
 *   <tr><td>pack_sql</td><td>SQL of packs that runs are to run at their points, with the
 *       report on it</td></tr>
 *   <tr><td>replay, replay_range</td><td>replays and how far each is, by partition</td></tr>
 *   <tr><td>redriven</td><td>records that left the quarantine, while a redrive reads what waits for
 *       them</td></tr>
 * </table>
 */
public final class ProgressSchema {
  /** Any number; two instances that start at once take turns by it. */
  private static final long START_LOCK = 0x676f64776974L;

  private static final String[] STATEMENTS = {
    // Checked first: IF NOT EXISTS asks for the right to make schemas also where it exists.
    """
    DO $$
    BEGIN
      IF to_regnamespace('godwit') IS NULL THEN
        CREATE SCHEMA godwit;
      END IF;
    END
    $$""",
    """
    CREATE TABLE IF NOT EXISTS godwit.run (
      run_id text PRIMARY KEY,
      customer text NOT NULL,
      run integer NOT NULL,
      kind text NOT NULL CHECK (kind IN ('REHEARSAL', 'LIVE')),
      target_pack text NOT NULL,
      state text NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'ENABLED')),
      opened_at timestamptz NOT NULL DEFAULT now(),
      ended_at timestamptz)""",
    "CREATE INDEX IF NOT EXISTS run_by_customer ON godwit.run (customer, run DESC)",
    """
    CREATE TABLE IF NOT EXISTS godwit.progress (
      topic text NOT NULL,
      partition integer NOT NULL,
      next_offset bigint NOT NULL,
      PRIMARY KEY (topic, partition))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.cut_passed (
      run_id text NOT NULL,
      entity text NOT NULL,
      partition integer NOT NULL,
      cut integer NOT NULL,
      partitions integer NOT NULL,
      PRIMARY KEY (run_id, entity, partition, cut))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.outbox (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL UNIQUE,
      topic text NOT NULL,
      partition integer,
      key bytea,
      value bytea NOT NULL,
      source_topic text,
      source_partition integer)""",
    // Checked first: ALTER TABLE waits for all readers, and new readers wait for it.
    """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'godwit.outbox'::regclass
          AND attname = 'source_partition') THEN
        ALTER TABLE godwit.outbox ADD COLUMN source_topic text, ADD COLUMN source_partition integer;
      END IF;
    END $$""",
    """
    CREATE TABLE IF NOT EXISTS godwit.purged (
      run_id text NOT NULL,
      table_name text NOT NULL,
      deleted bigint NOT NULL,
      PRIMARY KEY (run_id, table_name))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.live_total (
      run_id text NOT NULL,
      partition integer NOT NULL,
      next_offset bigint NOT NULL,
      received bigint NOT NULL,
      loaded bigint NOT NULL,
      duplicates bigint NOT NULL,
      quarantined bigint NOT NULL,
      PRIMARY KEY (run_id, partition))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.live_digest (
      run_id text NOT NULL,
      partition integer NOT NULL,
      table_index integer NOT NULL,
      rows bigint NOT NULL,
      digest bytea NOT NULL,
      PRIMARY KEY (run_id, partition, table_index))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.rehearsed_live (
      run_id text NOT NULL,
      event_id text NOT NULL,
      outcome text NOT NULL,
      PRIMARY KEY (run_id, event_id))""",
    // False for a run that an older version opened: its ranges are not known.
    """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'godwit.run'::regclass
          AND attname = 'keeps_ranges') THEN
        ALTER TABLE godwit.run ADD COLUMN keeps_ranges boolean NOT NULL DEFAULT false;
      END IF;
    END $$""",
    // True for a run of an older version: it opened only what it had prepared.
    """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'godwit.run'::regclass
          AND attname = 'prepared') THEN
        ALTER TABLE godwit.run ADD COLUMN prepared boolean NOT NULL DEFAULT true;
      END IF;
    END $$""",
    """
    CREATE TABLE IF NOT EXISTS godwit.loaded_range (
      run_id text NOT NULL,
      entity text NOT NULL,
      partition integer NOT NULL,
      from_offset bigint NOT NULL,
      to_offset bigint NOT NULL,
      records bigint NOT NULL,
      PRIMARY KEY (run_id, entity, partition))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.quarantined (
      run_id text NOT NULL,
      entity text NOT NULL,
      partition integer NOT NULL,
      record_offset bigint NOT NULL,
      legacy_id text NOT NULL,
      reason text NOT NULL,
      PRIMARY KEY (run_id, entity, partition, record_offset))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.account (
      target_schema text NOT NULL,
      customer text NOT NULL,
      account text NOT NULL,
      PRIMARY KEY (target_schema, customer),
      UNIQUE (target_schema, account))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.identity_space (
      space integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      target_schema text NOT NULL,
      entity text NOT NULL,
      customer text NOT NULL,
      UNIQUE (target_schema, entity, customer))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.identity_row (
      space integer NOT NULL,
      source_id text NOT NULL,
      target_id bigint,
      target_key text,
      PRIMARY KEY (space, source_id),
      CHECK (num_nonnulls(target_id, target_key) = 1))""",
    "CREATE UNIQUE INDEX IF NOT EXISTS identity_row_by_id ON godwit.identity_row (space, target_id) WHERE target_id IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS identity_row_by_key ON godwit.identity_row (space, target_key) WHERE target_key IS NOT NULL",
    """
    CREATE OR REPLACE VIEW godwit.identity AS
      SELECT s.target_schema, s.entity, s.customer, r.source_id, r.target_id, r.target_key
      FROM godwit.identity_space s JOIN godwit.identity_row r USING (space)""",
    """
    CREATE TABLE IF NOT EXISTS godwit.pack_sql (
      run_id text NOT NULL,
      point text NOT NULL,
      cut integer NOT NULL,
      task_id text NOT NULL,
      task bytea NOT NULL,
      report bytea,
      sent boolean NOT NULL DEFAULT false,
      PRIMARY KEY (run_id, point, cut))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.replay (
      run_id text NOT NULL,
      number integer NOT NULL,
      task_id text NOT NULL,
      task bytea NOT NULL,
      state text NOT NULL DEFAULT 'RUNNING'
        CHECK (state IN ('RUNNING', 'FINISHED', 'CANCELLED', 'FAILED')),
      total bigint NOT NULL DEFAULT -1,
      tenths integer NOT NULL DEFAULT 0,
      PRIMARY KEY (run_id, number))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.replay_range (
      run_id text NOT NULL,
      number integer NOT NULL,
      entity text NOT NULL,
      partition integer NOT NULL,
      from_offset bigint NOT NULL,
      next_offset bigint NOT NULL,
      to_offset bigint NOT NULL,
      read bigint NOT NULL DEFAULT 0,
      written bigint NOT NULL DEFAULT 0,
      present bigint NOT NULL DEFAULT 0,
      refused bigint NOT NULL DEFAULT 0,
      released bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (run_id, number, entity, partition))""",
    """
    CREATE TABLE IF NOT EXISTS godwit.redriven (
      run_id text NOT NULL,
      number integer NOT NULL,
      entity text NOT NULL,
      id text NOT NULL,
      PRIMARY KEY (run_id, number, entity, id))""",
  };

  private ProgressSchema() {}

  /**
   * Creates the tables that are missing; changes nothing where all exist.
   *
   * @param connection not in a transaction
   * @throws SQLException retriable or fatal by its class
   */
  public static void create(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + START_LOCK + ")");
      statement.execute("SET LOCAL client_min_messages = warning");
      for (String sql : STATEMENTS) {
        statement.execute(sql);
      }
      connection.commit();
    } finally {
      connection.rollback();
    }
  }
}
