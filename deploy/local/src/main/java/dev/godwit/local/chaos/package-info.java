/**
 * The kill matrix: disturbs migrations of small customers at named points and at random, and checks
 * the invariants after each.
 */
package dev.godwit.local.chaos;
