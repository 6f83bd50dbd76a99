-- One live event that came by another route. Its email is named by its id, or found by the message: the one email that has it,
-- else the one that was sent to the recipient. An open becomes a view, which the count of written rows does not
-- show, so that holds is asked for it. The tool holds views and clicks only: an event of another kind is not written.
with email as (
  select d.id, d.campaign_id, d.person_id
  from mailing.newsroom n
  join mailing.mailing_list l on l.newsroom_id = n.id
  join mailing.campaign c on c.list_id = l.id
  join mailing.delivery d on d.campaign_id = c.id
  where n.slug = :customer
    and d.id = coalesce(
      :emailId::bigint,
      (select min(two.id)
       from (select m.id
             from mailing.delivery m
             join mailing.campaign mc on mc.id = m.campaign_id
             join mailing.mailing_list ml on ml.id = mc.list_id
             join mailing.newsroom mn on mn.id = ml.newsroom_id
             where mn.slug = :customer and m.message_id = :messageId
             limit 2) two
       having count(*) = 1),
      (select min(m.id)
       from mailing.delivery m
       join mailing.campaign mc on mc.id = m.campaign_id
       join mailing.mailing_list ml on ml.id = mc.list_id
       join mailing.newsroom mn on mn.id = ml.newsroom_id
       join mailing.person p on p.id = m.person_id
       where mn.slug = :customer and m.message_id = :messageId
         and lower(btrim(p.email)) = lower(:recipient)
       having count(*) = 1))
), seen as (
  insert into mailing.view_event (campaign_id, delivery_id, person_id, seen_at, agent, beacon)
  select e.campaign_id, e.id, e.person_id, :occurredAt::timestamptz, :agent, :eventId
  from email e
  where lower(:kind) in ('open', 'opened', 'view')
  on conflict (campaign_id, beacon) where beacon is not null do nothing
)
insert into mailing.click_event (campaign_id, link_no, url, delivery_id, person_id, clicked_at, agent, beacon)
select e.campaign_id, k.link_no, case when k.link_no is null then :url end, e.id, e.person_id, :occurredAt::timestamptz,
       :agent, :eventId
from email e
left join lateral (
  select min(c.link_no) as link_no from mailing.campaign_link c where c.campaign_id = e.campaign_id and c.url = :url
) k on true
where lower(:kind) in ('click', 'clicked')
on conflict (campaign_id, beacon) where beacon is not null do nothing
