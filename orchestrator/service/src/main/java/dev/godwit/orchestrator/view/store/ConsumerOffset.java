package dev.godwit.orchestrator.view.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Next offset of a partition that the projections have to read. */
@Entity
@Table(name = "consumer_offset")
public class ConsumerOffset extends PanacheEntityBase {
  @Id public String id;
  public String topic;
  public int part;

  @jakarta.persistence.Column(name = "next_offset")
  public long nextOffset;

  /** Of a partition that was not read yet. */
  public static ConsumerOffset of(String topic, int part) {
    ConsumerOffset row = new ConsumerOffset();
    row.id = id(topic, part);
    row.topic = topic;
    row.part = part;
    return row;
  }

  /** Its key. */
  public static String id(String topic, int part) {
    return topic + "/" + part;
  }
}
