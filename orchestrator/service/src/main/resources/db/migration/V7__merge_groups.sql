-- Rows of the source that are, or may be, one, as the plan of a run found them: ids, weights and the position of the
-- record that holds the values, which stay in crm.merge-groups.v1.
create table merge_group (
  id        text primary key,
  customer  text not null,
  run       integer not null,
  entity    text not null,
  group_id  text not null,
  state     text not null,
  rule      text not null,
  weight    double precision not null,
  size      integer not null,
  decision_at bigint,
  members   varchar[] not null,
  part      integer not null,
  at_offset bigint not null
);
create index merge_group_by_weight on merge_group (customer, run, weight desc, group_id);
create index merge_group_by_member on merge_group using gin (members);
