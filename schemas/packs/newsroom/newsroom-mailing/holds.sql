select exists (
  select 1
  from mailing.newsroom n
  join mailing.mailing_list l on l.newsroom_id = n.id
  join mailing.campaign c on c.list_id = l.id
  where n.slug = :customer
    and (exists (select 1 from mailing.view_event v where v.campaign_id = c.id and v.beacon = :eventId)
      or exists (select 1 from mailing.click_event v where v.campaign_id = c.id and v.beacon = :eventId)))
