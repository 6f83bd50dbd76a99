/** Contacts of whom it is known which are one person: to measure how well duplicates are found. */
package dev.godwit.sampledata.merges;
