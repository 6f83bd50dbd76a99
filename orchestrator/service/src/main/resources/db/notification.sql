-- Notices and messages of the orchestrator. Not part of the read model: what was sent is known nowhere else, so a
-- rebuild of the read model leaves it alone. Idempotent; run at every start.
create schema if not exists notification;

-- Next offset of migration.events.v1, moved in the transaction that keeps the notices of what is before it.
create table if not exists notification.position (
  topic       text primary key,
  next_offset bigint not null
);

-- Runs that are being purged or rolled back: a stage that fails there is a notice.
create table if not exists notification.ending (
  customer text not null,
  run      integer not null,
  primary key (customer, run)
);

-- One row for each channel. A message takes up one notice, or several as a digest.
create table if not exists notification.notice (
  number      bigserial primary key,
  channel     text not null,
  event_id    text not null,
  kind        text not null,
  customer    text not null,
  run         integer not null,
  occurred_at timestamptz not null,
  sentence    text not null,
  action      text not null,
  runbook     text not null,
  message_id  text,
  unique (channel, event_id)
);
create index if not exists notice_without_message on notification.notice (channel, number) where message_id is null;
create index if not exists notice_by_message on notification.notice (channel, message_id);

create table if not exists notification.message (
  channel    text not null,
  id         text not null,
  made_at    timestamptz not null,
  attempts   integer not null default 0,
  next_at    timestamptz not null,
  outcome    text not null default 'WAITING',
  ended_at   timestamptz,
  primary key (channel, id)
);
create index if not exists message_waiting on notification.message (channel, next_at) where outcome = 'WAITING';
