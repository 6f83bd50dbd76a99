-- A target: enumerated types, citext, composite keys, an identity, a generated column, children without a customer column.
create extension if not exists citext;
create schema live;
set search_path = live, public;
create type consent_state as enum ('opted_in', 'opted_out', 'unknown');
create type engagement_type as enum ('opened', 'clicked');

create table tenants (
  id uuid primary key, name text not null, is_active boolean not null default false, region text not null, made timestamptz not null
);
create table people (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  external_id text,
  email citext not null,
  first_name varchar(60),
  last_name varchar(60),
  full_name text generated always as (first_name || ' ' || last_name) stored,
  consent consent_state not null,
  score integer not null,
  source text not null default 'import',
  phones text[],
  created_at timestamptz not null default now(),
  unique (tenant_id, email)
);
create table person_tags (
  person_id uuid not null references people on delete cascade,
  tag text not null,
  tenant_id uuid not null references tenants,
  primary key (person_id, tag)
);
create table messages (
  tenant_id uuid not null references tenants,
  number bigint not null,
  person_id uuid not null references people,
  subject text,
  sent_at timestamptz,
  primary key (tenant_id, number)
);
create table message_events (
  id uuid primary key,
  tenant_id uuid not null,
  message_number bigint not null,
  type engagement_type not null,
  url text,
  happened_at timestamptz not null,
  foreign key (tenant_id, message_number) references messages
);
create table companies (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenants,
  name text not null,
  parent_id bigint references companies,
  size int
);
create table deals (
  id bigint primary key,
  company_id bigint not null references companies,
  title text not null,
  amount numeric(12, 2)
);
create table audit_entries (id bigint primary key, tenant_id uuid references tenants, what text);
analyze;
