-- The read model: a projection of migration.events.v1, crm.receipts.v1, crm.quarantine.v1 and crm.differences.v1.
-- Nothing here is the truth. Drop the schema, and it is built again from the topics.

-- Next offset to be read, moved in the transaction that writes the rows: each record is projected exactly once.
create table consumer_offset (
  id          text primary key,
  topic       text not null,
  part        integer not null,
  next_offset bigint not null
);

create table migration (
  customer   text primary key,
  phase      text not null,
  paused     boolean not null,
  run        integer not null,
  changed_at timestamptz not null,
  document   jsonb not null
);

create table run (
  id         text primary key,
  customer   text not null,
  run        integer not null,
  kind       text,
  phase      text not null,
  outcome    text not null,
  started_at timestamptz,
  ended_at   timestamptz,
  document   jsonb not null,
  unique (customer, run)
);

-- The story: one line an event.
create table story (
  event_id    text primary key,
  customer    text not null,
  sequence    bigint not null,
  occurred_at timestamptz not null,
  who         text not null,
  run         integer not null,
  event       text not null,
  tone        text not null,
  sentence    text not null,
  why         text not null,
  decision    boolean not null
);
create index story_by_migration on story (customer, sequence);

create table command_answer (
  command_id  text primary key,
  state       text not null,
  command     text not null,
  customer    text not null,
  answered_at timestamptz not null,
  sentence    text not null,
  expected    text,
  found       text,
  action      text
);

-- Ranges of receipts that were counted, so that a repeated one is recognised.
create table receipt_range (
  run_id      text not null,
  stage       text not null,
  entity      text not null,
  part        integer not null,
  from_offset bigint not null,
  to_offset   bigint not null,
  primary key (run_id, stage, entity, part, from_offset, to_offset)
);

create table stage_progress (
  id             text primary key,
  run_id         text not null,
  stage          text not null,
  entity         text not null,
  records_in     bigint not null,
  rows_in        bigint not null,
  records_out    bigint not null,
  merged_away    bigint not null,
  quarantined    bigint not null,
  cuts_passed    integer not null,
  cut_partitions integer not null,
  begun_millis   bigint not null,
  backlog_counts bigint[] not null,
  backlog_millis bigint[] not null,
  speed_seconds  bigint[] not null,
  speed_rows     bigint[] not null
);
create index stage_progress_by_run on stage_progress (run_id);

-- Quarantine by reason: counts from receipts, lengths from the quarantine topic.
create table quarantine_reason (
  id      text primary key,
  run_id  text not null,
  stage   text not null,
  entity  text not null,
  reason  text not null,
  counted bigint not null,
  seen    bigint not null,
  kept    integer not null,
  longest bigint,
  max_len bigint
);
create index quarantine_reason_by_run on quarantine_reason (run_id);

-- The first few of each, by id and position; never the record.
create table quarantine_example (
  id         text primary key,
  reason_id  text not null,
  run_id     text not null,
  legacy_id  text not null,
  field      text,
  max_len    bigint,
  length     bigint,
  detail     text not null,
  topic      text not null,
  part       integer not null,
  at_offset  bigint not null
);
create index quarantine_example_by_run on quarantine_example (run_id);

-- The first keys that a verdict found to differ; all of them are in crm.differences.v1.
create table difference (
  id         bigint primary key,
  run_id     text not null,
  cut        integer not null,
  table_name text not null,
  key        text not null,
  difference text not null,
  fields     text not null
);
create index difference_by_run on difference (run_id);

-- For whoever asks with SQL.
create view ledger_line as
  select r.customer, r.run, r.document -> 'verdict' ->> 'cut' as cut, l.*
  from run r,
       jsonb_to_recordset(r.document -> 'verdict' -> 'ledger') as l (
         "entity" text, "sourceRows" bigint, "extracted" bigint, "transformed" bigint, "mergedAway" bigint,
         "quarantinedByTransformer" bigint, "loaded" bigint, "quarantinedByLoader" bigint, "targetRows" bigint)
  where jsonb_typeof(r.document -> 'verdict') = 'object';

create view verdict_check as
  select r.customer, r.run, c.*
  from run r,
       jsonb_to_recordset(r.document -> 'verdict' -> 'checks') as c (
         "name" text, "subject" text, "expected" text, "found" text, "passed" boolean)
  where jsonb_typeof(r.document -> 'verdict') = 'object';

create view phase_duration as
  select r.customer, r.run, p."phase", p."startedAt" as started_at, p."endedAt" as ended_at,
         p."endedAt" - p."startedAt" as lasted
  from run r,
       jsonb_to_recordset(r.document -> 'phases') as p (
         "phase" text, "startedAt" timestamptz, "endedAt" timestamptz);
