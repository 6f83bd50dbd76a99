-- A CRM of many tenants, as a company might have grown it: quoted names, composite keys, an enumerated type, a domain,
-- a cycle of references, a table without a key, a lookup, a view, and a reference that no foreign key declares.
create extension if not exists citext;
create type plan as enum ('free', 'pro', 'enterprise');
create type event_kind as enum ('delivered', 'open', 'click', 'bounce');
create domain short_text as varchar(80) not null;

create table organizations (
  id uuid primary key,
  name text not null,
  plan plan not null default 'free',
  suspended_at timestamptz
);

create table users (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organizations,
  email citext not null unique,
  password_hash text not null
);

create table teams (
  id bigint primary key,
  organization_id uuid not null references organizations,
  name short_text
);

create table countries (code char(2) primary key, name text not null);

create table companies (
  id bigint primary key,
  organization_id uuid not null references organizations,
  name text not null,
  parent_id bigint references companies,
  main_contact_id bigint,
  revenue money,
  employees int,
  founded date,
  logo bytea
);

create table contacts (
  id bigint primary key,
  organization_id uuid not null references organizations,
  company_id bigint references companies,
  team_id bigint references teams,
  "ownerUser" bigint references users,
  email citext,
  first_name text,
  last_name text,
  preferred_language text,
  opt_in boolean,
  country_code char(2) references countries,
  phones text[],
  scores numeric(6, 2)[],
  custom_fields jsonb,
  last_ip inet,
  search tsvector,
  "Weird Name; with: colon" text,
  created_at timestamptz not null default now(),
  updated_at timestamp,
  unique (organization_id, email)
);
alter table companies add foreign key (main_contact_id) references contacts;

create table tags (
  organization_id uuid not null references organizations,
  slug text not null,
  label text not null,
  primary key (organization_id, slug)
);

create table contact_tags (
  organization_id uuid not null,
  contact_id bigint not null references contacts,
  tag_slug text not null,
  primary key (contact_id, tag_slug),
  foreign key (organization_id, tag_slug) references tags
);

create table campaigns (
  id bigint primary key,
  organization_id uuid not null references organizations,
  name text not null,
  subject text,
  from_email text
);

create table messages (
  id bigint primary key,
  campaign_id bigint not null references campaigns,
  contact_id bigint not null references contacts,
  message_id text,
  sent_at timestamptz
);

create table message_events (
  id bigint primary key,
  message_id bigint not null references messages,
  kind event_kind not null,
  url text,
  user_agent text,
  event_uuid uuid,
  raw xml,
  occurred_at timestamptz not null
);

create table "order" (
  "accountNo" int not null,
  year int not null,
  "organization_id" uuid not null,
  contact_id bigint references contacts,
  total numeric(12, 2) not null,
  duration interval,
  primary key (year, "accountNo")
);

create table order_lines (
  year int not null,
  account_no int not null,
  line int not null,
  text text,
  primary key (year, account_no, line),
  foreign key (year, account_no) references "order" (year, "accountNo")
);

create table notes (contact_id bigint references contacts, text text, at timestamptz);
create table settings (organization_id uuid primary key references organizations, theme text);
create table audit (id bigint primary key, what text);
create table schema_migrations (version text primary key);
create table sessions (id text primary key, organization_id uuid references organizations);
create view contact_names as select id, first_name || ' ' || last_name as name from contacts;

insert into organizations select ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'Org ' || n from generate_series(1, 3) n;
insert into teams select n, ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'Team ' || n from generate_series(1, 3) n;
insert into contacts (id, organization_id, team_id, email)
select n, ('00000000-0000-0000-0000-00000000000' || 1 + n % 3)::uuid, 1 + n % 3, 'c' || n || '@example.org'
from generate_series(1, 30) n;
insert into tags select id, 'vip', 'V.I.P.' from organizations;
insert into contact_tags select organization_id, id, 'vip' from contacts where id % 2 = 0;
insert into campaigns select n, ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'Campaign ' || n from generate_series(1, 3) n;
insert into messages select id, 1 + id % 3, id from contacts;
insert into message_events select id, id, (array['open', 'click', 'bounce'])[1 + id % 3]::event_kind, null, null, null, null, now()
from messages;
insert into "order" select 1, 2024 + n, ('00000000-0000-0000-0000-00000000000' || n)::uuid, null, 9.5, '1 day' from generate_series(1, 3) n;
insert into order_lines select 2024 + n, 1, 1, 'line' from generate_series(1, 3) n;
analyze;
