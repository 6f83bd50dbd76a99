package dev.godwit.transformer.merge;

import dev.godwit.canonical.AddressFlaw;
import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.canonical.NormalisedAddress.Dots;
import dev.godwit.pack.ContactRules;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.OutletName;
import dev.godwit.transformer.normalise.TagList;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.transformer.shape.Replacements;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.generic.IndexedRecord;

/**
 * Makes one contact of the members of an extracted one, which are the survivor and then the others
 * in the order of their queries and keys. A contact without duplicates has one member, and the same
 * rules. A group of which a person must decide is quarantined ({@link GroupCheck}).
 *
 * <table>
 *   <caption>Rules by field</caption>
 *   <tr><th>field</th><th>value</th></tr>
 *   <tr><td>legacyId</td><td>the survivor's</td></tr>
 *   <tr><td>address</td><td>of the first member that has one, normalised; the members' are equal
 *       where the address is why they are one</td></tr>
 *   <tr><td>givenName, familyName, language</td><td>of the first member that has one that is not
 *       empty</td></tr>
 *   <tr><td>consent</td><td>a withdrawal, where any member has one; else, where any member's cannot
 *       be read, that one, so that the contact is quarantined and no person is mailed by mistake; else
 *       of the first member that has one</td></tr>
 *   <tr><td>teams</td><td>all, each once; {@code team} is the first</td></tr>
 *   <tr><td>outlets</td><td>all, each once without regard to case; {@code outlet} is the first</td>
 *       </tr>
 *   <tr><td>tags</td><td>all, each once without regard to case, in the members' order</td></tr>
 *   <tr><td>customFields</td><td>union by key; the first member that has a key says its value</td>
 *       </tr>
 *   <tr><td>createdAt</td><td>the earliest</td></tr>
 *   <tr><td>updatedAt</td><td>the latest</td></tr>
 *   <tr><td>fields that the packs declare</td><td>of the first member that has one</td></tr>
 * </table>
 *
 * <p>Where the source pack says how a field survives ({@link dev.godwit.pack.Survival}), its
 * members are asked in that order. A withdrawn consent counts whatever the rule.
 *
 * <p>Fields that the pack does not use are neither made nor checked. Not thread-safe.
 */
public final class ContactMerge {
  private final Fields fields;
  private final ConsentReading consents;
  private final GroupCheck groups;
  private final Dots dots;
  private MemberFields of;

  /**
   * For one pack.
   *
   * @param fields which fields the pack uses, and where they stand
   */
  public ContactMerge(Fields fields, ConsentReading consents, ContactRules rules) {
    this.fields = fields;
    this.consents = consents;
    this.groups = new GroupCheck(rules);
    this.dots = rules.dotsAnywhere() ? Dots.ANYWHERE : Dots.REGULAR;
  }

  /**
   * Puts the contact's values in their places; a missing value is null, and so is an invalid one
   * that nothing replaces: {@link Replacements#violations()} has it.
   *
   * @throws QuarantinedException where the schema or the contact cannot be read at all
   */
  public void into(IndexedRecord contact, Object[] values) throws QuarantinedException {
    if (of == null || !of.reads(contact.getSchema())) {
      of = MemberFields.of(contact.getSchema(), fields);
    }
    of.replacements().begin();
    List<IndexedRecord> members = of.members(contact);
    if (members.isEmpty()) {
      throw new QuarantinedException(
          QuarantineReason.UNREADABLE,
          null,
          "Expected a contact with at least one member, but found none.");
    }
    put(values, "legacyId", of.contactId(contact));
    if (fields.uses("address")) {
      put(values, "address", address(firstAddress(of.inOrder(members, "address"))));
    }
    groups.check(members, of, of.mergeRule(contact), of.replacements().violations());
    put(values, "givenName", first(members, "givenName", of::givenName));
    put(values, "familyName", first(members, "familyName", of::familyName));
    put(values, "language", first(members, "language", of::language));
    if (fields.uses("consent")) {
      put(values, "consent", consent(of.inOrder(members, "consent")));
    }
    teams(members, values);
    outlets(members, values);
    if (fields.uses("tags")) {
      put(values, "tags", TagList.of(all(members, of::tags)));
    }
    if (fields.uses("customFields")) {
      List<String> texts = present(of.inOrder(members, "customFields"), of::customFields);
      put(values, "customFields", texts.isEmpty() ? null : customFields(texts));
    }
    if (fields.uses("createdAt")) {
      put(
          values,
          "createdAt",
          of.isStated(members, "createdAt")
              ? firstTime(of.inOrder(members, "createdAt"), true)
              : earliest(members));
    }
    if (fields.uses("updatedAt")) {
      put(
          values,
          "updatedAt",
          of.isStated(members, "updatedAt")
              ? firstTime(of.inOrder(members, "updatedAt"), false)
              : latest(members));
    }
    of.declared(members, values);
  }

  private void put(Object[] values, String field, Object value) {
    values[fields.position(field)] = value;
  }

  private String firstAddress(List<IndexedRecord> members) {
    for (IndexedRecord member : members) {
      String raw = of.address(member);
      if (raw != null && !TextForm.strip(raw).isEmpty()) {
        return raw;
      }
    }
    return null;
  }

  private String address(String raw) {
    if (raw == null) {
      return null;
    }
    String address = NormalisedAddress.of(raw, dots).orElse(null);
    if (address == null) {
      AddressFlaw flaw = AddressFlaw.of(raw, dots);
      return (String)
          of.replacements()
              .instead(
                  fields.position("address"),
                  new QuarantinedException(
                      QuarantineReason.BAD_ADDRESS,
                      "address",
                      flaw.limit(),
                      flaw.length(),
                      flaw.text()));
    }
    return address;
  }

  /** Custom fields that are invalid are left out of the union where they can be replaced. */
  private String customFields(List<String> texts) {
    try {
      return CustomFields.of(texts);
    } catch (QuarantinedException e) {
      int place = fields.position("customFields");
      List<String> valid = new ArrayList<>(texts.size());
      Object instead = null;
      for (String text : texts) {
        try {
          CustomFields.of(List.of(text));
          valid.add(text);
        } catch (QuarantinedException one) {
          instead = of.replacements().instead(place, one);
        }
      }
      if (valid.isEmpty()) {
        return (String) instead;
      }
      return valid.size() == texts.size()
          ? (String) of.replacements().instead(place, e)
          : customFields(valid);
    }
  }

  /** The replacements of invalid values; null before the first contact. */
  public Replacements replacements() {
    return of == null ? null : of.replacements();
  }

  private String consent(List<IndexedRecord> members) {
    List<String> all = present(members, of::consent);
    if (all.size() > 1) {
      for (String consent : all) {
        if (consents.isWithdrawn(consent)) {
          return consent;
        }
      }
      for (String consent : all) {
        if (!consents.isReadable(consent)) {
          return consent;
        }
      }
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  private void teams(List<IndexedRecord> members, Object[] values) {
    if (fields.uses("teams") || fields.uses("team")) {
      List<String> teams = TagList.names(present(of.inOrder(members, "team"), of::team));
      put(values, "teams", teams);
      put(values, "team", teams.isEmpty() ? null : teams.getFirst());
    }
  }

  private void outlets(List<IndexedRecord> members, Object[] values) {
    if (fields.uses("outlets") || fields.uses("outlet")) {
      List<String> names = present(of.inOrder(members, "outlet"), of::outlet);
      names.replaceAll(OutletName::of);
      List<String> outlets = TagList.of(names);
      put(values, "outlets", outlets);
      put(values, "outlet", outlets.isEmpty() ? null : outlets.getFirst());
    }
  }

  private Long earliest(List<IndexedRecord> members) {
    Long earliest = null;
    for (IndexedRecord member : members) {
      Long micros = of.createdAt(member);
      if (micros != null && (earliest == null || micros < earliest)) {
        earliest = micros;
      }
    }
    return earliest;
  }

  private Long latest(List<IndexedRecord> members) {
    Long latest = null;
    for (IndexedRecord member : members) {
      Long micros = of.updatedAt(member);
      if (micros != null && (latest == null || micros > latest)) {
        latest = micros;
      }
    }
    return latest;
  }

  /** The time of the first member that has one. */
  private Long firstTime(List<IndexedRecord> members, boolean isCreation)
      throws QuarantinedException {
    for (IndexedRecord member : members) {
      Long micros = isCreation ? of.createdAt(member) : of.updatedAt(member);
      if (micros != null) {
        return micros;
      }
    }
    return null;
  }

  /**
   * The text of the first member, in the order of the field's rule, that is not empty; else an
   * empty one, where there is one.
   */
  private String first(
      List<IndexedRecord> members, String name, Function<IndexedRecord, String> field) {
    String constant = of.constant(members, name);
    if (constant != null) {
      return constant;
    }
    String empty = null;
    for (IndexedRecord member : of.inOrder(members, name)) {
      String text = field.apply(member);
      if (text != null) {
        String stripped = TextForm.strip(text);
        if (!stripped.isEmpty()) {
          return stripped;
        }
        empty = "";
      }
    }
    return empty;
  }

  private static List<String> present(
      List<IndexedRecord> members, Function<IndexedRecord, String> field) {
    List<String> texts = new ArrayList<>(members.size());
    for (IndexedRecord member : members) {
      String text = field.apply(member);
      if (text != null && !TextForm.strip(text).isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static List<String> all(
      List<IndexedRecord> members, Function<IndexedRecord, List<String>> field) {
    if (members.size() == 1) {
      return field.apply(members.getFirst());
    }
    List<String> all = new ArrayList<>();
    for (IndexedRecord member : members) {
      all.addAll(field.apply(member));
    }
    return all;
  }
}
