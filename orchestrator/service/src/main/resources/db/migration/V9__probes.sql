-- The speed of the target's pages by customer, run and probe. Measurements alone: no parameter and no row of a customer is here.
create table probe_result (
  id          text primary key,
  customer    text not null,
  run         integer not null,
  kind        text not null,
  pack        text not null,
  probe       text not null,
  measure     text not null,
  amount      bigint not null,
  outcome     text not null,
  p50_micros  bigint not null,
  p95_micros  bigint not null,
  measured_at timestamptz not null
);
create index probe_result_by_pack on probe_result (pack, probe);
