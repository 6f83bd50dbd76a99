-- Replay: what each stage read from where, what a replay released, and which examples are no longer in quarantine.

-- Input of a stage by entity and partition, for the plan of a replay. Runs that were projected before have none here;
-- godwit view rebuild reads them from the topics again.
create table stage_range (
  id                text primary key,
  run_id            text not null,
  stage             text not null,
  entity            text not null,
  part              integer not null,
  from_offset       bigint not null,
  to_offset         bigint not null,
  records           bigint not null,
  done              bigint not null,
  quarantined       bigint not null,
  first_quarantined bigint,
  begun_millis      bigint not null,
  last_millis       bigint not null
);
create index stage_range_by_run on stage_range (run_id);

-- A replay reads ranges that were counted before; its number tells its receipts apart. Counts are null of before.
alter table receipt_range
  add column replay      integer not null default 0,
  add column records     bigint,
  add column done        bigint,
  add column quarantined bigint,
  drop constraint receipt_range_pkey,
  add primary key (run_id, stage, entity, part, replay, from_offset, to_offset);

-- Records that a replay took out of the quarantine, by reason.
create table quarantine_release (
  id        text primary key,
  reason_id text not null,
  run_id    text not null,
  replay    integer not null,
  released  bigint not null
);
create index quarantine_release_by_run on quarantine_release (run_id);

-- A released record stays here, so that a repeated record of its quarantine does not bring it back.
alter table quarantine_example add column released boolean not null default false;
