/** What the tails and the delivery do alike: both go on for as long as the process. */
package dev.godwit.extractor.live;
