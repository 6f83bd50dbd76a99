-- One row a command of a person or a service: who sent it, by which route, and what came of it.
create table audit (
  id             text primary key,
  occurred_at    timestamptz not null,
  event_offset   bigint not null,
  customer       text not null,
  who            text not null,
  claimed        text not null,
  route          text not null,
  command_id     text not null,
  command_offset bigint not null,
  command        text not null,
  refused        boolean not null,
  sentence       text not null,
  expected       text not null,
  found          text not null,
  action         text not null
);
create index audit_by_time on audit (event_offset desc);
create index audit_by_customer on audit (customer, event_offset desc);
create index audit_by_identity on audit (who, event_offset desc);
