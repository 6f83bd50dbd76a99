/**
 * The whole of Godwit on its real parts: broker, registry, PostgreSQL and the services, each a
 * process of its own. One stack for all classes; each test has a customer of its own.
 */
package dev.godwit.it;
