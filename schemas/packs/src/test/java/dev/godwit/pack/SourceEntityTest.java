package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SourceEntityTest {
  private static final Entity NOTES = Entity.valueOf("notes");

  @Test
  void shouldKnowTheReferencesOfCanonicalFieldsOnly() {
    assertThat(CanonicalFields.parent(Entity.EMAILS, "contactId")).isEqualTo(Entity.CONTACTS);
    assertThat(CanonicalFields.parent(Entity.ENGAGEMENTS, "contactId")).isEqualTo(Entity.CONTACTS);
    assertThat(CanonicalFields.parent(Entity.ENGAGEMENTS, "emailId")).isEqualTo(Entity.EMAILS);
    assertThat(CanonicalFields.parent(Entity.CONTACTS, "contactId")).isNull();
    assertThat(CanonicalFields.parent(Entity.EMAILS, "emailId")).isNull();
    assertThat(CanonicalFields.parent(NOTES, "contactId")).isNull();
  }

  @Test
  void shouldTakeADeclaredContactIdAsThePackDeclaresIt() {
    SourceEntity number = notes(FieldType.INTEGER, null);
    assertThat(number.references("contactId")).isNull();
    assertThat(number.isContact("contactId")).isFalse();
    assertThat(names(number)).doesNotContain(RowSchema.LEGACY_CONTACT_ID);

    SourceEntity company = notes(FieldType.ID, Entity.valueOf("companies"));
    assertThat(company.references("contactId")).isEqualTo(Entity.valueOf("companies"));
    assertThat(names(company)).doesNotContain(RowSchema.LEGACY_CONTACT_ID);

    SourceEntity several = notes(FieldType.LIST, Entity.CONTACTS);
    assertThat(several.isContact("contactId")).isFalse();
    assertThat(names(several)).doesNotContain(RowSchema.LEGACY_CONTACT_ID);

    SourceEntity contact = notes(FieldType.ID, Entity.CONTACTS);
    assertThat(contact.isContact("contactId")).isTrue();
    assertThat(names(contact)).contains(RowSchema.LEGACY_CONTACT_ID);
  }

  private static List<String> names(SourceEntity entity) {
    SourcePack pack =
        new SourcePack(
            "old", "", null, null, null, null, null, Map.of(entity.entity(), entity), null);
    return RowSchema.of(pack, entity).getFields().stream().map(Schema.Field::name).toList();
  }

  private static SourceEntity notes(FieldType type, Entity references) {
    return new SourceEntity(
        NOTES,
        null,
        List.of("id"),
        Map.of(
            "legacyId",
            new SourceField("id", null),
            "contactId",
            new SourceField("contact", null, type, references, null, null)));
  }
}
