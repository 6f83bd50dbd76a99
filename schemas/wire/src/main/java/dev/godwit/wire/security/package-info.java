/** How clients prove who they are to Kafka and to the schema registry, and whom they trust. */
package dev.godwit.wire.security;
