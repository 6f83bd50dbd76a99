-- Live engagement: opens and clicks that come after the snapshot, and go on after the commit for ever.

alter table stage_progress add column duplicates bigint not null default 0;

-- Of live engagement only the newest ranges are kept; a receipt whose range ends at or below this was counted.
create table receipt_floor (
  run_id text not null,
  stage  text not null,
  entity text not null,
  part   integer not null,
  below  bigint not null,
  primary key (run_id, stage, entity, part)
);

drop view ledger_line;
create view ledger_line as
  select r.customer, r.run, r.document -> 'verdict' ->> 'cut' as cut, l.*
  from run r,
       jsonb_to_recordset(r.document -> 'verdict' -> 'ledger') as l (
         "entity" text, "sourceRows" bigint, "extracted" bigint, "transformed" bigint, "mergedAway" bigint,
         "quarantinedByTransformer" bigint, "duplicates" bigint, "loaded" bigint, "quarantinedByLoader" bigint,
         "targetRows" bigint, "liveReceived" bigint, "liveLoaded" bigint, "liveDuplicates" bigint,
         "liveQuarantined" bigint, "liveReturned" bigint, "liveKept" bigint)
  where jsonb_typeof(r.document -> 'verdict') = 'object';

-- The last cut of live engagement of each run, and the alarm that stands.
create view live_cut as
  select r.customer, r.run,
         (r.document -> 'live' -> 'cut' ->> 'cut')::integer as cut,
         (r.document -> 'live' -> 'cut' ->> 'reconciled')::boolean as reconciled,
         (r.document -> 'live' -> 'cut' ->> 'at')::timestamptz as at,
         (r.document -> 'live' -> 'cut' ->> 'arrived')::bigint as arrived,
         r.document -> 'live' ->> 'alarm' as alarm,
         (r.document -> 'live' ->> 'alarmCount')::bigint as alarms
  from run r
  where jsonb_typeof(r.document -> 'live') = 'object';
