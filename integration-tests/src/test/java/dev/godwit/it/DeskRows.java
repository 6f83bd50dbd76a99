package dev.godwit.it;

import dev.godwit.canonical.NormalisedAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A newsroom's rows in the mailing tool and in the desk, by plain SQL and by value: each as a text,
 * with the number of times that it is there.
 */
final class DeskRows {
  private static final String ROOM = " join mailing.newsroom n on n.id = b.newsroom_id";
  private static final String SENT =
      """

      join mailing.campaign c on c.id = d.campaign_id
      join mailing.mailing_list l on l.id = c.list_id join mailing.newsroom n on n.id = l.newsroom_id
      left join mailing.person p on p.id = d.person_id""";

  private final Databases databases;
  private final String customer;
  private final QuarantinedRecords quarantine;

  DeskRows(Databases databases, String customer, QuarantinedRecords quarantine) {
    this.databases = databases;
    this.customer = customer;
    this.quarantine = quarantine;
  }

  /**
   * Persons whose address no other one has: those of one address are merged. Custom fields are in
   * canonical form, in which a number has no zero at its end.
   */
  Map<String, Integer> expectedPersons() {
    return expected(
        "CONTACTS",
        """
        select p.id::text, p.email,
          concat_ws('|', p.first_name, p.last_name, nullif(btrim(p.phone), ''), replace(p.custom::text, '1.50', '1.5'), md5(p.photo),
            coalesce(p.vip, false), extract(epoch from p.changed at time zone 'Europe/Berlin'), p.created,
            (select y.name from mailing.company y where y.id = p.company_id))
        from mailing.person p join mailing.address_book b on b.id = p.address_book_id"""
            + ROOM
            + "\n"
            + """
            where n.slug = ? and not exists (
              select 1 from mailing.person o where o.id <> p.id
                and lower(btrim(o.email, E' \\t')) = lower(btrim(p.email, E' \\t')))""");
  }

  Map<String, Integer> persons() {
    return found(
        """
        select p.external_id, p.address::text,
          concat_ws('|', p.given_name, p.family_name, p.phone, f.custom::text, md5(f.photo),
            w.reason is not null, extract(epoch from f.last_changed_at), extract(epoch from p.created_at)::bigint, o.name)
        from desk.person p join desk.account a on a.id = p.account_id
        join desk.person_profile f on f.person_id = p.id
        left join desk.watched_person w on w.person_id = p.id
        left join desk.organisation o on o.id = p.organisation_id and o.account_id = p.account_id
        where a.external_ref = ?""");
  }

  Map<String, Integer> expectedMessages() {
    return expected(
        "EMAILS",
        """
        select d.id::text, p.email,
          concat_ws('|', d.message_id, nullif(coalesce(d.subject, c.subject), ''),
            case when lower(d.state) in ('sent', 'delivered') then 'sent' else 'failed' end,
            extract(epoch from d.sent_at), c.public_id, l.code)
        from mailing.delivery d"""
            + SENT
            + " where n.slug = ?");
  }

  Map<String, Integer> messages() {
    return found(
        """
        select m.id::text, p.address::text,
          concat_ws('|', m.message_id, nullif(m.subject, ''), m.state, extract(epoch from m.sent_at), g.public_id, s.code)
        from desk.message m join desk.account a on a.id = m.account_id
        join desk.person p on p.id = m.person_id and p.account_id = a.id
        join desk.mailing g on g.id = m.mailing_id and g.account_id = a.id
        join desk.segment s on s.id = g.segment_id and s.account_id = a.id
        join desk.channel h on h.id = m.channel_id and h.name = 'mail'
        where a.external_ref = ? and m.kind = 'mail'""");
  }

  /** Views and clicks, those that name no email included. */
  Map<String, Integer> expectedEvents() {
    return expected(
        "ENGAGEMENTS",
        """
        select v.kind || '/' || v.id, p.email,
          concat_ws('|', v.kind, coalesce(d.message_id, case when d.id is null then 'none' else 'unnamed' end), nullif(v.url, ''), nullif(v.agent, ''), extract(epoch from v.at))
        from (
          select 'view' as kind, id, campaign_id, delivery_id, person_id, null as url, agent, seen_at as at from mailing.view_event
          union all
          select 'click', k.id, k.campaign_id, delivery_id, person_id, coalesce(u.url, k.url), agent, clicked_at
          from mailing.click_event k left join mailing.campaign_link u on u.campaign_id = k.campaign_id and u.link_no = k.link_no
        ) v
        join mailing.campaign c on c.id = v.campaign_id
        join mailing.mailing_list l on l.id = c.list_id join mailing.newsroom n on n.id = l.newsroom_id
        left join mailing.delivery d on d.id = v.delivery_id
        left join mailing.person p on p.id = coalesce(v.person_id, d.person_id)
        where n.slug = ?""");
  }

  Map<String, Integer> events() {
    return found(
        """
        select e.id::text, p.address::text,
          concat_ws('|', case e.kind when 'opened' then 'view' else 'click' end,
            coalesce(m.message_id, case when m.id is null then 'none' else 'unnamed' end), nullif(e.url, ''), nullif(e.agent, ''), extract(epoch from e.occurred_at))
        from desk.message_event e
        join godwit.identity i on i.target_schema = 'desk' and i.customer = ? and i.entity = 'engagements' and i.target_id = e.id
        left join desk.message m on m.id = e.message_id
        left join desk.person p on p.id = e.person_id""");
  }

  private Map<String, Integer> expected(String entity, String sql) {
    Set<String> left = new HashSet<>(quarantine.ids(entity));
    Map<String, Integer> rows = new HashMap<>();
    for (List<String> row : databases.sourceRows(sql, customer)) {
      if (!left.contains(row.getFirst())) {
        String address =
            row.get(1) == null ? "nobody" : NormalisedAddress.of(row.get(1)).orElseThrow();
        rows.merge(address + " " + row.getLast(), 1, Integer::sum);
      }
    }
    return rows;
  }

  private Map<String, Integer> found(String sql) {
    Map<String, Integer> rows = new HashMap<>();
    for (List<String> row : databases.targetRows(sql, customer)) {
      rows.merge(
          (row.get(1) == null ? "nobody" : row.get(1)) + " " + row.getLast(), 1, Integer::sum);
    }
    return rows;
  }
}
