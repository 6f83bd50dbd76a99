-- Teaches the mailing tool to freeze one newsroom, which it cannot do by itself: a column that says since when, and triggers that
-- refuse every write of a frozen newsroom's rows. Tracking goes on: views and clicks are written as before. Bounces are
-- refused: the tool's reader of bounces leaves them in its inbox and tries again. A second execution changes nothing.

alter table mailing.newsroom add column if not exists frozen_since timestamptz;

-- Refuses a write in one of the newsrooms. The row lock makes a freeze wait for the writes that began before it, and those
-- that come after it wait for the freeze.
create or replace function mailing.refuse_if_frozen(newsrooms integer[], what text) returns void language plpgsql as $$
declare
  room record;
begin
  for room in
    select slug, frozen_since from mailing.newsroom where id = any (newsrooms) order by id for share
  loop
    if room.frozen_since is not null then
      raise exception 'newsroom % is frozen since %: % refused', room.slug, room.frozen_since, what
        using errcode = 'read_only_sql_transaction';
    end if;
  end loop;
end
$$;

-- The newsrooms that own a row, by its columns. A row whose owners are all gone belongs to none.
create or replace function mailing.owners(kind text, cells jsonb) returns integer[] language sql stable as $$
  select array_agg(distinct owner) from (
    select (cells ->> 'newsroom_id')::integer as owner
    union all
    select b.newsroom_id from mailing.address_book b where b.id = (cells ->> 'address_book_id')::integer
    union all
    select l.newsroom_id from mailing.mailing_list l where l.id = (cells ->> 'list_id')::integer
    union all
    select b.newsroom_id
    from mailing.person p join mailing.address_book b on b.id = p.address_book_id
    where p.id = coalesce(
      (cells ->> 'person_id')::bigint,
      case when kind = 'note' and cells ->> 'subject_kind' = 'P' then (cells ->> 'subject_id')::bigint end)
    union all
    select b.newsroom_id
    from mailing.company c join mailing.address_book b on b.id = c.address_book_id
    where c.id = case when kind = 'note' and cells ->> 'subject_kind' = 'C' then (cells ->> 'subject_id')::bigint end
    union all
    select l.newsroom_id
    from mailing.campaign m join mailing.mailing_list l on l.id = m.list_id
    where m.id = coalesce(
      (cells ->> 'campaign_id')::integer,
      (select d.campaign_id from mailing.delivery d where d.id = (cells ->> 'delivery_id')::bigint))
  ) found
  where owner is not null
$$;

create or replace function mailing.refuse_when_frozen() returns trigger language plpgsql as $$
declare
  what text := lower(tg_op) || ' of table ' || tg_table_name;
begin
  if tg_op <> 'INSERT' then
    perform mailing.refuse_if_frozen(mailing.owners(tg_table_name, to_jsonb(old) - 'content' - 'photo' - 'body'), what);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  perform mailing.refuse_if_frozen(mailing.owners(tg_table_name, to_jsonb(new) - 'content' - 'photo' - 'body'), what);
  return new;
end
$$;

-- The newsroom itself: nothing but its freeze changes while it is frozen.
create or replace function mailing.refuse_frozen_newsroom() returns trigger language plpgsql as $$
begin
  if old.frozen_since is null then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - 'frozen_since' = to_jsonb(old) - 'frozen_since' then
    return new;
  end if;
  raise exception 'newsroom % is frozen since %: % refused', old.slug, old.frozen_since, lower(tg_op)
    using errcode = 'read_only_sql_transaction';
end
$$;

-- A truncated table loses the rows of all newsrooms.
create or replace function mailing.refuse_truncate_when_frozen() returns trigger language plpgsql as $$
begin
  perform mailing.refuse_if_frozen(
    (select array_agg(id) from mailing.newsroom), 'truncate of table ' || tg_table_name);
  return null;
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array[
    'staff', 'address_book', 'mailing_list', 'company', 'person', 'membership', 'campaign', 'campaign_link',
    'campaign_attachment', 'delivery', 'bounce', 'unsubscribe', 'note'
  ] loop
    execute format(
      'create or replace trigger refuse_when_frozen before insert or update or delete on mailing.%I '
        'for each row execute function mailing.refuse_when_frozen()', name);
    execute format(
      'create or replace trigger refuse_truncate_when_frozen before truncate on mailing.%I '
        'for each statement execute function mailing.refuse_truncate_when_frozen()', name);
  end loop;
end
$$;

create or replace trigger refuse_frozen_newsroom before update or delete on mailing.newsroom
  for each row execute function mailing.refuse_frozen_newsroom();
