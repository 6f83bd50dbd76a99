-- Other accounts that the desk has already: three, with people and all that belongs to them. {schema} is replaced by the
-- schema's name, {people} by the people of each account. Ids begin at 1, as those of a source do, and the sequences stand behind
-- the highest of them. Always the same rows.

insert into {schema}.account (id, external_ref, name, plan, enabled, created_at)
select a, 'desk-other-' || a, 'Other desk ' || a, 'team', a <> 3, timestamptz '2015-01-01 00:00Z' + a * interval '1 day'
from generate_series(1, 3) a;

-- From here on as the rows were long ago: no trigger changes them.
set local session_replication_role = replica;
update {schema}.account set updated_at = '2016-02-29 12:00Z' where external_ref like 'desk-other-%';

insert into {schema}.agent (id, account_id, login, full_name, admin)
select a * 2 - 2 + n, a, case n when 1 then 'chief' else 'Anna.B' end, 'Agent ' || n, n = 1
from generate_series(1, 3) a, generate_series(1, 2) n;

insert into {schema}.organisation (id, account_id, parent_id, name, website, country_id, people_count, external_id, updated_at)
select (a - 1) * m.orgs + o, a, case when o > 1 then (a - 1) * m.orgs + o / 2 end, 'Organisation ' || o,
       'https://organisation-' || o || '.example/', (select min(id) from {schema}.country) + o % 10, 0, o::text,
       timestamptz '2016-03-01 00:00Z' + o * interval '1 minute'
from (select greatest({people} / 10, 2) as orgs) m, generate_series(1, 3) a, generate_series(1, m.orgs) o;

insert into {schema}.person (id, account_id, organisation_id, address, given_name, family_name, language, consent, phone,
                             tags, external_id, created_at, updated_at)
select (a - 1) * {people} + p, a, (a - 1) * m.orgs + p % m.orgs + 1,
       case when p % 7 = 0 then 'Ann.Reporter.' || p || '@Gazette.example' else 'ann.reporter.' || p || '@gazette.example' end,
       'Given ' || p % 90, 'Family ' || p % 70, case p % 4 when 0 then 'de' when 1 then 'en' when 2 then 'fr' end,
       (array['granted', 'withdrawn', 'unknown'])[p % 3 + 1]::{schema}.consent_state, '+49 30 ' || 10000 + p,
       case when p % 2 = 0 then array['press', 'tv'] else array['press'] end, p::text,
       timestamptz '2015-05-01 00:00Z' + p * interval '1 hour', timestamptz '2017-01-01 00:00Z' + p * interval '1 minute'
from (select greatest({people} / 10, 2) as orgs) m, generate_series(1, 3) a, generate_series(1, {people}) p;

update {schema}.organisation o
set people_count = (select count(*) from {schema}.person p where p.account_id = o.account_id and p.organisation_id = o.id);

insert into {schema}.person_profile (person_id, birthday, consent_at, custom, photo, last_changed_at)
select id, date '1960-01-01' + (id % 9000)::integer, created_at, jsonb_build_object('seat', id),
       case when id % 50 = 0 then decode(md5(id::text), 'hex') end, updated_at
from {schema}.person;

insert into {schema}.watched_person (person_id, reason, watched_since)
select id, case when id % 2 = 0 then 'vip' else 'complaint' end, created_at from {schema}.person where id % 9 = 0;

insert into {schema}.segment (id, account_id, code, name, kind, opened_on)
select a * 3 - 3 + s, a, 'list-' || s, 'Segment ' || s, 'press', date '2015-01-01' + s
from generate_series(1, 3) a, generate_series(1, 3) s;

insert into {schema}.segment_member (segment_id, person_id, state, joined_on)
select account_id * 3 - 3 + 1 + id % 3, id, case when id % 11 = 0 then 'left' else 'subscribed' end::{schema}.member_state,
       date '2015-06-01' + (id % 400)::integer
from {schema}.person;

insert into {schema}.mailing (id, account_id, segment_id, public_id, subject, sender, body, sent_at, updated_at)
select s.id * 4 - 4 + m, s.account_id, s.id, md5(s.id || '/' || m)::uuid, 'Mailing ' || m, 'news@other.example', 'Text ' || m,
       timestamptz '2016-06-01 08:00Z' + m * interval '1 week', '2016-06-02 08:00Z'
from {schema}.segment s, generate_series(1, 4) m;

insert into {schema}.mailing_link (mailing_id, position, url)
select id, n, 'https://other.example/' || id || '/' || n from {schema}.mailing, generate_series(1, 2) n;

insert into {schema}.mailing_file (mailing_id, position, file_name, content)
select id, 1, 'other.bin', decode(md5(id::text), 'hex') from {schema}.mailing;

insert into {schema}.message (id, account_id, number, kind, channel_id, person_id, mailing_id, subject, message_id, state,
                              sent_at, updated_at)
select (p.id - 1) * 2 + n, p.account_id, ((p.id - 1) % {people}) * 2 + n, 'mail',
       (select id from {schema}.channel where name = 'mail'), p.id, p.account_id * 12 - 11 + p.id % 12, 'Mailing ' || n,
       '<' || p.id || '.' || n || '@other.example>', 'sent', timestamptz '2016-06-01 08:00Z' + p.id * interval '1 second',
       '2016-06-03 08:00Z'
from {schema}.person p, generate_series(1, 2) n;

insert into {schema}.message_event (id, message_id, kind, url, agent, occurred_at)
select (id - 1) * 2 + n, id, case n when 1 then 'opened' else 'clicked' end::{schema}.event_kind,
       case n when 2 then 'https://other.example/' end, 'Mozilla/5.0', sent_at + n * interval '1 hour'
from {schema}.message, generate_series(1, 2) n;

-- Behind those: a bounce of each account, and views of which nobody knows the message, of some the person.
insert into {schema}.message_event (id, message_id, person_id, kind, code, occurred_at)
select m.events + row_number() over (order by v.kind, p.id), case v.kind when 'bounced_hard' then p.id * 2 end,
       case when v.kind = 'opened' and p.id % 3 = 0 then p.id end, v.kind,
       case v.kind when 'bounced_hard' then '5.1.1' end, timestamptz '2016-07-01 08:00Z' + p.id * interval '1 minute'
from (select max(id) as events from {schema}.message_event) m, {schema}.person p,
     (values ('opened'::{schema}.event_kind), ('bounced_hard')) v (kind)
where p.id % 10 = 0 and (v.kind = 'opened' or p.id % {people} = 0);

insert into {schema}.opt_out (id, person_id, segment_id, reason, opted_out_at)
select row_number() over (order by person_id), person_id, segment_id, 'too many', '2016-09-01 10:00Z'
from {schema}.segment_member where state = 'left';

insert into {schema}.note (id, account_id, agent_id, person_id, organisation_id, body, pinned, noted_at)
select id, account_id, account_id * 2, case when id % 2 = 0 then id end,
       case when id % 2 = 1 then organisation_id end, 'Note ' || id, id % 5 = 0, created_at
from {schema}.person where id % 4 in (0, 1);

insert into {schema}.tag (id, account_id, name)
select a * 3 - 3 + n, a, (array['press', 'TV', 'Radio'])[n] from generate_series(1, 3) a, generate_series(1, 3) n;

insert into {schema}.tagging (tag_id, taggable_type, taggable_id, position)
select account_id * 3 - 3 + n, 'Person', id, n from {schema}.person, generate_series(1, 2) n where n = 1 or id % 2 = 0
union all
select account_id * 3, 'Organisation', id, 1 from {schema}.organisation where id % 3 = 0;

set local session_replication_role = origin;

-- Every sequence of an id stands behind its highest id, and that of each account's messages behind its highest number.
do $$
declare
  behind record;
  high bigint;
begin
  for behind in
    select c.table_name, pg_get_serial_sequence('{schema}.' || quote_ident(c.table_name), 'id') as name
    from information_schema.columns c
    where c.table_schema = '{schema}' and c.column_name = 'id' and c.is_identity = 'YES'
      and c.table_name not in ('country', 'channel')
  loop
    execute format('select max(id) from {schema}.%I', behind.table_name) into high;
    perform setval(behind.name::regclass, high);
  end loop;
  for behind in select account_id, max(number) as high from {schema}.message group by account_id loop
    perform setval(format('{schema}.%I', 'message_number_' || behind.account_id)::regclass, behind.high);
  end loop;
end
$$;
