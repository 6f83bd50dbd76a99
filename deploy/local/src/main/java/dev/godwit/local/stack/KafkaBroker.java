package dev.godwit.local.stack;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The Kafka broker with the topics of the catalogue: one node, or the first of a cluster whose
 * other nodes are its companions.
 */
final class KafkaBroker implements Component {
  private final StackSettings settings;
  private final BrokerNode first;
  private final List<Companion> others;

  KafkaBroker(StackSettings settings, String mark) {
    this.settings = settings;
    this.first = new BrokerNode(settings, mark, 1);
    this.others =
        IntStream.rangeClosed(2, settings.brokers())
            .<Companion>mapToObj(node -> new BrokerNode(settings, mark, node))
            .toList();
  }

  @Override
  public Part part() {
    return Part.BROKER;
  }

  @Override
  public List<Port> ports() {
    return first.ports();
  }

  @Override
  public List<Companion> companions() {
    return others;
  }

  @Override
  public void prepare() {
    first.prepare();
  }

  @Override
  public List<String> command() {
    return first.command();
  }

  @Override
  public boolean isReady() {
    return TopicDeployment.isReachable(settings.kafka().at(first.address()));
  }

  @Override
  public void complete() {
    TopicDeployment.deploy(settings.kafka(), settings.brokers());
    if (settings.isSecure()) {
      TopicAccess.deploy(settings);
    }
  }
}
