/**
 * The second pair of systems: a newsroom's mailing tool, of any size, and a support desk that other
 * accounts use already.
 */
package dev.godwit.sampledata.newsroom;
