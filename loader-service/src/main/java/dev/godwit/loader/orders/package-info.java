/**
 * Orders that a target database keeps until they are done, so that any loader can go on with them:
 * a watch for each database, and a thread for each order.
 */
package dev.godwit.loader.orders;
