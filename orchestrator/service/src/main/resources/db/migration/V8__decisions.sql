-- Decisions of people about data that does not fit. What was decided stands in the commands: nothing of a record is here.
create table decision (
  id         text primary key,
  customer   text not null,
  number     integer not null,
  kind       text not null,
  position   bigint not null,
  who        text not null,
  decided_at timestamptz not null,
  sentence   text not null,
  why        text not null,
  undone_by  text,
  undone_at  timestamptz,
  undone_why text
);
create index decision_by_customer on decision (customer);
