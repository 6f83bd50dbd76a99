-- The source CRM: one schema, all customers in the same tables.

create table customer (
  id         text primary key,
  name       text not null,
  status     text not null default 'active' check (status in ('active', 'frozen')),
  created_at timestamptz not null default now()
);

create table team (
  id          bigint primary key,
  customer_id text not null references customer (id),
  name        text not null,
  unique (customer_id, name)
);

create table contact (
  id            bigint primary key,
  customer_id   text not null references customer (id),
  team_id       bigint references team (id),
  email         text,
  given_name    text,
  family_name   text,
  language      text,
  consent       text,
  tags          text,
  outlet        text,
  custom_fields text,
  created_at    timestamptz,
  updated_at    timestamptz
);
create unique index contact_by_customer on contact (customer_id, id);

create table email (
  id          bigint primary key,
  customer_id text not null references customer (id),
  contact_id  bigint not null references contact (id),
  subject     text,
  sender      text,
  campaign    text,
  message_id  text,
  sent_at     timestamptz
);
create unique index email_by_customer on email (customer_id, id);
create index email_by_message on email (customer_id, message_id);

-- Tracking writes here at all times, also for emails that are gone: there is no foreign key. Some of the senders give
-- their events an id; the same event is then written once.
create sequence engagement_id;
create table engagement (
  id          bigint primary key default nextval('engagement_id'),
  customer_id text not null,
  email_id    bigint,
  contact_id  bigint,
  kind        text,
  url         text,
  agent       text,
  occurred_at timestamptz,
  event_id    text
);
create unique index engagement_by_customer on engagement (customer_id, id);
create unique index engagement_by_event on engagement (customer_id, event_id) where event_id is not null;

-- A frozen customer's teams, contacts and emails refuse every write. The row lock makes a freeze wait for those
-- that began before it, and those that come after it wait for the freeze.
create function refuse_when_frozen() returns trigger language plpgsql as $$
declare
  owner text := case when tg_op = 'DELETE' then old.customer_id else new.customer_id end;
begin
  if (select status from customer where id = owner for share) = 'frozen'
     or tg_op = 'UPDATE' and old.customer_id <> new.customer_id
        and (select status from customer where id = old.customer_id for share) = 'frozen' then
    raise exception 'customer % is frozen: % of table % refused', owner, lower(tg_op), tg_table_name
      using errcode = 'read_only_sql_transaction';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger refuse_when_frozen before insert or update or delete on team
  for each row execute function refuse_when_frozen();
create trigger refuse_when_frozen before insert or update or delete on contact
  for each row execute function refuse_when_frozen();
create trigger refuse_when_frozen before insert or update or delete on email
  for each row execute function refuse_when_frozen();
