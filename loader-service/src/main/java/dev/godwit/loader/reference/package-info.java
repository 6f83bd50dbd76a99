/** Which partition may be loaded when: parents before what refers to them. */
package dev.godwit.loader.reference;
