-- The target CRM. The same tables twice: once live, once in staging. {schema} is replaced by the schema's name.

create schema {schema};

create table {schema}.account (
  customer_id text primary key,
  enabled     boolean not null default false,
  created_at  timestamptz not null default now()
);

-- One contact per customer and address.
create table {schema}.contact (
  id          uuid primary key,
  customer_id text not null references {schema}.account (customer_id),
  legacy_id   text not null,
  address     varchar(254) not null,
  given_name  varchar(200),
  family_name varchar(200),
  language    varchar(2),
  consent     varchar(20) not null,
  tag_line    varchar(600),
  custom      jsonb,
  created_at  timestamptz,
  updated_at  timestamptz,
  unique (customer_id, address)
);

create table {schema}.contact_team (
  contact_id  uuid not null references {schema}.contact (id),
  team        varchar(120) not null,
  customer_id text not null,
  primary key (contact_id, team)
);
create index contact_team_by_customer on {schema}.contact_team (customer_id);

create table {schema}.contact_outlet (
  contact_id  uuid not null references {schema}.contact (id),
  outlet      varchar(200) not null,
  customer_id text not null,
  primary key (contact_id, outlet)
);
create index contact_outlet_by_customer on {schema}.contact_outlet (customer_id);

create table {schema}.contact_tag (
  contact_id  uuid not null references {schema}.contact (id),
  tag         varchar(80) not null,
  customer_id text not null,
  primary key (contact_id, tag)
);
create index contact_tag_by_customer on {schema}.contact_tag (customer_id);

create table {schema}.email (
  id          uuid primary key,
  contact_id  uuid not null references {schema}.contact (id),
  customer_id text not null,
  legacy_id   text not null,
  subject     varchar(500),
  sender      varchar(254),
  campaign    varchar(120),
  message_id  varchar(255),
  sent_at     timestamptz,
  unique (customer_id, legacy_id)
);
create index email_by_contact on {schema}.email (contact_id);
create index email_by_message on {schema}.email (customer_id, message_id);

create table {schema}.engagement (
  id          uuid primary key,
  email_id    uuid not null references {schema}.email (id),
  customer_id text not null,
  kind        varchar(10) not null check (kind in ('open', 'click')),
  url         varchar(4000),
  agent       varchar(1000),
  occurred_at timestamptz not null,
  constraint click_has_a_link check (kind <> 'click' or url is not null)
);
create index engagement_by_email on {schema}.engagement (email_id);
create index engagement_by_customer on {schema}.engagement (customer_id);
