-- Removes what install.sql made, and refuses while a newsroom is frozen: its writes would be open again, unseen. A
-- second execution changes nothing.

do $$
declare
  frozen text;
begin
  if exists (
    select from information_schema.columns
    where table_schema = 'mailing' and table_name = 'newsroom' and column_name = 'frozen_since'
  ) then
    lock table mailing.newsroom in access exclusive mode;
    execute 'select string_agg(slug, '', '' order by slug) from mailing.newsroom where frozen_since is not null'
      into frozen;
  end if;
  if frozen is not null then
    raise exception 'Expected no frozen newsroom, but found %; thaw it, then uninstall', frozen
      using errcode = 'object_not_in_prerequisite_state';
  end if;
end
$$;

do $$
declare
  made record;
begin
  for made in
    select t.tgname as name, t.tgrelid::regclass as at
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = to_regnamespace('mailing')
      and t.tgname in ('refuse_when_frozen', 'refuse_truncate_when_frozen', 'refuse_frozen_newsroom')
  loop
    execute format('drop trigger %I on %s', made.name, made.at);
  end loop;
end
$$;

drop function if exists mailing.refuse_when_frozen();
drop function if exists mailing.refuse_truncate_when_frozen();
drop function if exists mailing.refuse_frozen_newsroom();
drop function if exists mailing.owners(text, jsonb);
drop function if exists mailing.refuse_if_frozen(integer[], text);
alter table mailing.newsroom drop column if exists frozen_since;
