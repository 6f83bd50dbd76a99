create sequence visit_id_seq start 100000;
create table visit_group (id bigint primary key, customer_id text not null, name text);
create table visit (
  id bigint primary key, customer_id text not null, email_id bigint, group_id bigint, kind text, occurred_at timestamptz, ip text, weight int, day date,
  event_id text, unique (customer_id, event_id));
create table team_list (id bigint primary key, customer_id text not null, name text, team int);
create table shared_list (id bigint primary key, customer_id text not null, name text, hue text);
create table team_list_member (id bigint primary key, customer_id text not null, list_id text, contact_id bigint);
