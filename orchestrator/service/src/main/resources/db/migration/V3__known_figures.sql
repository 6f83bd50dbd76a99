-- Records that cannot be read or projected, however often they are tried: the read model goes on behind them.
create table left_out (
  id         text primary key,
  topic      text not null,
  part       integer not null,
  at_offset  bigint not null,
  noticed_at timestamptz not null,
  why        text not null
);

-- The quarantine topic may hold a record twice: what was quarantined is counted from receipts and verdicts alone.
alter table quarantine_reason drop column seen;

-- What a stage did with live events since the last few cuts, by partition: the totals of now are those that the last
-- verdict says of its cut, which are events, and this. Receipts of before that cut may be gone.
create table live_since (
  id     text primary key,
  run_id text not null,
  stage  text not null,
  part   integer not null,
  by_cut jsonb not null
);
create index live_since_by_run on live_since (run_id);

drop view ledger_line;
create view ledger_line as
  select r.customer, r.run, r.document -> 'verdict' ->> 'cut' as cut, l.*
  from run r,
       jsonb_to_recordset(r.document -> 'verdict' -> 'ledger') as l (
         "entity" text, "sourceRows" bigint, "extracted" bigint, "transformed" bigint, "mergedAway" bigint,
         "quarantinedByTransformer" bigint, "duplicates" bigint, "loaded" bigint, "quarantinedByLoader" bigint,
         "targetRows" bigint, "liveReceived" bigint, "liveLoaded" bigint, "liveDuplicates" bigint,
         "liveQuarantined" bigint)
  where jsonb_typeof(r.document -> 'verdict') = 'object';

-- Live engagement at the last cuts of each run, and what became of it where the run went back:
-- arrived = loaded + duplicates + quarantined + "givenBack" + kept.
create view live_ledger as
  select r.customer, r.run, l.*
  from run r,
       jsonb_to_recordset(r.document -> 'live' -> 'ledger') as l (
         "cut" integer, "returned" boolean, "at" timestamptz, "reconciled" boolean, "arrived" bigint, "loaded" bigint,
         "duplicates" bigint, "quarantined" bigint, "givenBack" bigint, "kept" bigint, "targetRows" bigint,
         "sinceCut" bigint, "holds" boolean)
  where jsonb_typeof(r.document -> 'live' -> 'ledger') = 'array';
