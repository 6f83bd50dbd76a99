/** The strategy for live engagement: events of many runs in one batch, found by message id. */
package dev.godwit.loader.live;
