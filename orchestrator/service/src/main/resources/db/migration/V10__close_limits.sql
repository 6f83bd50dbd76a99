-- Values of a run that come close to a limit of the target, by column: counts and ids, never the values.
create table close_limit (
  id          text primary key,
  run_id      text not null,
  entity      text not null,
  column_name text not null,
  unit        text not null,
  max_size    bigint not null,
  counted     bigint not null,
  percent     integer not null,
  longest     bigint,
  examples    varchar[] not null
);
create index close_limit_by_run on close_limit (run_id);

-- Field of the source pack whose value is at fault, so that a fix can be proposed.
alter table quarantine_example add column source_field text;
