-- Progress of a stage with an entity of a run, for the verdict on it: the time of the last one, and four numbers for each
-- of the last seconds that had some: second since 1970, records, milliseconds of work, longest interval.
alter table stage_progress add column progress_millis bigint not null default 0;
alter table stage_progress add column pace bigint[] not null default '{}';

-- A row while the tables are being built again from the topics: they hold a part of what they should.
create table rebuild (
  one      boolean primary key default true check (one),
  begun_at timestamptz not null
);
